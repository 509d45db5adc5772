"""Scripts of an action: other words for one official, or for all who stand alike."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from campaigns.advocacy.action_forms import ScriptForm, ScriptTextForm
from campaigns.advocacy.action_views import fetch
from campaigns.advocacy.models import Action, ActionScript
from campaigns.forms import Texts
from chapters.access import Can, ChapterRequest, chapter_view
from chapters.forms import invalid, posted

PAGE = "campaigns/advocacy/script_edit.html"


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def script_create(request: ChapterRequest, code: str) -> HttpResponse:
    action = fetch(request, code)
    return write(request, action, ActionScript(chapter=request.chapter, action=action))


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def script_edit(request: ChapterRequest, code: str, script: str) -> HttpResponse:
    action = fetch(request, code)
    rows = action.scripts.select_related("chapter", "official").prefetch_related("texts")
    return write(request, action, get_object_or_404(rows, code=script))


def write(request: ChapterRequest, action: Action, script: ActionScript) -> HttpResponse:
    if request.method == "POST" and script.pk and "remove" in request.POST:
        script.delete()
        return done(request, action, _("Taken out."))
    form = ScriptForm(posted(request), instance=script)
    texts = Texts(ScriptTextForm, script, request.chapter.languages, posted(request))
    valid = [form.is_valid(), texts.is_valid()]
    if request.method == "POST" and all(valid):
        with transaction.atomic():
            form.save()
            texts.save(script)
        return done(request, action, _("Saved."))
    context = {"action": action, "campaign": action.campaign, "script": script, "form": form, "texts": texts}
    return invalid(request, PAGE, context) if form.is_bound else render(request, PAGE, context)


def done(request: ChapterRequest, action: Action, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("campaigns:advocacy_action_show", request.chapter.slug, action.code)

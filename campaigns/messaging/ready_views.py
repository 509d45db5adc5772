"""The ready answers of a chapter: whoever answers reads them, whoever writes messages changes them."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from campaigns.forms import Texts
from campaigns.messaging.conversation_models import CannedAnswer
from campaigns.messaging.ready_forms import ReadyForm, ReadyTextForm
from chapters.access import Can, ChapterRequest, chapter_view
from chapters.forms import invalid, posted
from chapters.members.filters import language_name

EDIT = "campaigns/messaging/ready_edit.html"


@chapter_view(Can.ANSWER)
def ready(request: ChapterRequest) -> HttpResponse:
    rows = request.chapter.canned_answers.prefetch_related("texts")
    answers = [(answer, [in_language(answer, code) for code in request.chapter.languages]) for answer in rows]
    return render(request, "campaigns/messaging/ready.html", {"answers": answers})


def in_language(answer: CannedAnswer, code: str) -> dict[str, str]:
    text = answer.text_in(code)
    return {"language": code, "language_name": language_name(code), "body": text.body if text else ""}


@chapter_view(Can.WRITE, "GET", "POST")
def ready_new(request: ChapterRequest) -> HttpResponse:
    return write(request, CannedAnswer(chapter=request.chapter))


@chapter_view(Can.WRITE, "GET", "POST")
def ready_edit(request: ChapterRequest, code: str) -> HttpResponse:
    return write(request, fetch(request, code))


@chapter_view(Can.WRITE, "POST")
def ready_remove(request: ChapterRequest, code: str) -> HttpResponse:
    answer = fetch(request, code)
    answer.delete()
    messages.success(request, _("“%(title)s” is gone.") % {"title": answer.title})
    return redirect("campaigns:messaging_ready", request.chapter.slug)


def fetch(request: ChapterRequest, code: str) -> CannedAnswer:
    answer: CannedAnswer = get_object_or_404(request.chapter.canned_answers.prefetch_related("texts"), code=code)
    return answer


def write(request: ChapterRequest, answer: CannedAnswer) -> HttpResponse:
    form = ReadyForm(posted(request), instance=answer, chapter=request.chapter)
    texts = Texts(ReadyTextForm, answer, request.chapter.languages, posted(request))
    if request.method == "POST" and all([form.is_valid(), texts.is_valid()]):
        with transaction.atomic():
            form.save()
            texts.save(answer)
        messages.success(request, _("Saved."))
        return redirect("campaigns:messaging_ready", request.chapter.slug)
    context = {"answer": answer, "form": form, "texts": texts}
    return invalid(request, EDIT, context) if form.is_bound else render(request, EDIT, context)

"""Writing moments of a campaign's story down: new ones, and in place of what was drawn."""

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.utils.translation import gettext as _

from campaigns.advocacy.facts import Fact, fact_of
from campaigns.forms import Texts
from campaigns.models import Moment
from campaigns.workspace_forms import MomentForm, MomentTextForm
from campaigns.workspace_views import all_valid, ask, done, fetch
from chapters.access import Can, ChapterRequest, chapter_view
from chapters.forms import posted


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def moment_create(request: ChapterRequest, code: str) -> HttpResponse:
    """`instead_of` in the address names the fact that these words take the place of."""
    moment = Moment(chapter=request.chapter, campaign=fetch(request, code), written_by=request.user)
    fact = fact_of(moment.campaign, request.GET.get("instead_of", ""))
    if fact:
        begin_with(moment, fact)
    return write_moment(request, moment, fact)


def begin_with(moment: Moment, fact: Fact) -> None:
    moment.kind, moment.happened_on, moment.is_public = fact.kind, fact.on, fact.is_public
    source, _colon, code = fact.key.partition(":")
    if source == "event":
        moment.event = moment.campaign.events.filter(code=code).first()
    else:
        moment.instead_of = fact.key


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def moment_edit(request: ChapterRequest, code: str) -> HttpResponse:
    rows = request.chapter.moments.select_related("campaign__chapter", "chapter", "event").prefetch_related("texts")
    moment = get_object_or_404(rows, code=code)
    return write_moment(request, moment, fact_of(moment.campaign, moment.instead_of))


def write_moment(request: ChapterRequest, moment: Moment, fact: Fact | None) -> HttpResponse:
    if request.method == "POST" and moment.pk and "remove" in request.POST:
        moment.delete()
        return done(request, moment.campaign, _("Taken out of the story."))
    form = MomentForm(posted(request), instance=moment, campaign=moment.campaign)
    texts = Texts(MomentTextForm, moment, request.chapter.languages, posted(request))
    if request.method == "POST" and all_valid(form, texts):
        with transaction.atomic():
            form.save()
            texts.save(moment)
        return done(request, moment.campaign, _("Saved."))
    if fact and not moment.pk:
        suggest(texts, fact)
    context: dict[str, Any] = {"campaign": moment.campaign, "moment": moment, "form": form, "texts": texts}
    return ask(request, "campaigns/moment_edit.html", context | {"fact": fact})


def suggest(texts: Texts, fact: Fact) -> None:
    """The words of the fact, to be made one's own."""
    language = fact.language or translation.get_language()
    for form in texts:
        if form.language == language:
            form.initial = {"title": fact.title[:140], "body": fact.body}

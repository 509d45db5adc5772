"""Sign-ups on paper: the poster for the table, and a page to type the sheet in quickly."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import urlencode
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from chapters import audit, dates
from chapters.access import Can, ChapterRequest, chapter_view
from chapters.forms import invalid, posted
from chapters.members import consenting, matching
from chapters.members.own_forms import PaperForm
from chapters.members.wordings import Question, first_wording, question_of
from chapters.models import Channel, Chapter, Consent, Member

PAPER = "chapters/members/paper.html"
SHOWN = 8
FIELDS = {Channel.TEXT: "text", Channel.EMAIL: "emailing"}


@chapter_view(Can.EDIT_PEOPLE)
def poster(request: ChapterRequest) -> HttpResponse:
    """One page to print: a code that leads to the form, in every language of the chapter."""
    return render(request, "chapters/members/poster.html", {"languages": request.chapter.languages})


@dataclass(frozen=True)
class Sentence:
    channel: str
    question: Question


@chapter_view(Can.EDIT_PEOPLE, "GET", "POST")
def paper(request: ChapterRequest) -> HttpResponse:
    """One line after the other: Enter saves it, and the next one begins empty. Where and when the sheet lay stays."""
    chapter = request.chapter
    form = PaperForm(posted(request), initial=sheet_before(request))
    if request.method == "POST" and form.is_valid():
        messages.success(request, typed_in(request, form))
        given = form.cleaned_data
        ticked = {name: 1 for name in FIELDS.values() if given[name]}
        sheet = {"where": given["where"], "on": given["on"].isoformat(), "language": given["language"]}
        return redirect(f"{reverse('chapters:members_paper', args=[chapter.slug])}?{urlencode(sheet | ticked)}")
    language = str(form["language"].value())
    context = {"form": form, "language": language, "sentences": sentences(chapter, language), "latest": latest(request)}
    return invalid(request, PAPER, context) if form.is_bound else render(request, PAPER, context)


def sheet_before(request: ChapterRequest) -> dict[str, Any]:
    chapter, given = request.chapter, request.GET
    language = given.get("language", "")
    return {
        "where": given.get("where", "")[:120],
        "on": given.get("on") or timezone.localdate(timezone=chapter.zone),
        "language": language if language in chapter.languages else chapter.languages[0],
        **{name: name in given for name in FIELDS.values()},
    }


def sentences(chapter: Chapter, language: str) -> list[Sentence]:
    """What stands on a sheet in this language."""
    known = language if language in dict(settings.LANGUAGES) else chapter.languages[0]
    with translation.override(known):
        return [Sentence(channel, question_of(chapter, channel)) for channel in FIELDS]


def latest(request: ChapterRequest) -> list[Member]:
    """Whom this person typed in last."""
    consents = request.chapter.consents.filter(source=Consent.Source.PAPER, entered_by=request.user)
    ids = list(dict.fromkeys(consents.order_by("-id").values_list("member", flat=True)[: SHOWN * 2]))[:SHOWN]
    found = request.chapter.members.in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


@transaction.atomic
def typed_in(request: ChapterRequest, form: PaperForm) -> str:
    """Saves the line; what happened, in words."""
    chapter, given = request.chapter, form.cleaned_data
    who = {name: given[name] for name in ("name", "phone", "email")}
    twin = matching.same_person(chapter, **who)
    sharing = others_with(chapter, twin, phone=given["phone"], email=given["email"])
    member = matching.remember(chapter, **who, zip=given["zip"], language=given["language"])
    detail = f"{given['where']}, {dates.on_day(given['on'])}"
    stopped = [
        asked for asked in sentences(chapter, given["language"]) if not said_yes(request, member, asked, given, detail)
    ]
    audit.record("paper_sign_up", chapter=chapter, by=request.user, subject=member)
    if twin is None:
        for tell in map(import_string, settings.MEMBER_ADDED):
            tell(member)
    return " ".join([was_here(member, twin), *notes(sharing, stopped)])


def was_here(member: Member, twin: Member | None) -> str:
    if twin is None:
        return _("%(name)s is in.") % {"name": member.name}
    return _("%(name)s was here already. We added what is new.") % {"name": member.name}


def notes(sharing: list[Member], stopped: list[Sentence]) -> list[str]:
    found = []
    if sharing:
        names = ", ".join(other.name for other in sharing)
        found.append(_("The same phone or email: %(names)s.") % {"names": names})
    if stopped:
        found.append(_("They stopped us themselves before, so we still do not write: only they can start again."))
    return found


def others_with(chapter: Chapter, twin: Member | None, *, phone: str, email: str) -> list[Member]:
    """People of another name who share the number or the email."""
    found = [*chapter.members.with_phone(phone)] if phone else []
    found += [*chapter.members.with_email(email)] if email else []
    return [other for other in dict.fromkeys(found) if twin is None or other.pk != twin.pk]


def said_yes(request: ChapterRequest, member: Member, asked: Sentence, given: dict[str, Any], detail: str) -> bool:
    """Writes the yes down with its words; False where a stop of their own hand forbids it."""
    if not given[FIELDS[Channel(asked.channel)]]:
        return True
    if Member.objects.filter(pk=member.pk).opted_out(asked.channel).exists():
        return False
    consenting.record(
        member,
        asked.channel,
        given=True,
        source=Consent.Source.PAPER,
        detail=detail,
        wording=asked.question.wording or first_wording(request.chapter, asked.channel),
        wording_text=asked.question.sentence,
        language=given["language"],
        by=request.user,
    )
    return True

"""What is done about a person from their thread: a note, tags, a seat, adding somebody we do not know yet.

Each answers htmx with the part of the page it changes, so that words typed in the answer field stay.
"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from campaigns.messaging import thread_actions
from campaigns.messaging.conversation_models import Conversation
from campaigns.messaging.reply_forms import ThreadTagForm
from campaigns.messaging.reply_views import THREAD, address, fetch, the_list, the_person, the_talk
from campaigns.messaging.threads import language_of
from chapters.access import Can, ChapterRequest, chapter_view
from chapters.forms import invalid
from chapters.members import handing
from chapters.members.forms import NoteForm
from chapters.models import Member

PERSON = "campaigns/messaging/thread_person.html"


@chapter_view(Can.ANSWER, "POST")
def thread_note(request: ChapterRequest, code: str) -> HttpResponse:
    """Kept with the person; asked about once when it looks like something we never keep."""
    conversation, member = fetch_known(request, code)
    form = NoteForm(request.POST, auto_id="note_%s")
    if not form.is_valid():
        return refused(request, conversation, {"note": form})
    form.save(member, by=request.user)
    return done(request, conversation, _("Your note is saved."))


@chapter_view(Can.ANSWER, "POST")
def thread_tag(request: ChapterRequest, code: str) -> HttpResponse:
    conversation, member = fetch_known(request, code)
    form = ThreadTagForm(request.POST, chapter=request.chapter, member=member, role=request.role, auto_id="tag_%s")
    if not form.is_valid():
        return refused(request, conversation, {"tags": form})
    form.save()
    return done(request, conversation, _("Saved."))


@chapter_view(Can.ANSWER, "POST")
def thread_act(request: ChapterRequest, code: str, action: str) -> HttpResponse:
    """Do what a slice above offers, such as saving a seat."""
    (conversation, member), act = fetch_known(request, code), thread_actions.named(action)
    if act is None:
        raise Http404
    form = act.form(conversation, request.POST)
    if form is None:
        return refused(request, conversation, {"gone": _("There is nothing to do here any more.")})
    if form.is_valid() and (words := act.do(member, form, by=request.user)):
        return done(request, conversation, words)
    return refused(request, conversation, {}, {act.NAME: form})


@chapter_view(Can.EDIT_PEOPLE, "POST")
def thread_add(request: ChapterRequest, code: str) -> HttpResponse:
    """To the page that adds people, the number filled in; it stands in no address."""
    conversation = fetch(request, code)
    handing.give(request, phone=conversation.address, language=language_of(conversation))
    return redirect("chapters:members_add", request.chapter.slug)


def fetch_known(request: ChapterRequest, code: str) -> tuple[Conversation, Member]:
    """A thread with somebody we know."""
    conversation = fetch(request, code)
    if conversation.member is None:
        raise Http404
    return conversation, conversation.member


def done(request: ChapterRequest, conversation: Conversation, words: str) -> HttpResponse:
    if request.htmx:
        return render(request, PERSON, the_person(request, conversation) | {"said": words})
    messages.success(request, words)
    return redirect(address(request, "thread", conversation.code))


def refused(
    request: ChapterRequest, conversation: Conversation, changed: dict[str, Any], acts: dict[str, Any] | None = None
) -> HttpResponse:
    """The page or its part with the refused form in place of the empty one; `acts` are forms by name of the act."""
    context = the_person(request, conversation)
    if not request.htmx:
        context = the_list(request) | the_talk(request, conversation)
    for entry in context["acts"]:
        entry["form"] = (acts or {}).get(entry["action"].NAME, entry["form"])
    return invalid(request, PERSON if request.htmx else THREAD, context | changed)

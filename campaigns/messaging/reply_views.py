"""Answering what people write back."""

from datetime import UTC, datetime
from math import ceil
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from campaigns.messaging import ready, thread_actions, threads
from campaigns.messaging.conversation_models import Conversation
from campaigns.messaging.reply_forms import AnswerForm, FindForm, HandForm, ReadyChoice, ThreadTagForm
from chapters.access import Can, ChapterRequest, chapter_view, may
from chapters.forms import invalid
from chapters.members.filters import language_name
from chapters.members.forms import NoteForm

REPLIES = "campaigns/messaging/replies.html"
THREAD = "campaigns/messaging/thread.html"
TALK = "campaigns/messaging/talk.html"
NOTES = 3


@chapter_view(Can.ANSWER)
def replies(request: ChapterRequest) -> HttpResponse:
    """The list. On a wide screen the first thread stands open beside it. htmx asks only whether somebody new wrote."""
    if request.htmx:
        return render(request, f"{REPLIES}#news", news(request))
    return render(request, REPLIES, list_and_first(request))


@chapter_view(Can.ANSWER)
def thread(request: ChapterRequest, code: str) -> HttpResponse:
    """One conversation. htmx asks for what was said since; `ready` puts a ready answer into the field."""
    conversation = fetch(request, code)
    if request.htmx:
        return render(request, f"{TALK}#said", the_talk(request, conversation))
    context = the_list(request) | the_talk(request, conversation)
    if "ready" in request.GET:
        choice = ReadyChoice(request.GET, conversation=conversation)
        context |= {"choice": choice}
        if not choice.is_valid():
            return invalid(request, THREAD, context)
        context |= {"form": AnswerForm(conversation=conversation, words=choice.cleaned_data["ready"])}
    return render(request, THREAD, context)


@chapter_view(Can.ANSWER, "POST")
def thread_ready(request: ChapterRequest, code: str) -> HttpResponse:
    """The answer form again, a ready answer under the words typed so far. Nothing is sent or saved."""
    conversation = fetch(request, code)
    choice = ReadyChoice(request.POST, conversation=conversation)
    typed, key = request.POST.get("body", ""), request.POST.get("key", "")
    words = ready.joined(typed, choice.cleaned_data["ready"]) if choice.is_valid() else typed
    form = AnswerForm(conversation=conversation, words=words, key=key)
    context = {"form": form, "choice": choice, "conversation": conversation}
    if not request.htmx:
        context = the_list(request) | the_talk(request, conversation) | context
    page = f"{TALK}#words" if request.htmx else THREAD
    return render(request, page, context) if choice.is_valid() else invalid(request, page, context)


@chapter_view(Can.ANSWER, "POST")
def thread_find(request: ChapterRequest) -> HttpResponse:
    """By name: the list of an address with the name. By whole number: straight to the thread, as no number stands in
    an address."""
    form = FindForm(request.POST, role=request.role)
    if not form.is_valid():
        return invalid(request, REPLIES, list_and_first(request) | {"find_form": form})
    if form.cleaned_data["name"]:
        query = urlencode({"q": form.cleaned_data["name"]})
        return redirect(f"{reverse('campaigns:messaging_replies', args=[request.chapter.slug])}?{query}")
    found = request.chapter.conversations.filter(address_index=form.cleaned_data["index"]).order_by("-last_reply_at")
    if conversation := found.first():
        return redirect("campaigns:messaging_thread", request.chapter.slug, conversation.code)
    form.add_error("q", _("Nobody wrote to us from this number."))
    return invalid(request, REPLIES, list_and_first(request) | {"find_form": form})


@chapter_view(Can.ANSWER, "POST")
def answer(request: ChapterRequest, code: str) -> HttpResponse:
    conversation = fetch(request, code)
    form = AnswerForm(request.POST, conversation=conversation)
    if not form.is_valid():
        context = the_list(request) | the_talk(request, conversation)
        return invalid(request, THREAD, context | {"form": form})
    conversation.answer(form.cleaned_data["body"], by=request.user, key=form.cleaned_data["key"])
    messages.success(request, _("Sent to %(name)s.") % {"name": threads.name_of(conversation, request.role)})
    return back(request)


@chapter_view(Can.ANSWER, "POST")
def answer_length(request: ChapterRequest, code: str) -> HttpResponse:
    """The field again, saying how many texts the words so far make."""
    conversation = fetch(request, code)
    form = AnswerForm(request.POST, conversation=conversation)
    return render(request, f"{TALK}#words", {"form": form, "conversation": conversation})


@chapter_view(Can.ANSWER, "POST")
def thread_close(request: ChapterRequest, code: str) -> HttpResponse:
    conversation = fetch(request, code)
    conversation.close(by=request.user)
    messages.success(request, _("Done: %(name)s.") % {"name": threads.name_of(conversation, request.role)})
    return back(request)


@chapter_view(Can.ANSWER, "POST")
def thread_hand(request: ChapterRequest, code: str) -> HttpResponse:
    """Take it, or hand it to somebody else who may answer."""
    conversation = fetch(request, code)
    form = HandForm(request.POST, conversation=conversation)
    if not form.is_valid():
        context = the_list(request) | the_talk(request, conversation)
        return invalid(request, THREAD, context | {"hand_form": form})
    to = form.cleaned_data["to"]
    conversation.assign(to, by=request.user)
    if to == request.user:
        messages.success(request, _("This one is yours."))
        return redirect(address(request, "thread", code))
    messages.success(request, _("%(name)s has it now.") % {"name": to.get_short_name()})
    return back(request)


@chapter_view(Can.ANSWER, "POST")
def thread_give_back(request: ChapterRequest, code: str) -> HttpResponse:
    """Nobody's again: whoever comes first takes it."""
    conversation = fetch(request, code)
    conversation.assign(None, by=request.user)
    messages.success(request, _("Nobody has this one now."))
    return redirect(address(request, "thread", code))


def fetch(request: ChapterRequest, code: str) -> Conversation:
    mine = request.chapter.conversations.select_related("chapter", "member", "sender", "assigned_to")
    conversation: Conversation = get_object_or_404(mine, code=code)
    return conversation


def address(request: ChapterRequest, name: str, *codes: str) -> str:
    """An address of this slice that keeps the tab one came from."""
    path = reverse(f"campaigns:messaging_{name}", args=[request.chapter.slug, *codes])
    if words := request.GET.get("q", "").strip():
        return f"{path}?{urlencode({'q': words})}"
    show = request.GET.get("show", "waiting")
    return path if show == "waiting" else f"{path}?show={show}"


def back(request: ChapterRequest) -> HttpResponse:
    return redirect(address(request, "replies"))


def list_and_first(request: ChapterRequest) -> dict[str, Any]:
    context = the_list(request)
    first = context["threads"][0].conversation if context["threads"] else None
    return context | (the_talk(request, first) if first else {})


def the_list(request: ChapterRequest) -> dict[str, Any]:
    tabs = threads.tabs(request.chapter, request.user)
    words = request.GET.get("q", "").strip()
    tab = tabs.get(request.GET.get("show", "waiting")) or tabs["waiting"]
    if words:
        tab = threads.found(request.chapter, request.role, words)
    after = request.chapter.conversations.filter(code=request.GET.get("after", "")).first()
    rows = list(threads.page_of(tab, after))
    shown = rows[: threads.PAGE]
    page = {
        "tabs": tabs.values(),
        "tab": tab,
        "threads": threads.listed(shown, request.role),
        "next": shown[-1].code if len(rows) > threads.PAGE and not words else "",
        "query": query_of(tab, words),
        "q": words,
        "find_form": FindForm(role=request.role, initial={"q": words}),
    }
    return page | news(request)


def query_of(tab: threads.Tab, words: str) -> str:
    """What keeps the list when one goes into a thread and back."""
    if words:
        return f"?{urlencode({'q': words})}"
    return "" if tab.show == "waiting" else f"?show={tab.show}"


def news(request: ChapterRequest) -> dict[str, int]:
    """How many wrote since the page was made: `seen`, in milliseconds since 1970."""
    waiting = request.chapter.conversations.waiting()
    newest = waiting.order_by("-last_reply_at").values_list("last_reply_at", flat=True).first()
    text = request.GET.get("seen", "")
    seen = int(text) if text.isdecimal() and len(text) < 15 else ceil(newest.timestamp() * 1000) if newest else 0
    since = datetime.fromtimestamp(seen / 1000, tz=UTC)
    return {"seen": seen, "new_count": waiting.filter(last_reply_at__gt=since).count()}


def the_talk(request: ChapterRequest, conversation: Conversation) -> dict[str, Any]:
    language = threads.language_of(conversation)
    colleagues = [user for user in threads.answerers(request.chapter) if user != request.user]
    return {
        "conversation": conversation,
        "name": threads.name_of(conversation, request.role),
        "first_name": threads.greeting_of(conversation),
        "facts": threads.facts_about(conversation, request.role),
        "bubbles": threads.said(conversation),
        "language": language,
        "language_name": language_name(language),
        "is_stopped": threads.is_stopped(conversation),
        "form": AnswerForm(conversation=conversation),
        "hand_form": HandForm(conversation=conversation),
        "colleagues": colleagues,
        "shelf": ready.shelf(conversation),
        "unsure": threads.unsure(conversation),
    } | the_person(request, conversation)


def the_person(request: ChapterRequest, conversation: Conversation) -> dict[str, Any]:
    """What can be done about whoever writes: notes, tags, and what the slices above offer."""
    member = conversation.member
    if member is None:
        return {"conversation": conversation}
    acts = [(act, act.form(conversation)) for act in thread_actions.actions()]
    notes = member.notes.select_related("written_by")[:NOTES] if may(request.role.kind, Can.SEE_PEOPLE) else []
    return {
        "conversation": conversation,
        "first_name": threads.greeting_of(conversation),
        "acts": [{"action": act, "form": form} for act, form in acts if form is not None],
        "tags": ThreadTagForm(chapter=request.chapter, member=member, role=request.role, auto_id="tag_%s"),
        "note": NoteForm(auto_id="note_%s"),
        "notes": notes,
    }

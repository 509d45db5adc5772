"""Answering what people write back."""

from datetime import UTC, datetime
from math import ceil
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.messaging import threads
from campaigns.messaging.conversation_models import Conversation
from campaigns.messaging.reply_forms import AnswerForm, HandForm
from chapters.access import Can, ChapterRequest, chapter_view
from chapters.forms import invalid

REPLIES = "campaigns/messaging/replies.html"
THREAD = "campaigns/messaging/thread.html"
TALK = "campaigns/messaging/talk.html"


@chapter_view(Can.ANSWER)
def replies(request: ChapterRequest) -> HttpResponse:
    """The list. On a wide screen the first thread stands open beside it. htmx asks only whether somebody new wrote."""
    if request.htmx:
        return render(request, f"{REPLIES}#news", news(request))
    context = the_list(request)
    first = context["threads"][0].conversation if context["threads"] else None
    return render(request, REPLIES, context | (the_talk(request, first) if first else {}))


@chapter_view(Can.ANSWER)
def thread(request: ChapterRequest, code: str) -> HttpResponse:
    """One conversation. htmx asks for what was said since."""
    conversation = fetch(request, code)
    if request.htmx:
        return render(request, f"{TALK}#said", the_talk(request, conversation))
    return render(request, THREAD, the_list(request) | the_talk(request, conversation))


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


def fetch(request: ChapterRequest, code: str) -> Conversation:
    mine = request.chapter.conversations.select_related("chapter", "member", "sender", "assigned_to")
    conversation: Conversation = get_object_or_404(mine, code=code)
    return conversation


def address(request: ChapterRequest, name: str, *codes: str) -> str:
    """An address of this slice that keeps the tab one came from."""
    path = reverse(f"campaigns:messaging_{name}", args=[request.chapter.slug, *codes])
    show = request.GET.get("show", "waiting")
    return path if show == "waiting" else f"{path}?show={show}"


def back(request: ChapterRequest) -> HttpResponse:
    return redirect(address(request, "replies"))


def the_list(request: ChapterRequest) -> dict[str, Any]:
    tabs = threads.tabs(request.chapter, request.user)
    tab = tabs.get(request.GET.get("show", "waiting")) or tabs["waiting"]
    after = request.chapter.conversations.filter(code=request.GET.get("after", "")).first()
    rows = list(threads.page_of(tab, after))
    shown = rows[: threads.PAGE]
    page = {
        "tabs": tabs.values(),
        "tab": tab,
        "threads": threads.listed(shown, request.role),
        "next": shown[-1].code if len(rows) > threads.PAGE else "",
        "query": "" if tab.show == "waiting" else f"?show={tab.show}",
    }
    return page | news(request)


def news(request: ChapterRequest) -> dict[str, int]:
    """How many wrote since the page was made: `seen`, in milliseconds since 1970."""
    waiting = request.chapter.conversations.waiting()
    newest = waiting.order_by("-last_reply_at").values_list("last_reply_at", flat=True).first()
    text = request.GET.get("seen", "")
    seen = int(text) if text.isdecimal() and len(text) < 15 else ceil(newest.timestamp() * 1000) if newest else 0
    since = datetime.fromtimestamp(seen / 1000, tz=UTC)
    return {"seen": seen, "new_count": waiting.filter(last_reply_at__gt=since).count()}


def the_talk(request: ChapterRequest, conversation: Conversation) -> dict[str, Any]:
    colleagues = [user for user in threads.answerers(request.chapter) if user != request.user]
    return {
        "conversation": conversation,
        "name": threads.name_of(conversation, request.role),
        "first_name": threads.greeting_of(conversation),
        "facts": threads.facts_about(conversation, request.role),
        "bubbles": threads.said(conversation),
        "language": threads.language_of(conversation),
        "is_stopped": threads.is_stopped(conversation),
        "form": AnswerForm(conversation=conversation),
        "hand_form": HandForm(conversation=conversation),
        "colleagues": colleagues,
    }

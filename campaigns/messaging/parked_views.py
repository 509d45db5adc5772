"""Messages that nobody can prove sent or not: a person decides, one by one. Calls to action are a lead's to decide;
an answer or a confirmation, whoever answers."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from campaigns.messaging import threads
from campaigns.messaging.models import Conversation, Delivery
from chapters.access import Can, ChapterRequest, chapter_view

PAGE = 50
Act = Callable[[Delivery], bool]


@chapter_view(Can.SEND, "POST")
def mark_sent(request: ChapterRequest, code: str, delivery: str) -> HttpResponse:
    return decide_call(
        request, code, delivery, lambda row: row.mark_sent(by=request.user), _("Written down: it arrived.")
    )


@chapter_view(Can.SEND, "POST")
def send_again(request: ChapterRequest, code: str, delivery: str) -> HttpResponse:
    return decide_call(
        request, code, delivery, lambda row: row.send_again(by=request.user), _("It goes out once more.")
    )


@chapter_view(Can.ANSWER)
def replies_unsure(request: ChapterRequest) -> HttpResponse:
    """Answers, confirmations and reminders that may not have arrived, whether the person has a thread or not."""
    rows = singles(request).needing_a_person().order_by("attempted_at", "pk")[:PAGE]
    found = [{"delivery": row, "name": threads.addressee(row, request.role), "thread": thread_of(row)} for row in rows]
    return render(request, "campaigns/messaging/replies_unsure.html", {"found": found})


@chapter_view(Can.ANSWER, "POST")
def unsure_arrived(request: ChapterRequest, delivery: str) -> HttpResponse:
    return decide_single(request, delivery, lambda row: row.mark_sent(by=request.user), arrived())


@chapter_view(Can.ANSWER, "POST")
def unsure_again(request: ChapterRequest, delivery: str) -> HttpResponse:
    return decide_single(request, delivery, lambda row: row.send_again(by=request.user), once_more())


def arrived() -> str:
    return _("Written down: it arrived.")


def once_more() -> str:
    return _("It goes out once more.")


def singles(request: ChapterRequest) -> Any:
    return request.chapter.deliveries.select_related("chapter", "member").single()


def thread_of(row: Delivery) -> Conversation | None:
    same: QuerySet[Conversation] = Conversation.objects.filter(sender=row.sender_id, address_index=row.address_index)
    return same.first()


def decide_call(request: ChapterRequest, code: str, delivery: str, act: Act, words: str) -> HttpResponse:
    rows = request.chapter.deliveries.select_related("chapter")
    row: Delivery = get_object_or_404(rows, call_to_action__code=code, code=delivery)
    decide(request, row, act, words)
    return redirect("campaigns:messaging_progress", request.chapter.slug, code)


def decide_single(request: ChapterRequest, delivery: str, act: Act, words: str) -> HttpResponse:
    """Back to the thread when one clicked there."""
    row: Delivery = get_object_or_404(singles(request), code=delivery)
    decide(request, row, act, words)
    thread = thread_of(row) if "in_thread" in request.POST else None
    if thread:
        return redirect("campaigns:messaging_thread", request.chapter.slug, thread.code)
    return redirect("campaigns:messaging_replies_unsure", request.chapter.slug)


def decide(request: ChapterRequest, row: Delivery, act: Act, words: str) -> None:
    if act(row):
        messages.success(request, words)
    else:
        messages.warning(request, _("Somebody decided this already, or it is too late to send it."))

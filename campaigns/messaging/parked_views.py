"""Messages that nobody can prove sent or not: a lead decides, one by one."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from campaigns.messaging.models import Delivery
from chapters.access import Can, ChapterRequest, chapter_view


@chapter_view(Can.SEND, "POST")
def mark_sent(request: ChapterRequest, code: str, delivery: str) -> HttpResponse:
    return decide(request, code, delivery, lambda row: row.mark_sent(by=request.user), _("Written down: it arrived."))


@chapter_view(Can.SEND, "POST")
def send_again(request: ChapterRequest, code: str, delivery: str) -> HttpResponse:
    return decide(request, code, delivery, lambda row: row.send_again(by=request.user), _("It goes out once more."))


def decide(
    request: ChapterRequest, code: str, delivery: str, act: Callable[[Delivery], bool], done: str
) -> HttpResponse:
    rows = request.chapter.deliveries.select_related("chapter")
    row: Delivery = get_object_or_404(rows, call_to_action__code=code, code=delivery)
    if act(row):
        messages.success(request, done)
    else:
        messages.warning(request, _("Somebody decided this already, or it is too late to send it."))
    return redirect("campaigns:messaging_progress", request.chapter.slug, code)

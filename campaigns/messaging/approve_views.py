"""A second lead reads a message and says yes, or sends it back."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.messaging import calling, checking, previewing
from campaigns.messaging.audience import reckon
from campaigns.messaging.compose_views import fetch, other_leads, the_people
from campaigns.messaging.forms import SendBackForm
from campaigns.messaging.models import CallToAction
from chapters.access import Can, ChapterRequest, chapter_view
from chapters.forms import invalid

PAGE = "campaigns/messaging/approve.html"
State = CallToAction.State


@chapter_view(Can.SEND, "GET", "POST", fresh=True)
def approve(request: ChapterRequest, code: str) -> HttpResponse:
    """The whole message on one page. The number on the button is the number that goes, or nothing goes."""
    call = fetch(request, code)
    if call.state != CallToAction.State.ASKED:
        if request.method == "POST":
            messages.warning(request, calling.where_it_is(call))
        return redirect("campaigns:messaging_open", request.chapter.slug, code)
    if request.method == "GET":
        return render(request, PAGE, context(request, call))
    try:
        calling.approve(call, by=request.user, expected=posted_count(request), again="again" in request.POST)
    except calling.SaidBefore as error:
        return refuse(request, code, error, said_before=True)
    except calling.NotNow as error:
        return refuse(request, code, error)
    return redirect("campaigns:messaging_progress", request.chapter.slug, code)


def posted_count(request: ChapterRequest) -> int:
    count = request.POST.get("count", "")
    return int(count) if count.isdecimal() and len(count) < 10 else -1


def refuse(request: ChapterRequest, code: str, error: calling.NotNow, *, said_before: bool = False) -> HttpResponse:
    """The page with today's numbers and why nothing was sent."""
    call = fetch(request, code)
    if call.state != CallToAction.State.ASKED:
        messages.warning(request, str(error))
        return redirect("campaigns:messaging_open", request.chapter.slug, code)
    shown = context(request, call) | {"problem": str(error), "said_before": said_before}
    return render(request, PAGE, shown, status=409)


def context(request: ChapterRequest, call: CallToAction) -> dict[str, Any]:
    audience = reckon(call)
    looks = [(channel, text) for channel in call.channels for text in call.texts.all()]
    previews = [previewing.preview(call, text, channel) for channel, text in looks]
    now = timezone.now()
    return {
        "call": call,
        "previews": [preview for preview in previews if preview],
        "needs_second": calling.needs_second(call, audience, request.user),
        "said_before": calling.said_before(call),
        "is_mine": call.written_by_id == request.user.pk,
        "leads": other_leads(request),
        "grew_from": call.asked_count if audience.count != call.asked_count else None,
        "is_late": call.send_at is not None and call.send_at <= now,
        "is_quiet": "text" in call.channels and not checking.allows_texts(call, max(call.send_at or now, now)),
        "hours": checking.hours_in_words(call),
        "others": about_the_same(call),
    } | the_people(call, audience)


def about_the_same(call: CallToAction) -> list[CallToAction]:
    """Other messages about its event or action that wait for a yes or are on their way: each person gets one ask in
    two days. Those that follow one another keep their distance by themselves."""
    if (call.event_id is None and call.action_id is None) or call.follows_id:
        return []
    same = {"event": call.event_id} if call.event_id else {"action": call.action_id}
    alike = call.chapter.calls_to_action.filter(**same).exclude(Q(pk=call.pk) | Q(follows=call.pk))
    return [*alike.filter(state__in=(State.ASKED, *CallToAction.UNDER_WAY)).order_by("pk")]


@chapter_view(Can.SEND, "GET", "POST")
def send_back(request: ChapterRequest, code: str) -> HttpResponse:
    """With a reason, so that the writer knows what to change."""
    call = fetch(request, code)
    form = SendBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            calling.send_back(call, form.cleaned_data["reason"], by=request.user)
        except calling.NotNow as error:
            messages.warning(request, str(error))
        else:
            messages.success(request, _("Sent back to %(name)s.") % {"name": call.written_by or _("the writer")})
        return redirect("campaigns:messaging_list", request.chapter.slug)
    if form.is_bound:
        return invalid(request, "campaigns/messaging/send_back.html", {"call": call, "form": form})
    return render(request, "campaigns/messaging/send_back.html", {"call": call, "form": form})


@chapter_view(Can.WRITE, "POST")
def take_back(request: ChapterRequest, code: str) -> HttpResponse:
    """Before anybody said yes: change it and ask again."""
    call = fetch(request, code)
    try:
        calling.take_back(call, by=request.user)
    except calling.NotNow as error:
        messages.warning(request, str(error))
    return redirect("campaigns:messaging_open", request.chapter.slug, code)

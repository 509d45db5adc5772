"""The list of messages, and the small pages around one."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.messaging import audience, calling, numbers, outbox, previewing
from campaigns.messaging.compose_views import address, fetch
from campaigns.messaging.delivery_models import Delivery
from campaigns.messaging.forms import TryForm
from campaigns.messaging.merging import Words, link_to
from campaigns.messaging.models import CallToAction
from chapters import limits
from chapters.access import Can, ChapterRequest, chapter_view, may
from chapters.bases import new_code
from chapters.forms import invalid
from chapters.members.models import Member

OLD_SHOWN = 20
NAMES_SHOWN = 100
TRY_OUTS_AN_HOUR = 10
State = CallToAction.State


@chapter_view(Can.WRITE)
def list(request: ChapterRequest) -> HttpResponse:
    """Drafts, what waits for a yes, what is on the way, and what went out with its numbers."""
    calls = request.chapter.calls_to_action.with_words().select_related("written_by", "approved_by", "follows")
    calls = calls.prefetch_related("follow_ups").order_by("-pk")
    over = calls.filter(state__in=(State.DONE, State.STOPPED))
    if before := request.GET.get("before", ""):
        over = over.filter(pk__lt=getattr(request.chapter.calls_to_action.filter(code=before).first(), "pk", 0))
    rows = [*over[: OLD_SHOWN + 1]]
    under_way = [] if before else [*calls.under_way()]
    found = numbers.of([*rows[:OLD_SHOWN], *under_way])
    context = {
        "drafts": [] if before else calls.filter(state__in=CallToAction.EDITABLE),
        "asked": [] if before else calls.filter(state=State.ASKED),
        "under_way": [(call, found[call.pk]) for call in under_way],
        "over": [(call, found[call.pk]) for call in rows[:OLD_SHOWN]],
        "older": rows[OLD_SHOWN - 1].code if len(rows) > OLD_SHOWN else "",
        "is_first_page": not before,
    }
    return render(request, "campaigns/messaging/list.html", context)


@chapter_view(Can.WRITE)
def open(request: ChapterRequest, code: str) -> HttpResponse:  # noqa: A001  the address is messaging_open
    """Wherever the message is by now."""
    call = fetch(request, code)
    if call.is_editable:
        return redirect(address(call))
    page = "approve" if call.state == State.ASKED and may(request.role.kind, Can.SEND) else "progress"
    return redirect(f"campaigns:messaging_{page}", request.chapter.slug, code)


@chapter_view(Can.SEE_PEOPLE)
def left_out(request: ChapterRequest, code: str, reason: str) -> HttpResponse:
    """Who does not get it for one reason, by name."""
    call = fetch(request, code)
    weighed = previewing.left_out_in_words(call, audience.left_out_now(call))
    line = next((line for line in weighed if line.reason == reason and line.has_names), None)
    if line is None:
        raise Http404
    rows = audience.left_out(call, reason).order_by("sort_name", "pk")
    if after := request.GET.get("after", ""):
        last = request.chapter.members.filter(code=after).first() or Member()
        rows = rows.filter(Q(sort_name__gt=last.sort_name) | Q(sort_name=last.sort_name, pk__gt=last.pk or 0))
    people = [*rows[: NAMES_SHOWN + 1]]
    context = {
        "call": call,
        "line": line,
        "people": people[:NAMES_SHOWN],
        "next": people[NAMES_SHOWN - 1].code if len(people) > NAMES_SHOWN else "",
    }
    return render(request, "campaigns/messaging/left_out.html", context)


@chapter_view(Can.WRITE, "GET", "POST")
def throw_away(request: ChapterRequest, code: str) -> HttpResponse:
    """Asks first: a draft that is gone is gone."""
    call = fetch(request, code)
    if request.method == "GET":
        return render(request, "campaigns/messaging/throw_away.html", {"call": call})
    try:
        calling.throw_away(call, by=request.user)
    except calling.NotNow as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The draft is gone."))
    return redirect("campaigns:messaging_list", request.chapter.slug)


# --- text it to me first ------------------------------------------------------------------------------


@chapter_view(Can.WRITE, "GET", "POST")
def try_out(request: ChapterRequest, code: str) -> HttpResponse:
    """Send every language once to the lead who writes."""
    call = fetch(request, code)
    me = request.chapter.members.filter(user=request.user).first()
    start = {"key": uuid.uuid4(), "phone": me.phone if me else "", "email": me.email if me else request.user.email}
    form = TryForm(request.POST or None, initial=start, channels=call.channels)
    context = {"call": call, "form": form}
    if request.method == "POST" and form.is_valid():
        if not limits.take(f"try_out:{request.user.pk}", size=TRY_OUTS_AN_HOUR, per_seconds=3600):
            form.add_error(None, _("That is enough for one hour. Try again later."))
        elif sent := send_try_outs(request, call, me, form.cleaned_data):
            messages.success(request, _("On its way to you: %(n)s.") % {"n": sent})
            return redirect(address(call))
        else:
            form.add_error(None, _("Nothing was sent. Are the words written? Did this number ask us to stop?"))
    if form.is_bound:
        return invalid(request, "campaigns/messaging/try_out.html", context)
    return render(request, "campaigns/messaging/try_out.html", context)


@transaction.atomic
def tried_link(call: CallToAction, code: str) -> str:
    """A try-out counts nothing: its link leads to what anyone sees of an action."""
    action: Any = call.action
    if action is None or call.event:
        return link_to(code)
    return settings.PUBLIC_URL + reverse("campaigns:advocacy_action", args=[action.code])


def send_try_outs(request: ChapterRequest, call: CallToAction, me: Member | None, said: dict[str, Any]) -> int:
    """How many messages were queued; the form's key keeps a second click from sending them again."""
    first_name = me.first_name if me else request.user.get_short_name()
    ways = [way for way in (("text", "phone", "text_body"), ("email", "email", "email_body")) if said.get(way[1])]
    keys = []
    for text in call.texts.all():
        for channel, address_of, field in ways:
            if not getattr(text, field):
                continue
            code = new_code()
            key = f"try:{said['key']}:{channel}:{text.language}"
            row = outbox.queue(
                key=key,
                chapter=call.chapter,
                purpose=Delivery.Purpose.ANSWER,
                channel=channel,
                member=None,
                address=said[address_of],
                language=text.language,
                body=Words(getattr(text, field), call=call, language=text.language).to(
                    first_name, tried_link(call, code)
                ),
                subject=Words(text.email_subject, call=call, language=text.language).to(first_name, ""),
                event=call.event,
                written_by=request.user,
            )
            if row is not None:
                Delivery.objects.filter(pk=row.pk).update(link_code=code)
            keys.append(key)
    return Delivery.objects.filter(key__in=keys).count()

"""The draft of a message that comes after another: when it had best go, and our own first words for it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.messaging import merging, progress
from campaigns.messaging.citing import cited
from campaigns.messaging.following import LATE, TO_COME, Kind
from campaigns.messaging.models import CallToAction, CallToActionText
from campaigns.messaging.policy import BUDGET
from chapters import dates
from chapters.models import User

THANKS_HOUR = 10
QUARTER = timedelta(minutes=15)
SOONEST = timedelta(minutes=10)  # to write it and have it approved


class TooClose(Exception):
    """No moment is left for it between the contact budget and the event, or the end of the action."""


def ends_about(first: CallToAction) -> datetime:
    """When the last of the first has gone, or will have, as far as it can be told now."""
    rows = first.deliveries.order_by()
    gone = rows.exclude(attempted_at=None).order_by("-attempted_at").values_list("attempted_at", flat=True).first()
    opens = rows.filter(state__in=TO_COME).order_by("-not_before").values_list("not_before", flat=True).first()
    found = [first.starts_sending_at or timezone.now(), gone]
    if opens:
        found.append(max(opens, timezone.now()) + timedelta(minutes=progress.of(first).left.minutes))
    return max(filter(None, found))


def suggested_time(first: CallToAction, kind: str) -> datetime | None:
    """When it had best go; None for as soon as it is approved. Raises TooClose."""
    if kind == Kind.SECOND_ASK:
        return second_ask_at(first)
    return thanks_at(first) if kind == Kind.THANKS else None


def second_ask_at(first: CallToAction) -> datetime:
    """Two days later at the same hour; as soon after that as the budget and the chapter's hours allow."""
    zone = first.chapter.zone
    earliest = max(ends_about(first) + BUDGET, timezone.now() + SOONEST)
    start = dates.local(first.starts_sending_at or timezone.now(), zone)
    days = max(2, (dates.local(earliest, zone).date() - start.date()).days)
    next_opening = opening(first, quarter(earliest))
    choices = (start + timedelta(days), quarter(earliest), start + timedelta(days + 1), next_opening)
    at = next((at for at in choices if at >= earliest and is_open(first, at)), next_opening)
    if first.too_late_at and at >= first.too_late_at:
        raise TooClose
    return at


def thanks_at(first: CallToAction) -> datetime:
    """At 10 in the morning: of the day after the event, or after the message; never within the budget of that."""
    event: Any = first.event
    zone = event.zone if event else first.chapter.zone
    over = dates.local(event.ends_at if event else ends_about(first), zone)
    at = over.replace(hour=THANKS_HOUR, minute=0, second=0, microsecond=0) + timedelta(days=1)
    earliest = max(ends_about(first) + BUDGET, timezone.now() + SOONEST)
    while at < earliest:
        at += timedelta(days=1)
    return at


def quarter(at: datetime) -> datetime:
    """The next full quarter of an hour."""
    past = timedelta(minutes=at.minute % 15, seconds=at.second, microseconds=at.microsecond)
    return at + (QUARTER - past if past else past)


def is_open(call: CallToAction, at: datetime) -> bool:
    """Whether people are up: also in the demo, which could text at any hour."""
    chapter = call.chapter
    return chapter.opens_at_hour <= dates.local(at, chapter.zone).hour < chapter.closes_at_hour


def opening(call: CallToAction, at: datetime) -> datetime:
    """This moment, or the next at which people are up."""
    here = dates.local(at, call.chapter.zone)
    if is_open(call, at):
        return at
    days = int(here.hour >= call.chapter.closes_at_hour)
    return (here + timedelta(days)).replace(hour=call.chapter.opens_at_hour, minute=0, second=0, microsecond=0)


# --- the draft ---------------------------------------------------------------------------------------


def draft(first: CallToAction, kind: str, *, by: User) -> CallToAction:
    """A draft that follows `first`, or the one that is there already: clicking twice makes one. Raises TooClose."""
    at = suggested_time(first, kind)
    with transaction.atomic():
        CallToAction.objects.select_for_update().get(pk=first.pk)
        made = first.follow_ups.filter(follow_kind=kind, state__in=CallToAction.EDITABLE).first()
        if made is None:
            made = CallToAction.objects.create(**fields_of(first, kind), send_at=at, written_by=by)
            CallToActionText.objects.bulk_create(words_for(made, first))
    return made


def fields_of(first: CallToAction, kind: str) -> dict[str, Any]:
    is_permission = kind == Kind.PERMISSION
    title = {
        Kind.SECOND_ASK: _("Second ask: %(title)s"),
        Kind.THANKS: _("Thanks: %(title)s"),
        Kind.PERMISSION: _("May we text you? After: %(title)s"),
        LATE: _("Once more for those it missed: %(title)s"),
    }[kind]
    return {
        "chapter": first.chapter,
        "campaign": first.campaign,
        "event": None if is_permission else first.event,
        "action": None if is_permission else first.action,
        "cites": cited(first) if kind == LATE else None,  # with the words of the first
        "working_group": first.working_group,
        "reach": CallToAction.Reach.EMAIL if is_permission else first.reach,
        "other_language_allowed": first.other_language_allowed,
        "follows": first,
        "follow_kind": kind,
        "title": (title % {"title": first.title})[:100],
    }


def words_for(call: CallToAction, first: CallToAction) -> Iterator[CallToActionText]:
    """Our own first words in each language; those of the first where the ask is the same."""
    if call.follow_kind == LATE:
        for text in first.texts.all():
            copied = {field: getattr(text, field) for field in ("text_body", "email_subject", "email_body")}
            yield CallToActionText(parent=call, language=text.language, **copied)
        return
    for language in call.chapter.languages:
        ours = merging.suggested(language, call)
        written = {field: words for field, words in ours.items() if field.split("_")[0] in call.channels}
        if written:
            yield CallToActionText(parent=call, language=language, **written)

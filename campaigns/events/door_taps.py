"""Taps from a host's phone: one by a button, or many that waited for a signal. Each is done, refused or asked about,
and none keeps another from being done."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.events import checking
from campaigns.events.door_forms import TapForm, walk_in_form
from campaigns.events.models import Event, Rsvp
from chapters.members.matching import is_nameless

MOST_TAPS = 200
MOST_BYTES = 200_000
IS_INSIDE_SECONDS = 20
LONGEST_AGE = timedelta(days=7)
DONE, REFUSED, FULL = "done", "refused", "full"


@dataclass(frozen=True)
class Outcome:
    """What became of a tap; `words` for the host when it was not done, `seat` the code of whose line it is."""

    state: str
    words: str = ""
    seat: str = ""

    @property
    def as_json(self) -> dict[str, str]:
        return {"state": self.state, "words": self.words, "seat": self.seat}


def read(body: bytes) -> list[Any]:
    """The taps of a batch, oldest first. Raises ValidationError for what no page of ours sends."""
    try:
        taps = json.loads(body) if len(body) <= MOST_BYTES else None
        taps = taps["taps"] if isinstance(taps, dict) else None
    except (ValueError, KeyError, RecursionError) as error:
        raise ValidationError(_("We could not read this.")) from error
    if not isinstance(taps, list) or not 0 < len(taps) <= MOST_TAPS:
        raise ValidationError(_("We could not read this."))
    return taps


def key_of(raw: Any) -> str:
    return str(raw.get("key", ""))[:40] if isinstance(raw, dict) else ""


def apply(event: Event, raw: Any) -> Outcome:
    """Do one tap, in a transaction of its own."""
    form = TapForm(raw if isinstance(raw, Mapping) else {})
    if not form.is_valid():
        return Outcome(REFUSED, _("This tap was damaged on the way. Please tap again."))
    try:
        return do(event, form.cleaned_data, raw)
    except checking.Full as error:
        return Outcome(FULL, full_words(error), form.cleaned_data["seat"])
    except checking.NotHere:
        return Outcome(REFUSED, _("This is not possible at this event. Ask whoever holds it."))


def do(event: Event, tap: dict[str, Any], raw: Mapping[str, Any]) -> Outcome:
    at = timezone.now() - min(timedelta(seconds=min(tap["age"], 1e7)), LONGEST_AGE)
    # A tap that waited for a signal is about people who are inside already.
    tap |= {"over": tap["over"] or tap["age"] > IS_INSIDE_SECONDS}
    if isinstance(raw.get("walk_in"), Mapping):
        return do_walk_in(event, tap, raw["walk_in"], at)
    if tap["heads"]:
        checking.count_heads(event, tap["heads"], key=tap["key"])
        return Outcome(DONE)
    rsvp = event.rsvps.filter(code=tap["seat"]).first() if tap["seat"] else None
    if rsvp is None:
        return Outcome(REFUSED, _("This person is not on the list of this event."))
    if tap["late"] is not None and "late" in raw:
        checking.run_late(event, rsvp, late=tap["late"], key=tap["key"], tapped_at=at)
    elif tap["arrived"] is not None:
        checking.arrive(event, rsvp, arrived=tap["arrived"], key=tap["key"], tapped_at=at, over=tap["over"])
    else:
        return Outcome(REFUSED, _("This tap was damaged on the way. Please tap again."))
    return Outcome(DONE, seat=rsvp.code)


def do_walk_in(event: Event, tap: dict[str, Any], typed: Mapping[str, Any], at: Any) -> Outcome:
    form = walk_in_form(event, typed)
    if not form.is_valid():
        return Outcome(REFUSED, " ".join(words for errors in form.errors.values() for words in map(str, errors)))
    rsvp = checking.walk_in(event, form.walker, key=tap["key"], tapped_at=at, over=tap["over"])
    return Outcome(DONE, seat=rsvp.code if rsvp else "")


def of_button(value: str, page: str, *, over: bool) -> dict[str, Any]:
    """The tap that a plain button posts, "code:2", "code:late", "code:on-time" or "heads:5", on a page whose key makes
    a second press of the same button the same tap. Raises ValidationError."""
    try:
        key = str(uuid5(UUID(page), f"{value}{over}"))
    except ValueError as error:
        raise ValidationError(_("We could not read this.")) from error
    what, _colon, number = value.partition(":")
    tap: dict[str, Any] = {"key": key, "over": over}
    if what == "heads":
        return tap | {"heads": number}
    if number in ("late", "on-time"):
        return tap | {"seat": what, "late": number == "late"}
    return tap | {"seat": what, "arrived": number}


def full_words(error: checking.Full) -> str:
    """Why there is no seat: the room is full, or every seat is promised to somebody who is not here yet."""
    if error.came >= error.capacity or not error.promised:
        return _("The room is full: %(came)s people are in, and it holds %(capacity)s.") % {
            "came": error.came,
            "capacity": error.capacity,
        }
    return ngettext(
        "No seat is free. %(n)s person who has one is not here yet.",
        "No seat is free. %(n)s people who have one are not here yet.",
        error.promised,
    ) % {"n": error.promised}


def short_name(rsvp: Rsvp) -> str:
    """First name and initial, as everyone at the door may see it."""
    return _("A guest") if is_nameless(rsvp.member.name) else rsvp.member.short_name

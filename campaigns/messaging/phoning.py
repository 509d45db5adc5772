"""Calling those whom a message cannot reach: who they are, and what came of each call.

An outcome is a note on the person, and an answer to what was asked. No table of its own.
"""

from collections.abc import Iterable
from enum import StrEnum

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.messaging import asks, results
from campaigns.messaging.audience import LEFT_OUT, weighed
from campaigns.messaging.delivery_models import Delivery
from campaigns.messaging.models import CallToAction
from chapters.members.consent_models import Channel
from chapters.members.models import Member, MemberQuerySet, Note
from chapters.models import User

CALLABLE = ("no_consent", "trouble", "no_address")
DID_NOT_ARRIVE = (Delivery.State.REFUSED, Delivery.State.UNDELIVERED, Delivery.State.FAILED)


class Outcome(StrEnum):
    COMING = "coming"
    NOT_COMING = "not_coming"
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"


WORDS = {
    Outcome.COMING: gettext_lazy("said yes"),
    Outcome.NOT_COMING: gettext_lazy("said no"),
    Outcome.NO_ANSWER: gettext_lazy("no answer"),
    Outcome.WRONG_NUMBER: gettext_lazy("wrong number"),
}


def people_to_call(call: CallToAction) -> MemberQuerySet:
    """Left out of the message, or it did not arrive; with a phone, without an answer, and never asked us to stop."""
    left_out = [pk for (pk,) in weighed(call, LEFT_OUT, [list(CALLABLE), call.pk])]
    failed = call.deliveries.filter(channel="text", state__in=DID_NOT_ARRIVE).exclude(member=None)
    stopped = call.chapter.members.opted_out(Channel.TEXT)
    people: MemberQuerySet = call.chapter.members.filter(Q(pk__in=left_out) | Q(pk__in=failed.values("member")))
    people = people.exclude(phone_index="").exclude(pk__in=stopped.values("pk"))
    return people.exclude(results.answered(call)).order_by("sort_name", "pk")


def noted(call: CallToAction, outcome: str) -> str:
    """The note on a person, in the active language; "" as outcome gives how each of them begins. Who comes to a
    gathering whose attendance is nobody's business is not written down."""
    begins = _("Called about “%(title)s”") % {"title": call.title}
    if not outcome or getattr(call.event, "keeps_no_attendance", False):
        return begins
    return f"{begins}: {WORDS[Outcome(outcome)]}"


def calls_made(call: CallToAction, people: Iterable[Member]) -> dict[int, Note]:
    """Member -> the latest note of a call about this message."""
    beginnings = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            beginnings.append(noted(call, ""))
    since = call.approved_at or call.created_at
    notes = Note.objects.filter(chapter=call.chapter_id, member__in=list(people), created_at__gte=since)
    return {note.member_id: note for note in notes.order_by("pk") if note.body.startswith(tuple(beginnings))}


def still_to_call(call: CallToAction) -> list[Member]:
    """Nobody has called them; then those who did not answer."""
    people = list(people_to_call(call))
    made = calls_made(call, people)
    return sorted((one for one in people if is_open(made.get(one.pk))), key=lambda one: one.pk in made)


def is_open(note: Note | None) -> bool:
    if note is None:
        return True
    ends = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            ends.append(f": {WORDS[Outcome.NO_ANSWER]}")
    return note.body.endswith(tuple(ends))


@transaction.atomic
def write_down(call: CallToAction, member: Member, outcome: Outcome, *, by: User) -> bool:
    """False when what was asked cannot be done any more, like a seat at an event that is full."""
    Note.objects.create(chapter=call.chapter, member=member, body=noted(call, outcome), written_by=by)
    if outcome == Outcome.WRONG_NUMBER:
        member.mark_phone_wrong()
    if outcome in (Outcome.COMING, Outcome.NOT_COMING):
        return asks.answer_for(call, member, coming=outcome == Outcome.COMING) is not False
    return True

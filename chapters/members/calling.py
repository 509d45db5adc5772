"""Calling people one by one, several of us at once: nobody is called twice, and nobody is lost with a caller who left.

A call is claimed for `CALL_LEASE`; what is not written down by then is free for the next caller.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Count, F
from django.utils import timezone

from chapters import audit
from chapters.members import consenting
from chapters.members.consent_models import Channel, Consent
from chapters.members.models import MemberQuerySet, Note
from chapters.members.todo_models import CALL_LEASE, Call, CallList, CallQuerySet
from chapters.models import Chapter, User

Outcome = Call.Outcome


class Taken(Exception):
    """Somebody else has this person now, or wrote down what came of it."""


@dataclass(frozen=True)
class Progress:
    """People: `left` can be called today, `later` on a day that was agreed on; `by_outcome` in the order of the
    choices."""

    total: int
    left: int
    later: int
    by_outcome: list[tuple[str, int]]

    @property
    def settled(self) -> int:
        return self.total - self.left - self.later


def callable_of(people: MemberQuerySet) -> MemberQuerySet:
    """With a phone, and never asked us to stop."""
    stopped = people.model.objects.opted_out(Channel.TEXT)
    return people.exclude(phone_index="").exclude(pk__in=stopped.values("pk"))


@transaction.atomic
def start(call_list: CallList, people: MemberQuerySet, *, by: User) -> int:
    """Saves the list with everyone of `people` who can be called; how many."""
    call_list.made_by = by
    call_list.save()
    ids = callable_of(people).order_by("sort_name", "pk").values_list("pk", flat=True)
    rows = [Call(chapter_id=call_list.chapter_id, call_list=call_list, member_id=pk) for pk in ids]
    Call.objects.bulk_create(rows, batch_size=2000)
    audit.record("call_list_made", chapter=call_list.chapter, by=by, subject=call_list, people=len(rows))
    return len(rows)


def today_of(chapter: Chapter) -> date:
    return timezone.localdate(timezone=chapter.zone)


def to_call(call_list: CallList) -> CallQuerySet:
    """Whom to call today; whoever asked us to stop since, or lost the number, is not among them."""
    people = callable_of(call_list.chapter.members.all())
    return call_list.calls.open(today_of(call_list.chapter)).filter(member__in=people.values("pk"))


@transaction.atomic
def claim(call_list: CallList, *, by: User, but: Call | None = None) -> Call | None:
    """The next person for this caller: the one they hold already, then those never called, then the longest ago."""
    if call_list.closed_at:
        return None
    free = to_call(call_list).free_for(by)
    if but:
        free = free.exclude(pk=but.pk)
    mine = free.filter(claimed_by=by, lease_until__gt=timezone.now())
    order = (F("called_at").asc(nulls_first=True), "id")
    locked = [rows.select_for_update(skip_locked=True, of=("self",)).order_by(*order) for rows in (mine, free)]
    call = locked[0].first() or locked[1].first()
    if call:
        Call.objects.filter(pk=call.pk).update(claimed_by=by, lease_until=timezone.now() + CALL_LEASE)
    return call


def skip(call: Call, *, by: User) -> None:
    """Not now: free for others."""
    Call.objects.filter(pk=call.pk, claimed_by=by).update(claimed_by=None, lease_until=None)


@transaction.atomic
def write_down(call: Call, outcome: str, *, by: User, note: str = "", call_on: date | None = None) -> None:
    """Raises Taken when the call is not this caller's any more."""
    now = timezone.now()
    done = Call.objects.filter(pk=call.pk, claimed_by=by).update(
        outcome=outcome,
        call_on=call_on,
        tries=F("tries") + 1,
        called_by=by,
        called_at=now,
        claimed_by=None,
        lease_until=None,
        updated_at=now,
    )
    if not done:
        raise Taken
    if note:
        Note.objects.create(chapter_id=call.chapter_id, member_id=call.member_id, body=note, written_by=by)
    if outcome == Outcome.WRONG_NUMBER:
        call.member.mark_phone_wrong()
    if outcome == Outcome.STOP:
        stop(call, by=by)


def stop(call: Call, *, by: User) -> None:
    """They told one of us: no more texts or calls to this number, from any chapter here."""
    member = call.member
    consenting.record(member, Channel.TEXT, given=False, source=Consent.Source.PERSON, language=member.language, by=by)
    consenting.stop(Channel.TEXT, member.phone, source=Consent.Source.PERSON)
    audit.record("member_stopped", chapter=call.chapter, by=by, subject=member, channel=str(Channel.TEXT))


def progress(call_list: CallList) -> Progress:
    counts = dict(call_list.calls.order_by().values_list("outcome").annotate(n=Count("pk")))
    left, total = to_call(call_list).count(), sum(counts.values())
    later = call_list.calls.filter(outcome=Outcome.CALL_BACK, call_on__gt=today_of(call_list.chapter)).count()
    named: Iterable[tuple[str, int]] = ((str(one.label), counts.get(one.value, 0)) for one in Outcome)
    return Progress(total, left, later, [(label, n) for label, n in named if n])


def close(call_list: CallList) -> bool:
    """Nobody is called from it any more; what came of the calls stays."""
    return CallList.objects.filter(pk=call_list.pk, closed_at=None).update(closed_at=timezone.now()) == 1

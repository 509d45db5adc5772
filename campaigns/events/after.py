"""Once an event is over: who came, what was collected, what it moved."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from campaigns.events import checking, seats
from campaigns.events.after_forms import Account
from campaigns.events.models import CheckIn, Collected, Event, EventLink, Rsvp
from campaigns.forms import Texts
from campaigns.models import Moment
from chapters import audit, dates
from chapters.models import User

PAGE = 100
CAME = Q(check_in__arrived__gt=0)
MISSED = Q(check_in__arrived=0)


@dataclass(frozen=True)
class Guest:
    """One line of the list of who came; `arrived` is None for whoever nobody marked."""

    rsvp: Rsvp
    arrived: int | None
    is_own_word: bool

    @property
    def has_come(self) -> bool:
        return bool(self.arrived)


def counted(event: Event) -> int | None:
    """How many came in, as far as anybody tapped it; None when nobody did."""
    arrived = event.check_ins.aggregate(n=Sum("arrived"))["n"]
    heads = event.door_taps.aggregate(n=Sum("heads"))["n"]
    return None if arrived is None and heads is None else max(0, (arrived or 0) + (heads or 0))


def expected(event: Event) -> QuerySet[Rsvp]:
    """Who said yes, and who came without."""
    return event.rsvps.filter(Q(state=Rsvp.State.GOING) | CAME).select_related("member", "check_in")


def guests(event: Event, after: str = "") -> tuple[Sequence[Guest], str]:
    """One page of them by name, and the code that the next page starts after. Nobody where no attendance is kept."""
    if event.keeps_no_attendance:
        return [], ""
    rows = expected(event).order_by("member__sort_name", "member_id")
    if last := event.rsvps.filter(code=after).select_related("member").first():
        name, pk = last.member.sort_name, last.member_id
        rows = rows.filter(Q(member__sort_name__gt=name) | Q(member__sort_name=name, member_id__gt=pk))
    page = list(rows[: PAGE + 1])
    return [guest(rsvp) for rsvp in page[:PAGE]], page[PAGE - 1].code if len(page) > PAGE else ""


def guest(rsvp: Rsvp) -> Guest:
    check_in: CheckIn | None = getattr(rsvp, "check_in", None)
    return Guest(rsvp, check_in.arrived if check_in else None, bool(check_in and check_in.is_own_word))


def tallies(event: Event) -> tuple[int, int]:
    """(people who came, people who said yes and were marked as not there). Nobody is missed without a mark."""
    return event.rsvps.filter(CAME).count(), event.rsvps.going().filter(MISSED).count()


def unmarked(event: Event) -> int:
    """People who said yes and of whom nobody said whether they came."""
    return event.rsvps.going().filter(check_in=None).count()


# --- marking ---------------------------------------------------------------------------------------


@transaction.atomic
def mark(rsvp: Rsvp, arrived: int) -> None:
    """What a lead says holds over what anybody said before."""
    checking.write_down(seats.locked(rsvp), arrived=arrived, at=timezone.now())


@transaction.atomic
def mark_rest(event: Event) -> int:
    """Whoever is not marked did not come; how many."""
    rows = list(event.rsvps.going().filter(check_in=None))
    for rsvp in rows:
        checking.write_down(seats.locked(rsvp), arrived=0, at=timezone.now())
    return len(rows)


@transaction.atomic
def take_own_word(rsvp: Rsvp, *, came: bool) -> None:
    """What somebody says of themselves, unless a host has seen to it already."""
    rsvp = seats.locked(rsvp)
    before = CheckIn.objects.filter(rsvp=rsvp).first()
    if before is None or before.is_own_word:
        arrived = rsvp.party_size if came else 0
        checking.write_down(rsvp, arrived=arrived, at=timezone.now(), is_own_word=True)


# --- writing it down -------------------------------------------------------------------------------


def moment_of(event: Event) -> Moment:
    """The event's entry in the story of its campaign, a new one where there is none."""
    found = event.moments.filter(campaign=event.campaign_id).prefetch_related("texts").order_by("id").first()
    return found or Moment(chapter_id=event.chapter_id, campaign=event.campaign, event=event)


@transaction.atomic
def write_down(event: Event, account: Account, *, by: User) -> None:
    """Keep what a lead wrote about it. The first time closes it: nobody is reminded to do it any more."""
    given = account.form.cleaned_data
    event.came, event.after_note = given["came"], given["after_note"]
    event.closed_out_at = event.closed_out_at or timezone.now()
    event.save(update_fields=["came", "after_note", "closed_out_at", "updated_at"])
    event.collected.all().delete()
    event.links.all().delete()
    Collected.objects.bulk_create(
        Collected(chapter_id=event.chapter_id, event=event, **row) for row in account.collected.filled()
    )
    EventLink.objects.bulk_create(
        EventLink(chapter_id=event.chapter_id, event=event, **row) for row in account.links.filled()
    )
    if account.story and account.texts:
        tell_story(event, account.story.cleaned_data, account.texts, by=by)
    audit.record("event_written_down", chapter=event.chapter, by=by, subject=event)


def tell_story(event: Event, given: dict[str, str], texts: Texts, *, by: User) -> None:
    """Words make or change the moment; words all taken away take it out of the story."""
    moment = moment_of(event)
    if all(form.is_blank for form in texts):
        if moment.pk:
            moment.delete()
        return
    moment.kind, moment.is_public = given["kind"], given["shown"] == "public"
    moment.happened_on = moment.happened_on or dates.local(event.starts_at, event.zone).date()
    moment.written_by = moment.written_by or by
    moment.save()
    texts.save(moment)

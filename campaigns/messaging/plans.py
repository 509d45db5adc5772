"""Which messages go when: ours with their people, those of sister chapters as a day and an hour."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import combinations, groupby

from django.db.models import DateTimeField, F
from django.db.models.functions import Coalesce
from django.utils import timezone

from campaigns.messaging.audience import reckon, weighed
from campaigns.messaging.models import CallToAction, CallToActionQuerySet
from campaigns.messaging.policy import BUDGET
from chapters import dates
from chapters.models import Chapter

State = CallToAction.State
WEEKS_BACK, WEEKS_AHEAD = 2, 4
PAIRS_COUNTED = 10
AT = Coalesce(F("starts_sending_at"), F("send_at"), output_field=DateTimeField())
GONE = (State.DONE, State.STOPPED)
PLANNED = (*CallToAction.EDITABLE, State.ASKED)


@dataclass(frozen=True)
class Plan:
    """One message at its time. `call` is None for one of a sister chapter: nothing else of it is known here."""

    at: datetime
    chapter: Chapter
    reach: str
    call: CallToAction | None = None
    people: int = 0

    @property
    def how(self) -> str:
        return str(CallToAction.Reach(self.reach).label)


@dataclass(frozen=True)
class Day:
    on: date
    plans: list[Plan]


@dataclass(frozen=True)
class Clash:
    """Two asks less than 48 hours apart, and about how many people are meant by both."""

    first: CallToAction
    second: CallToAction
    people: int


def today(chapter: Chapter) -> date:
    return timezone.localdate(timezone=chapter.zone)


def span(chapter: Chapter) -> tuple[datetime, datetime]:
    """From the Sunday two weeks ago to the end of the fourth week from now, in the chapter's own days."""
    here = today(chapter)
    sunday = here - timedelta(days=here.isoweekday() % 7)
    first, last = sunday - timedelta(weeks=WEEKS_BACK), sunday + timedelta(weeks=WEEKS_AHEAD + 1)
    return datetime.combine(first, time(), chapter.zone), datetime.combine(last, time(), chapter.zone)


def timed(calls: CallToActionQuerySet, start: datetime, end: datetime) -> CallToActionQuerySet:
    """Adds `at`, when each went or is to go."""
    return calls.annotate(at=AT).filter(at__gte=start, at__lt=end).order_by("at", "pk")


def ours(chapter: Chapter) -> list[Plan]:
    calls = timed(chapter.calls_to_action.with_words().select_related("working_group", "follows"), *span(chapter))
    return [Plan(call.at, chapter, call.reach, call, people_of(call)) for call in calls]  # type: ignore[attr-defined]


def people_of(call: CallToAction) -> int:
    return reckon(call).count if call.state in PLANNED else call.approved_count


def of_sisters(chapter: Chapter) -> list[Plan]:
    """What sister chapters have approved: the same body above, and they show their days."""
    if chapter.parent_id is None:
        return []
    sisters = Chapter.objects.open().filter(parent=chapter.parent_id, is_on_calendar=True).exclude(pk=chapter.pk)
    shown = CallToAction.objects.filter(chapter__in=sisters, state__in=(*CallToAction.UNDER_WAY, *GONE))
    sent = shown.exclude(state=State.STOPPED)
    rows = timed(sent, *span(chapter)).values_list(AT, "chapter", "reach")
    by_id = {sister.pk: sister for sister in sisters}
    return [Plan(at, by_id[pk], reach) for at, pk, reach in rows]


def days(chapter: Chapter, plans: list[Plan]) -> list[Day]:
    """Days that have something on them, and today, in order."""

    def day_of(plan: Plan) -> date:
        return dates.local(plan.at, chapter.zone).date()

    found = {on: list(rows) for on, rows in groupby(sorted(plans, key=lambda plan: plan.at), key=day_of)}
    return [Day(on, found.get(on, [])) for on in sorted({today(chapter), *found})]


# --- the same people twice ---------------------------------------------------------------------------


def clashes(plans: list[Plan]) -> list[Clash]:
    """Among our own, where one at least is still to go. Nobody gets both: the later one leaves them out."""
    reached: dict[int, set[int]] = {}
    found = []
    for one, other in [*close_pairs(plans)][:PAIRS_COUNTED]:
        both = people_meant(one, reached) & people_meant(other, reached)
        if both:
            found.append(Clash(one, other, len(both)))
    return found


def close_pairs(plans: list[Plan]) -> Iterator[tuple[CallToAction, CallToAction]]:
    calls = [(plan.at, plan.call) for plan in plans if plan.call and plan.call.state != State.STOPPED]
    for (early, one), (late, other) in combinations(sorted(calls, key=lambda pair: pair[0]), 2):
        if late - early < BUDGET and other.state not in GONE and not are_kin(one, other):
            yield one, other


def are_kin(one: CallToAction, other: CallToAction) -> bool:
    """Both follow the same message: whoever answers the one is passed over by the other."""
    return one.follows_id is not None and one.follows_id == other.follows_id


def people_meant(call: CallToAction, known: dict[int, set[int]]) -> set[int]:
    if call.pk not in known:
        rows = call.deliveries.exclude(member=None).values_list("member", flat=True).distinct()
        known[call.pk] = set(rows) if call.state not in PLANNED else set(who_would(call))
    return known[call.pk]


def who_would(call: CallToAction) -> list[int]:
    """Those who get it, and those who are left out only because of another ask."""
    return [pk for (pk,) in weighed(call, "SELECT id FROM weighed WHERE reason IN ('', 'budget')")]

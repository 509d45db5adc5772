"""Officials who moved our way: the latest position stands higher than the one before it."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from campaigns.models import ActionTaken, Position
from chapters.models import Chapter

LATELY = timedelta(days=14)
SPACE = uuid.UUID("0c6a1f5d-6f0e-4a3b-8a55-1b6f0a7c2d11")
Outcome = ActionTaken.Outcome
REACHED = (Outcome.DONE, Outcome.SPOKE, Outcome.MESSAGE)


@dataclass(frozen=True)
class Moved:
    """`people`: members who called, wrote or visited this official and got through."""

    position: Position
    before: Position
    people: int

    @property
    def name(self) -> str:
        return str(self.position.target.official)


def lately(chapter: Chapter) -> Iterator[Moved]:
    """Those of the last two weeks, the latest first; nobody is named twice."""
    since = timezone.localdate(timezone=chapter.zone) - LATELY
    rows = chapter.positions.filter(taken_on__gte=since).select_related("target__official", "target__campaign")
    told: set[int] = set()
    for position in rows.latest_first():
        if position.target_id not in told:
            told.add(position.target_id)
            found = of(position)
            if found:
                yield found


def unthanked(chapter: Chapter) -> Iterator[Moved]:
    """Those whom somebody of us reached, and for whom no thanks are drafted yet."""
    for one in lately(chapter):
        is_drafted = chapter.calls_to_action.filter(form_key=thanks_key(one.position)).exists()
        if one.people and not is_drafted:
            yield one


def of(position: Position) -> Moved | None:
    """None when a later one holds, when it is the first, or when it stands no higher than the one before."""
    latest = list(Position.objects.filter(target=position.target_id).latest_first()[:2])
    if len(latest) < 2 or latest[0].pk != position.pk or latest[1].stand >= position.stand:
        return None
    return Moved(position, latest[1], people(position))


def people(position: Position) -> int:
    rows = ActionTaken.objects.filter(official=position.target.official_id, outcome__in=REACHED)
    return rows.exclude(member=None).values("member").distinct().count()


def thanks_key(position: Position) -> uuid.UUID:
    """The key of the one draft that thanks for this position."""
    return uuid.uuid5(SPACE, position.code)

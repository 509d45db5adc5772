"""What officials give to the timeline: where they moved, and what they promised, kept or broke."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from campaigns.advocacy.facts import Fact
from campaigns.models import Campaign, Commitment, Moment, Position


def positions(campaign: Campaign) -> Iterator[Fact]:
    """A public one is compared with the public one before it: the words give nothing internal away.

    To have promised nothing from the beginning is no news.
    """
    rows = Position.objects.filter(target__campaign=campaign).select_related("target__official")
    before: dict[tuple[int, bool], int] = {}
    for position in rows.order_by("taken_on", "id"):
        is_public = position.is_public and position.target.is_public
        last = before.get((position.target_id, is_public))
        before[position.target_id, False] = position.stand
        if is_public:
            before[position.target_id, True] = position.stand
        if last or position.stand != Position.Stand.NO_PROMISE:
            yield moved(position, last, is_public=is_public)


def moved(position: Position, last: int | None, *, is_public: bool) -> Fact:
    words = {"name": position.target.official.name, "now": position.get_stand_display()}
    if last is None:
        title = _("%(name)s: %(now)s") % words
    elif last == position.stand:
        title = _("%(name)s stays where they were: %(now)s") % words
    else:
        title = _("%(name)s moves from “%(before)s” to “%(now)s”") % (words | {"before": Position.Stand(last).label})
    return Fact(
        f"position:{position.code}",
        Moment.Kind.STAND,
        position.taken_on,
        title,
        position.source_words or _("How we know: %(source)s.") % {"source": position.get_source_display()},
        is_public=is_public,
        url=position.source_url,
    )


def promises(campaign: Campaign) -> Iterator[Fact]:
    for promise in campaign.commitments.select_related("official"):
        words = {"name": promise.official.name, "words": promise.words}
        common: dict[str, Any] = {
            "kind": Moment.Kind.PROMISE,
            "is_public": promise.is_public,
            "url": promise.source_url,
        }
        title = _("%(name)s promises: %(words)s") % words
        yield Fact(f"promise:{promise.code}", on=promise.promised_on, title=title, body=promise.source_words, **common)
        if promise.state == Commitment.State.KEPT:
            title = _("%(name)s keeps the promise: %(words)s") % words
        elif promise.state == Commitment.State.BROKEN:
            title = _("%(name)s breaks the promise: %(words)s") % words
        else:
            continue
        yield Fact(f"kept:{promise.code}", on=promise.settled_on, title=title, **common)

"""Forty taps on one outcome at the same moment, from one browser and from forty: each person counts once, and the count
is what the rows say."""

import time
from collections import Counter
from collections.abc import Callable

from campaigns.models import Action, ActionTaken
from tests.campaigns.advocacy.acts import make_action, make_official
from tests.cast import make_cast
from tests.faults.pages import post_all
from tests.faults.place import Place
from tests.faults.seat_crowd import opened
from tests.faults.verdict import Verdict

TAPS = 40


def taps(place: Place, *, is_short: bool) -> Verdict:
    started = time.monotonic()
    place.new_database("taps")
    here = make_cast().here
    action = make_action(here, make_official(here))
    path = f"/a/{action.code}/"
    with place.web():
        one = opened(place, path).post(outcome="message")
        answers = Counter(post_all(place, [one] * TAPS))
        after_one = counts(action)
        others = [opened(place, path).post(outcome="message") for _ in range(TAPS)]
        answers += Counter(post_all(place, others * 2))
    verdict = Verdict("40 taps on one outcome", recipients=1 + TAPS, seconds=round(time.monotonic() - started, 1))
    verdict.facts["answers"] = dict(answers)
    verdict.twice = max(counts(action)[0] - (1 + TAPS), 0)
    verdict.hold(set(answers) == {302}, f"the page answered {dict(answers)}")
    verdict.hold(after_one == (1, 1), f"40 taps of one person: {after_one} rows and counted")
    verdict.hold(counts(action) == (1 + TAPS, 1 + TAPS), f"41 people: {counts(action)} rows and counted")
    return verdict


def counts(action: Action) -> tuple[int, int]:
    """(rows, what the action says)."""
    return ActionTaken.objects.filter(action=action).count(), Action.objects.get(pk=action.pk).taken_count


RUNS: dict[str, Callable[..., Verdict]] = {"40 taps on one outcome": taps}

"""Published roll calls, brought into a measure. Bringing them in again changes nothing, and undoes no review."""

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.advocacy.models import Measure, RollCall, RollCallVote
from campaigns.advocacy.roll_call_files import Published
from chapters import audit, dates
from chapters.models import User


@dataclass
class Loaded:
    """What came of it: roll calls by what happened to them; each refused one in words."""

    new: int = 0
    changed: int = 0
    same: int = 0
    refused: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        found = self.new + self.changed + self.same
        parts = ngettext("%(n)s roll call read", "%(n)s roll calls read", found) % {"n": found}
        return _("%(read)s: %(new)s new, %(changed)s changed, %(same)s as before.") % {
            "read": parts, "new": self.new, "changed": self.changed, "same": self.same,
        }  # fmt: skip


@transaction.atomic
def load(measure: Measure, calls: list[Published], *, by: User | None) -> Loaded:
    """Take each roll call whose rows add up to its published totals."""
    result = Loaded()
    for one in calls:
        if not one.adds_up:
            result.refused.append(refusal(one))
            continue
        outcome = take(measure, one)
        setattr(result, outcome, getattr(result, outcome) + 1)
    if result.new or result.changed:
        audit.record(
            "roll_calls_loaded", chapter=measure.chapter, by=by, subject=measure, n=result.new + result.changed
        )
    return result


def refusal(one: Published) -> str:
    yes, no = one.counted
    return _(
        "%(day)s, %(place)s is left out: the file says %(ayes)s to %(noes)s, but its rows add up to %(yes)s to %(no)s."
    ) % {
        "day": dates.on_day(one.voted_on),
        "place": one.place,
        "ayes": one.ayes,
        "noes": one.noes,
        "yes": yes,
        "no": no,
    }


def take(measure: Measure, one: Published) -> str:
    """Keep one roll call and its rows; says what that was: "new", "changed" or "same"."""
    facts: dict[str, Any] = {
        "voted_on": one.voted_on, "place": one.place[:120], "motion": one.motion[:400], "ayes": one.ayes,
        "noes": one.noes, "has_passed": one.has_passed,
    }  # fmt: skip
    call, is_new = RollCall.objects.get_or_create(
        measure=measure, source_key=one.key, defaults={"chapter": measure.chapter, **facts}
    )
    changed = {name: value for name, value in facts.items() if getattr(call, name) != value}
    if changed:
        RollCall.objects.filter(pk=call.pk).update(**changed)
    rows = keep_rows(call, one.votes)
    return "new" if is_new else "changed" if changed or rows else "same"


def keep_rows(call: RollCall, votes: list[tuple[str, str]]) -> int:
    """How many rows were added, changed or taken out. Who was recognized under a name stays."""
    there = {row.name: row for row in call.votes.all()}
    wanted = {name[:60]: vote for name, vote in votes}
    changed = [row for name, row in there.items() if name in wanted and row.vote != wanted[name]]
    for row in changed:
        row.vote = wanted[row.name]
    RollCallVote.objects.bulk_update(changed, ["vote"])
    fresh = [
        RollCallVote(chapter_id=call.chapter_id, roll_call=call, name=name, vote=vote)
        for name, vote in wanted.items()
        if name not in there
    ]
    RollCallVote.objects.bulk_create(fresh)
    gone, _per_model = call.votes.exclude(name__in=wanted).delete()
    return len(changed) + len(fresh) + gone

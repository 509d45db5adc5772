"""A person says who voted: names in a roll call become officials, and votes may become positions."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from campaigns.advocacy import matching
from campaigns.advocacy.models import MeasureVersion, Official, Position, RollCall, RollCallVote, Target
from chapters import audit
from chapters.models import User

Match = RollCallVote.Match
NOBODY = "nobody"


@transaction.atomic
def confirm(call: RollCall, choices: Mapping[str, str], *, by: User) -> int:
    """`choices`: code of a vote -> code of an official of that name, or "nobody". What fits no longer is passed over.
    Returns how many were settled."""
    open_votes = call.votes.select_for_update().filter(match=Match.OPEN, code__in=choices)
    settled = 0
    for proposal in matching.proposals(call, open_votes):
        fitting = {one.official.code: one.official for one in proposal.candidates}
        settled += settle(proposal.vote, choices[proposal.vote.code], fitting)
    if settled:
        audit.record("roll_call_matched", chapter=call.chapter, by=by, subject=call, n=settled)
    return settled


def settle(vote: RollCallVote, choice: str, fitting: Mapping[str, Official]) -> bool:
    if choice != NOBODY and choice not in fitting:
        return False
    vote.official = fitting.get(choice)
    vote.match = Match.YES if vote.official else Match.NOBODY
    vote.save(update_fields=["official", "match"])
    return True


def reopen(vote: RollCallVote, *, by: User) -> None:
    """It was somebody else after all."""
    vote.official, vote.match = None, Match.OPEN
    with transaction.atomic():
        vote.save(update_fields=["official", "match"])
        audit.record("roll_call_matched", chapter=vote.chapter, by=by, subject=vote.roll_call, n=1)


def stand_of(vote: RollCallVote) -> Position.Stand | None:
    """Yes is with us, unless we oppose what the bill said that day; who did not vote took no stand."""
    call = vote.roll_call
    said = call.measure.versions.light().filter(dated_on__lte=call.voted_on).last()
    sides = {RollCallVote.Vote.YES: Position.Stand.FOR, RollCallVote.Vote.NO: Position.Stand.AGAINST}
    if said and said.stance == MeasureVersion.Stance.OPPOSE:
        sides = {RollCallVote.Vote.YES: Position.Stand.AGAINST, RollCallVote.Vote.NO: Position.Stand.FOR}
    return sides.get(RollCallVote.Vote(vote.vote))


def position_from(vote: RollCallVote, target: Target, *, by: User) -> Position | None:
    """Where a target of the campaign stands by this reviewed vote; None when it says nothing or is written down."""
    stand, call = stand_of(vote), vote.roll_call
    known = target.positions.filter(taken_on=call.voted_on, source=Position.Source.VOTE)
    if stand is None or vote.match != Match.YES or vote.official_id != target.official_id or known.exists():
        return None
    with translation.override(call.chapter.languages[0]):
        words = _("Voted %(vote)s: %(bill)s, %(motion)s") % {
            "vote": vote.get_vote_display(), "bill": call.measure, "motion": call.motion,
        }  # fmt: skip
    position: Position = target.positions.create(
        chapter=call.chapter, stand=stand, taken_on=call.voted_on, source=Position.Source.VOTE,
        source_words=words[:500], source_url=call.measure.url, logged_by=by,
    )  # fmt: skip
    return position

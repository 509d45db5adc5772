"""What bills and votes need a person for today."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.models import ComingVote
from campaigns.today_tasks import EACH, Task, link
from chapters.models import Role

VOTE_IS_NEAR = timedelta(days=14)
NAMED = 4  # of those who are missing


def scripts_to_rewrite(role: Role) -> Iterator[Task]:
    """Open actions whose words quote a bill that has changed since; one line for each bill."""
    still = Q(closes_at=None) | Q(closes_at__gt=timezone.now())
    stale = role.chapter.actions.filter(still, cites__isnull=False).exclude(rewrite_since=None)
    measures = role.chapter.measures.filter(versions__actions__in=stale).distinct()
    for measure in measures.with_words().select_related("campaign")[:EACH]:
        n = stale.filter(cites__measure=measure).count()
        words = ngettext("%(bill)s changed: rewrite your script", "%(bill)s changed: rewrite your %(n)s scripts", n) % {
            "bill": measure,
            "n": n,
        }
        version = measure.newest_version
        reason = _("The newest version is “%(version)s”. People still read out the old words.") % {"version": version}
        url = link("campaigns:advocacy_measure_show", role, measure.campaign.code, measure.code) + "#rewrite"
        yield Task(words, reason, _("Rewrite"), url, "pen")


def votes_ahead(role: Role) -> Iterator[Task]:
    """Decided within two weeks, with who is missing."""
    today = timezone.localdate(timezone=role.chapter.zone)
    near = role.chapter.coming_votes.undecided().filter(decides_on__range=(today, today + VOTE_IS_NEAR))
    for vote in near.select_related("campaign").with_voters()[:EACH]:
        url = link("campaigns:advocacy_measures", role, vote.campaign.code) + "#votes"
        yield Task(headline(vote, vote.days_left(today) or 0), missing_in_words(vote), _("See the count"), url, "clock")


def votes_to_close(role: Role) -> Iterator[Task]:
    """Their day is over: how did it end?"""
    today = timezone.localdate(timezone=role.chapter.zone)
    for vote in role.chapter.coming_votes.undecided().filter(decides_on__lt=today).select_related("campaign")[:EACH]:
        words = _("Write down how %(body)s decided") % {"body": vote.body}
        url = link("campaigns:advocacy_vote_edit", role, vote.campaign.code, vote.code)
        yield Task(words, _("The day is over."), _("Write it down"), url, "pen")


def headline(vote: ComingVote, days: int) -> str:
    if days == 0:
        return _("%(body)s decides today") % {"body": capitalized(vote.body)}
    words = ngettext("%(body)s decides in %(n)s day", "%(body)s decides in %(n)s days", days)
    return words % {"body": capitalized(vote.body), "n": days}


def missing_in_words(vote: ComingVote) -> str:
    tally = vote.tally
    if tally.is_enough:
        return _("%(have)s of %(needed)s votes are promised. Keep them.") % {
            "have": len(tally.have),
            "needed": tally.needed,
        }
    words = ngettext("%(n)s vote is missing.", "%(n)s votes are missing.", tally.lacking) % {"n": tally.lacking}
    names = ", ".join(str(voter.target) for voter in tally.missing[:NAMED])
    not_won = _("Not won yet: %(names)s.") % {"names": names}
    return f"{words} {not_won}" if names else words


def capitalized(words: str) -> str:
    return words[:1].upper() + words[1:]

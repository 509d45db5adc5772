"""Votes ahead: who decides next, on which day, how many votes it takes, and who is missing."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import OuterRef, Prefetch, Subquery
from django.utils.translation import gettext_lazy as _

from campaigns.advocacy.target_models import Position
from chapters.bases import Coded, Stamped
from chapters.constraints import SameChapter, unique_in_chapter


@dataclass(frozen=True)
class Tally:
    """Counted from where each stands now. `missing` are those who have not said yes, the closest first."""

    needed: int
    have: list["ComingVoter"]
    lean: list["ComingVoter"]
    missing: list["ComingVoter"]

    @property
    def lacking(self) -> int:
        """Votes still to be won beyond those we have."""
        return max(0, self.needed - len(self.have))

    @property
    def is_enough(self) -> bool:
        return not self.lacking


class ComingVoteQuerySet(models.QuerySet["ComingVote"]):
    def undecided(self) -> Self:
        return self.filter(outcome="")

    def with_voters(self) -> Self:
        """Each voter with `stand`, where they stand now, or None."""
        latest = Position.objects.filter(target=OuterRef("target")).order_by("-taken_on", "-id")
        voters = ComingVoter.objects.select_related("target__official").annotate(
            stand=Subquery(latest.values("stand")[:1])
        )
        rows = self.select_related("chapter", "measure__chapter").prefetch_related("measure__titles")
        return rows.prefetch_related(Prefetch("voters", voters))


class ComingVote(Coded, Stamped):
    """One decision ahead of a body. Without a date nobody knows when."""

    class Outcome(models.TextChoices):
        OPEN = "", _("not decided yet")
        WON = "won", _("we won it")
        LOST = "lost", _("we lost it")
        DROPPED = "dropped", _("it does not come up")

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="coming_votes")
    campaign = models.ForeignKey("campaigns.Campaign", models.CASCADE, related_name="coming_votes")
    measure = models.ForeignKey(
        "campaigns.Measure", models.SET_NULL, null=True, blank=True, related_name="coming_votes"
    )
    body = models.CharField(_("who decides"), max_length=120, help_text=_("Like: the immigrant affairs committee"))
    what = models.CharField(_("about what"), max_length=200, blank=True)
    decides_on = models.DateField(_("date"), null=True, blank=True)
    needed = models.PositiveSmallIntegerField(_("votes needed"))
    outcome = models.CharField(_("how it ended"), max_length=8, choices=Outcome, blank=True, default=Outcome.OPEN)

    objects = ComingVoteQuerySet.as_manager()

    class Meta:
        app_label = "campaigns"
        verbose_name = _("vote ahead")
        verbose_name_plural = _("votes ahead")
        ordering = (models.F("decides_on").asc(nulls_last=True), "id")
        constraints = (
            unique_in_chapter("coming_vote_in_chapter"),
            SameChapter(field="campaign", name="coming_vote_same_chapter_campaign"),
            SameChapter(field="measure", name="coming_vote_same_chapter_measure"),
            models.CheckConstraint(condition=models.Q(needed__gte=1), name="coming_vote_needs_one"),
        )

    def __str__(self) -> str:
        return self.body

    @property
    def tally(self) -> Tally:
        """Wants `with_voters()`."""
        voters: list[Any] = sorted(self.voters.all(), key=lambda voter: (-(voter.stand or 2.5), voter.target_id))
        stands = Position.Stand
        return Tally(
            self.needed,
            [voter for voter in voters if voter.stand == stands.FOR],
            [voter for voter in voters if voter.stand == stands.LEANS_FOR],
            [voter for voter in voters if voter.stand != stands.FOR],
        )

    def days_left(self, today: date) -> int | None:
        return (self.decides_on - today).days if self.decides_on else None


class ComingVoter(Coded):
    """A target of the campaign who has a vote in it."""

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="coming_voters")
    vote = models.ForeignKey(ComingVote, models.CASCADE, related_name="voters")
    target = models.ForeignKey("campaigns.Target", models.CASCADE, related_name="coming_votes")

    class Meta:
        app_label = "campaigns"
        verbose_name = _("who votes")
        verbose_name_plural = _("who vote")
        ordering = ("target__order", "id")
        constraints = (
            models.UniqueConstraint(fields=["vote", "target"], name="coming_voter_once"),
            SameChapter(field="vote", name="coming_voter_same_chapter_vote"),
            SameChapter(field="target", name="coming_voter_same_chapter_target"),
        )

    def __str__(self) -> str:
        return str(self.target)

    @property
    def stand_in_words(self) -> str:
        """Wants the `stand` of `with_voters()`."""
        stand: int | None = getattr(self, "stand", None)
        return str(Position.Stand(stand).label) if stand else str(_("not known"))

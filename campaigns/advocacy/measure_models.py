"""Bills, ordinances and directives: what they say in each version, and who voted how."""

from datetime import date
from typing import Self

from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from chapters.bases import Coded, Stamped, Translated, Translation
from chapters.constraints import SameChapter, unique_in_chapter

LONGEST_TEXT = 2_000_000


class MeasureQuerySet(models.QuerySet["Measure"]):
    def public(self) -> Self:
        return self.filter(is_public=True)

    def with_words(self) -> Self:
        return self.select_related("chapter").prefetch_related("titles")


class Measure(Coded, Stamped):
    """A bill or law on its way through a body. `title` and `name` want `with_words()`."""

    class Kind(models.TextChoices):
        BILL = "bill", _("bill")
        ORDINANCE = "ordinance", _("ordinance")
        RESOLUTION = "resolution", _("resolution")
        DIRECTIVE = "directive", _("directive or order")
        MOTION = "motion", _("motion")

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="measures")
    campaign = models.ForeignKey("campaigns.Campaign", models.CASCADE, related_name="measures")
    kind = models.CharField(_("what it is"), max_length=10, choices=Kind, default=Kind.BILL)
    identifier = models.CharField(_("number"), max_length=60, blank=True, help_text=_("Like: SB 54 or 17-0002-S1"))
    body = models.CharField(_("body"), max_length=120, blank=True, help_text=_("Like: Los Angeles City Council"))
    url = models.URLField(_("official page"), max_length=400, blank=True)
    is_public = models.BooleanField(_("on the public page"), default=True)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        app_label = "campaigns"
        verbose_name = _("bill or law")
        verbose_name_plural = _("bills and laws")
        ordering = ("id",)
        constraints = (
            unique_in_chapter("measure_in_chapter"),
            SameChapter(field="campaign", name="measure_same_chapter_campaign"),
        )

    def __str__(self) -> str:
        return self.identifier or self.get_kind_display()

    @property
    def title(self) -> "MeasureTitle | None":
        """Its newest name in the visitor's language, else in the chapter's first, else in any."""
        newest = {title.language: title for title in self.titles.all()}
        wanted = [translation.get_language() or "", *self.chapter.languages, *newest]
        return next((newest[code] for code in wanted if code in newest), None)

    @property
    def name(self) -> str:
        """ "SB 54: California Values Act"."""
        named = [self.identifier, self.title.title if self.title else ""]
        return ": ".join(filter(None, named)) or self.get_kind_display()

    @property
    def newest_version(self) -> "MeasureVersion | None":
        return self.versions.light().last()


class MeasureTitle(Coded):
    """A name the measure has had since a day; names change on the way."""

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="measure_titles")
    measure = models.ForeignKey(Measure, models.CASCADE, related_name="titles")
    language = models.CharField(_("language"), max_length=8, default="en")
    title = models.CharField(_("title"), max_length=300)
    since_on = models.DateField(_("since"), null=True, blank=True)

    class Meta:
        app_label = "campaigns"
        verbose_name = _("title of a bill")
        verbose_name_plural = _("titles of bills")
        ordering = (models.F("since_on").asc(nulls_first=True), "id")
        constraints = (SameChapter(field="measure", name="measure_title_same_chapter_measure"),)

    def __str__(self) -> str:
        return self.title


class MeasureStage(Coded, Stamped):
    """A step on the way. Without a date it is expected, and nobody knows when."""

    class Kind(models.TextChoices):
        IDEA = "idea", _("written, not yet filed")
        FILED = "filed", _("introduced")
        COMMITTEE = "committee", _("in committee")
        FLOOR = "floor", _("before the whole body")
        OTHER_HOUSE = "other_house", _("in the other house")
        PASSED = "passed", _("passed")
        SIGNED = "signed", _("signed: it is law")
        VETOED = "vetoed", _("vetoed")
        FAILED = "failed", _("voted down")
        STALLED = "stalled", _("stuck")

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="measure_stages")
    measure = models.ForeignKey(Measure, models.CASCADE, related_name="stages")
    kind = models.CharField(_("step"), max_length=12, choices=Kind)
    reached_on = models.DateField(_("date"), null=True, blank=True)
    words = models.CharField(_("where, and what happened"), max_length=200, blank=True)
    is_public = models.BooleanField(_("on the public page"), default=True)

    class Meta:
        app_label = "campaigns"
        verbose_name = _("step of a bill")
        verbose_name_plural = _("steps of bills")
        ordering = (models.F("reached_on").asc(nulls_last=True), "id")
        constraints = (SameChapter(field="measure", name="measure_stage_same_chapter_measure"),)

    def __str__(self) -> str:
        return f"{self.measure_id} {self.get_kind_display()}"


class MeasureVersionQuerySet(models.QuerySet["MeasureVersion"]):
    def public(self) -> Self:
        return self.filter(is_public=True)

    def light(self) -> Self:
        """Without the words of the bill, which may be 2 MB."""
        return self.defer("source_text")


class MeasureVersion(Coded, Stamped, Translated):
    """The words of a measure at one moment, and what we think of them. Without a date it is the newest."""

    class Stance(models.TextChoices):
        SUPPORT = "support", _("we support it")
        IF_AMENDED = "if_amended", _("we support it if it is changed")
        OPPOSE = "oppose", _("we oppose it")
        WATCH = "watch", _("we are reading it")

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="measure_versions")
    measure = models.ForeignKey(Measure, models.CASCADE, related_name="versions")
    label = models.CharField(_("which version"), max_length=120, help_text=_("Like: as amended in the Senate"))
    dated_on = models.DateField(_("date"), null=True, blank=True)
    source_text = models.TextField(_("the words of the bill"), max_length=LONGEST_TEXT, blank=True)
    url = models.URLField(_("link to the text"), max_length=400, blank=True)
    stance = models.CharField(_("what we say"), max_length=10, choices=Stance, default=Stance.WATCH)
    is_public = models.BooleanField(_("on the public page"), default=True)

    objects = MeasureVersionQuerySet.as_manager()

    class Meta:
        app_label = "campaigns"
        verbose_name = _("version of a bill")
        verbose_name_plural = _("versions of bills")
        ordering = (models.F("dated_on").asc(nulls_last=True), "id")
        constraints = (
            unique_in_chapter("measure_version_in_chapter"),
            SameChapter(field="measure", name="measure_version_same_chapter_measure"),
        )

    def __str__(self) -> str:
        return self.label

    @property
    def age(self) -> tuple[date, int]:
        """The smaller, the older: the order of the versions of one measure."""
        return (self.dated_on or date.max, self.pk)


class MeasureVersionText(Translation):
    parent = models.ForeignKey(MeasureVersion, models.CASCADE, related_name="texts")
    what_changed = models.TextField(_("what changed"), blank=True)
    left_out = models.TextField(_("who is left out now"), blank=True)
    reasons = models.TextField(_("why we say so"), blank=True)

    class Meta:
        app_label = "campaigns"
        verbose_name = _("words about a version")
        verbose_name_plural = _("words about versions")
        constraints = (models.UniqueConstraint(fields=["parent", "language"], name="version_text_once_per_language"),)

    def __str__(self) -> str:
        return self.what_changed[:80]


class DemandScore(models.Model):
    """Does this version meet this point of our demand?"""

    class Score(models.TextChoices):
        YES = "yes", _("yes")
        PARTLY = "partly", _("partly")
        NO = "no", _("no")

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="demand_scores")
    version = models.ForeignKey(MeasureVersion, models.CASCADE, related_name="scores")
    demand = models.ForeignKey("campaigns.Demand", models.CASCADE, related_name="scores")
    score = models.CharField(_("is it met?"), max_length=6, choices=Score)
    note = models.CharField(_("where in the text"), max_length=200, blank=True)

    class Meta:
        app_label = "campaigns"
        verbose_name = _("score of a demand")
        verbose_name_plural = _("scores of demands")
        constraints = (
            models.UniqueConstraint(fields=["version", "demand"], name="demand_score_once"),
            SameChapter(field="version", name="demand_score_same_chapter_version"),
            SameChapter(field="demand", name="demand_score_same_chapter_demand"),
        )

    def __str__(self) -> str:
        return f"{self.version_id} {self.demand_id} {self.score}"


class RollCall(Coded, Stamped):
    """One vote on a measure, as published: the totals are theirs, the rows below it are counted by us."""

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="roll_calls")
    measure = models.ForeignKey(Measure, models.CASCADE, related_name="roll_calls")
    voted_on = models.DateField(_("date"))
    place = models.CharField(_("where"), max_length=120, blank=True)
    motion = models.CharField(_("motion"), max_length=400, blank=True)
    ayes = models.PositiveSmallIntegerField(_("yes"))
    noes = models.PositiveSmallIntegerField(_("no"))
    has_passed = models.BooleanField(_("passed"))
    source_key = models.CharField(max_length=120, blank=True, editable=False)
    is_public = models.BooleanField(_("on the public page"), default=True)

    class Meta:
        app_label = "campaigns"
        verbose_name = _("roll call")
        verbose_name_plural = _("roll calls")
        ordering = ("voted_on", "id")
        constraints = (
            unique_in_chapter("roll_call_in_chapter"),
            SameChapter(field="measure", name="roll_call_same_chapter_measure"),
            models.UniqueConstraint(
                fields=["measure", "source_key"], condition=~models.Q(source_key=""), name="roll_call_source_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.voted_on} {self.motion}"


class RollCallVote(Coded):
    """How one member voted, under the name the published file gives. `official` is set once a person has checked it."""

    class Vote(models.TextChoices):
        YES = "yes", _("yes")
        NO = "no", _("no")
        ABSENT = "absent", _("did not vote")

    class Match(models.TextChoices):
        OPEN = "open", _("not looked at")
        YES = "yes", _("reviewed")
        NOBODY = "nobody", _("nobody on our list")

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="roll_call_votes")
    roll_call = models.ForeignKey(RollCall, models.CASCADE, related_name="votes")
    name = models.CharField(_("name in the file"), max_length=60)
    vote = models.CharField(_("vote"), max_length=6, choices=Vote)
    official = models.ForeignKey(
        "campaigns.Official", models.SET_NULL, null=True, blank=True, related_name="roll_call_votes"
    )
    match = models.CharField(_("who it is"), max_length=6, choices=Match, default=Match.OPEN)

    class Meta:
        app_label = "campaigns"
        verbose_name = _("vote in a roll call")
        verbose_name_plural = _("votes in roll calls")
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(fields=["roll_call", "name"], name="roll_call_vote_once"),
            SameChapter(field="roll_call", name="roll_call_vote_same_chapter_roll_call"),
            SameChapter(field="official", name="roll_call_vote_same_chapter_official"),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.vote}"

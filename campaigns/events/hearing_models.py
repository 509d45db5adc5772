"""A public hearing: what is heard where, its rules, who speaks for us and with which words."""

from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.events.rsvp_models import Rsvp
from chapters.bases import Coded, Stamped, Translated, Translation
from chapters.constraints import SameChapter, unique_in_chapter


class Hearing(Stamped, Translated):
    """What an event of the kind hearing has beside its date and place."""

    class Outcome(models.TextChoices):
        PASSED = "passed", _("it passed")
        AMENDED = "amended", _("it passed, changed")
        PUT_OFF = "put_off", _("it was put off")
        FAILED = "failed", _("it failed")

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="hearings")
    event = models.OneToOneField("campaigns.Event", models.CASCADE, related_name="hearing")
    body = models.CharField(
        _("before whom"), max_length=160, blank=True, help_text=_("Like: Immigrant Affairs Committee, City Council")
    )
    agenda_item = models.CharField(_("agenda item"), max_length=40, blank=True)
    measure = models.ForeignKey(
        "campaigns.Measure",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="hearings",
        verbose_name=_("bill or law"),
    )
    file_number = models.CharField(
        _("file number"), max_length=60, blank=True, help_text=_("Only if it is another than that of the bill.")
    )
    url = models.URLField(_("their page"), max_length=400, blank=True)
    sign_up_until = models.DateTimeField(_("sign up to speak by"), null=True, blank=True)
    minutes_each = models.PositiveSmallIntegerField(
        _("minutes for each speaker"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    outcome = models.CharField(_("how it ended"), max_length=8, choices=Outcome, blank=True)
    outcome_on = models.DateField(_("ended on"), null=True, blank=True)

    class Meta:
        app_label = "campaigns"
        verbose_name = _("hearing")
        verbose_name_plural = _("hearings")
        ordering = ("id",)
        constraints = (
            SameChapter(field="event", name="hearing_same_chapter_event"),
            SameChapter(field="measure", name="hearing_same_chapter_measure"),
            models.CheckConstraint(
                condition=Q(outcome="", outcome_on=None) | (~Q(outcome="") & Q(outcome_on__isnull=False)),
                name="hearing_ended_on_a_day",
            ),
        )

    def __str__(self) -> str:
        return self.body

    @property
    def number(self) -> str:
        """The file number as the agenda shows it."""
        return self.file_number or (self.measure.identifier if self.measure else "")


class HearingText(Translation):
    parent = models.ForeignKey(Hearing, models.CASCADE, related_name="texts")
    rules = models.TextField(_("how public comment works there"), max_length=2000, blank=True)
    language_help = models.CharField(_("help with language"), max_length=240, blank=True)

    class Meta:
        app_label = "campaigns"
        verbose_name = _("words of a hearing")
        verbose_name_plural = _("words of hearings")
        constraints = (models.UniqueConstraint(fields=["parent", "language"], name="hearing_text_once_per_language"),)

    def __str__(self) -> str:
        return self.rules[:80]


class TalkingPoint(Coded, Translated):
    """One thing that somebody should say."""

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="talking_points")
    event = models.ForeignKey("campaigns.Event", models.CASCADE, related_name="talking_points")
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        app_label = "campaigns"
        verbose_name = _("talking point")
        verbose_name_plural = _("talking points")
        ordering = ("order", "id")
        constraints = (
            unique_in_chapter("talking_point_in_chapter"),
            SameChapter(field="event", name="talking_point_same_chapter_event"),
        )

    def __str__(self) -> str:
        return self.words("title")


class TalkingPointText(Translation):
    parent = models.ForeignKey(TalkingPoint, models.CASCADE, related_name="texts")
    title = models.CharField(_("in a few words"), max_length=120)
    body = models.TextField(_("what to say"), max_length=2000, blank=True)

    class Meta:
        app_label = "campaigns"
        verbose_name = _("words of a talking point")
        verbose_name_plural = _("words of talking points")
        constraints = (
            models.UniqueConstraint(fields=["parent", "language"], name="talking_point_text_once_per_language"),
        )

    def __str__(self) -> str:
        return self.title


class SpeakingSlotQuerySet(models.QuerySet["SpeakingSlot"]):
    def standing(self) -> Self:
        """Of people who have not given their seat back."""
        return self.exclude(rsvp__state__in=Rsvp.ENDED)


class SpeakingSlot(Coded, Stamped):
    """Somebody with a seat who said they would speak. It is forgotten with the seat."""

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="speaking_slots")
    event = models.ForeignKey("campaigns.Event", models.CASCADE, related_name="speaking_slots")
    rsvp = models.OneToOneField("campaigns.Rsvp", models.CASCADE, related_name="speaking_slot")
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    point = models.ForeignKey(TalkingPoint, models.SET_NULL, null=True, blank=True, related_name="slots")
    dealt_at = models.DateTimeField(_("got the point"), null=True, blank=True, editable=False)
    spoke_at = models.DateTimeField(_("spoke"), null=True, blank=True, editable=False)

    objects = SpeakingSlotQuerySet.as_manager()

    class Meta:
        app_label = "campaigns"
        verbose_name = _("speaking slot")
        verbose_name_plural = _("speaking slots")
        ordering = ("order", "id")
        constraints = (
            SameChapter(field="event", name="speaking_slot_same_chapter_event"),
            SameChapter(field="rsvp", name="speaking_slot_same_chapter_rsvp"),
            SameChapter(field="point", name="speaking_slot_same_chapter_point"),
        )

    def __str__(self) -> str:
        return f"{self.event_id} {self.rsvp_id}"

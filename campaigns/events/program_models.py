"""What happens at an event and who speaks: its program, its speakers and how many we want from each district."""

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chapters.bases import Coded, Stamped, Translated, Translation
from chapters.constraints import SameChapter, unique_in_chapter

OVERDUE = timedelta(days=7)
LONGEST_ITEM = 480


class SpeakerQuerySet(models.QuerySet["Speaker"]):
    def with_words(self) -> Self:
        """Each with all that its line shows."""
        return self.select_related("chapter", "official", "partner", "member", "asked_by").prefetch_related("texts")

    def public(self) -> Self:
        """Who said yes, and officials for whom a chair stays empty."""
        return self.filter(Q(state=Speaker.State.YES) | Q(has_empty_chair=True))

    def overdue(self) -> Self:
        """Asked a week ago, and no answer."""
        return self.filter(state=Speaker.State.ASKED, asked_at__lte=timezone.now() - OVERDUE)


class Speaker(Coded, Stamped, Translated):
    """Somebody we want to hear. Public once they said yes, and never before."""

    class State(models.TextChoices):
        TO_ASK = "to_ask", _("to be asked")
        ASKED = "asked", _("asked")
        YES = "yes", _("said yes")
        NO = "no", _("said no")
        SILENT = "silent", _("no answer")

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="speakers")
    event = models.ForeignKey("campaigns.Event", models.CASCADE, related_name="speakers")
    name = models.CharField(_("name"), max_length=120)
    official = models.ForeignKey("campaigns.Official", models.SET_NULL, null=True, blank=True, related_name="speaking")
    partner = models.ForeignKey(
        "chapters.PartnerOrganization", models.SET_NULL, null=True, blank=True, related_name="speaking"
    )
    member = models.ForeignKey("chapters.Member", models.SET_NULL, null=True, blank=True, related_name="speaking")
    state = models.CharField(_("invitation"), max_length=8, choices=State, default=State.TO_ASK)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(_("asked"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    has_empty_chair = models.BooleanField(
        _("a chair with their name stays empty"),
        default=False,
        help_text=_("If an official does not come: the public page says that they were asked."),
    )

    objects = SpeakerQuerySet.as_manager()

    class Meta:
        app_label = "campaigns"
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")
        ordering = ("id",)
        constraints = (
            unique_in_chapter("speaker_in_chapter"),
            SameChapter(field="event", name="speaker_same_chapter_event"),
            SameChapter(field="official", name="speaker_same_chapter_official"),
            SameChapter(field="partner", name="speaker_same_chapter_partner"),
            SameChapter(field="member", name="speaker_same_chapter_member"),
            models.CheckConstraint(
                condition=Q(has_empty_chair=False) | ~Q(state__in=("to_ask", "asked", "yes")),
                name="speaker_chair_is_empty_after_an_answer",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def look(self) -> str:
        """How the state is shown."""
        looks = {Speaker.State.ASKED: "asked", Speaker.State.YES: "good", Speaker.State.SILENT: "warn"}
        return looks.get(Speaker.State(self.state), "")

    @property
    def is_public(self) -> bool:
        return self.state == Speaker.State.YES or self.has_empty_chair


class SpeakerText(Translation):
    parent = models.ForeignKey(Speaker, models.CASCADE, related_name="texts")
    role = models.CharField(_("who they are"), max_length=120, blank=True)
    about = models.TextField(_("about them"), max_length=1000, blank=True)

    class Meta:
        app_label = "campaigns"
        verbose_name = _("words about a speaker")
        verbose_name_plural = _("words about speakers")
        constraints = (models.UniqueConstraint(fields=["parent", "language"], name="speaker_text_once_per_language"),)

    def __str__(self) -> str:
        return self.role


class ProgramItem(Coded, Stamped, Translated):
    """One part of an event. When it begins follows from those before it."""

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="program_items")
    event = models.ForeignKey("campaigns.Event", models.CASCADE, related_name="program")
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=10, validators=[MinValueValidator(1), MaxValueValidator(LONGEST_ITEM)]
    )
    speaker = models.ForeignKey(
        Speaker, models.SET_NULL, null=True, blank=True, related_name="items", verbose_name=_("who speaks")
    )
    note = models.CharField(
        _("for those who run it"), max_length=200, blank=True, help_text=_("Only on the run sheet: who hands the mic.")
    )

    class Meta:
        app_label = "campaigns"
        verbose_name = _("part of a program")
        verbose_name_plural = _("parts of programs")
        ordering = ("order", "id")
        constraints = (
            SameChapter(field="event", name="program_item_same_chapter_event"),
            SameChapter(field="speaker", name="program_item_same_chapter_speaker"),
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=LONGEST_ITEM), name="program_item_lasts_a_while"
            ),
        )

    def __str__(self) -> str:
        return self.words("title")


class ProgramItemText(Translation):
    parent = models.ForeignKey(ProgramItem, models.CASCADE, related_name="texts")
    title = models.CharField(_("what happens"), max_length=140)

    class Meta:
        app_label = "campaigns"
        verbose_name = _("words of a part of a program")
        verbose_name_plural = _("words of parts of programs")
        constraints = (models.UniqueConstraint(fields=["parent", "language"], name="program_text_once_per_language"),)

    def __str__(self) -> str:
        return self.title


class DistrictGoal(Coded):
    """How many people of one district we want at an event. A ZIP code may lie in several of them."""

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="district_goals")
    event = models.ForeignKey("campaigns.Event", models.CASCADE, related_name="district_goals")
    name = models.CharField(_("district"), max_length=60, help_text=_("As people say it: District 14."))
    zips = ArrayField(models.CharField(max_length=5), verbose_name=_("its ZIP codes"), default=list, blank=True)
    goal = models.PositiveIntegerField(_("how many we want"), validators=[MinValueValidator(1)])

    class Meta:
        app_label = "campaigns"
        verbose_name = _("goal of a district")
        verbose_name_plural = _("goals of districts")
        ordering = ("id",)
        constraints = (
            unique_in_chapter("district_goal_in_chapter"),
            SameChapter(field="event", name="district_goal_same_chapter_event"),
            models.UniqueConstraint(fields=["event", "name"], name="district_goal_once"),
        )

    def __str__(self) -> str:
        return self.name


class DistrictPick(models.Model):
    """The district that a person with a seat told us, where their ZIP code lies in several."""

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="district_picks")
    rsvp = models.OneToOneField("campaigns.Rsvp", models.CASCADE, related_name="district_pick")
    district = models.ForeignKey(DistrictGoal, models.CASCADE, related_name="picks")

    class Meta:
        app_label = "campaigns"
        verbose_name = _("district of a guest")
        verbose_name_plural = _("districts of guests")
        constraints = (
            SameChapter(field="rsvp", name="district_pick_same_chapter_rsvp"),
            SameChapter(field="district", name="district_pick_same_chapter_district"),
        )

    def __str__(self) -> str:
        return f"{self.rsvp_id} {self.district_id}"

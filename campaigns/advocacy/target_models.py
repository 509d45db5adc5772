"""Whom a campaign must move, where they stood when, what they promised, and who talked with them."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chapters.bases import Coded, Stamped
from chapters.constraints import SameChapter, unique_in_chapter
from chapters.encryption import EncryptedTextField


class Target(Coded, Stamped):
    """An official whom a campaign must move."""

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="targets")
    campaign = models.ForeignKey("campaigns.Campaign", models.CASCADE, related_name="targets")
    official = models.ForeignKey("campaigns.Official", models.CASCADE, related_name="targets")
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    about = models.CharField(
        _("why this one"), max_length=200, blank=True, help_text=_("Like: heads the immigrant affairs committee.")
    )
    is_public = models.BooleanField(_("on the public page"), default=True)

    class Meta:
        app_label = "campaigns"
        verbose_name = _("target of a campaign")
        verbose_name_plural = _("targets of campaigns")
        ordering = ("order", "id")
        constraints = (
            unique_in_chapter("target_in_chapter"),
            models.UniqueConstraint(fields=["campaign", "official"], name="target_once"),
            SameChapter(field="campaign", name="target_same_chapter_campaign"),
            SameChapter(field="official", name="target_same_chapter_official"),
        )

    def __str__(self) -> str:
        return str(self.official)


class PositionQuerySet(models.QuerySet["Position"]):
    def public(self) -> Self:
        return self.filter(is_public=True, target__is_public=True)

    def latest_first(self) -> Self:
        return self.order_by("-taken_on", "-id")


class Position(Coded, Stamped):
    """Where an official stands on a campaign since a day, and how we know. The latest one holds."""

    class Stand(models.IntegerChoices):
        AGAINST = 1, _("against")
        LEANS_AGAINST = 2, _("leans against")
        NO_PROMISE = 3, _("no promise yet")
        LEANS_FOR = 4, _("part of the way")
        FOR = 5, _("with us")

    class Source(models.TextChoices):
        VOTE = "vote", _("a vote")
        STATEMENT = "statement", _("a public statement")
        MEETING = "meeting", _("said in a meeting")
        STAFF = "staff", _("said by their staff")
        LETTER = "letter", _("a letter or email")
        PRESS = "press", _("the press")
        OTHER = "other", _("another source")

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="positions")
    target = models.ForeignKey(Target, models.CASCADE, related_name="positions")
    stand = models.PositiveSmallIntegerField(_("where they stand"), choices=Stand)
    taken_on = models.DateField(_("since"))
    source = models.CharField(_("how we know"), max_length=10, choices=Source)
    source_words = models.CharField(_("in their words"), max_length=500, blank=True)
    source_url = models.URLField(_("link"), max_length=400, blank=True)
    is_public = models.BooleanField(_("on the public page"), default=True)
    logged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = PositionQuerySet.as_manager()

    class Meta:
        app_label = "campaigns"
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        ordering = ("-taken_on", "-id")
        constraints = (
            SameChapter(field="target", name="position_same_chapter_target"),
            models.CheckConstraint(condition=Q(stand__gte=1, stand__lte=5), name="position_one_to_five"),
        )
        indexes = (models.Index(fields=["target", "taken_on", "id"], name="position_by_date"),)

    def __str__(self) -> str:
        return f"{self.target_id} {self.get_stand_display()}"


class ContactEntry(Coded, Stamped):
    """We talked with an official or their staff, or wrote to them: one line of the log.

    What many people did through an action is counted in `ActionTaken` and not repeated here.
    """

    class Kind(models.TextChoices):
        CALL = "call", _("call")
        LETTER = "letter", _("letter or email")
        MEETING = "meeting", _("meeting")
        COMMENT = "comment", _("public comment")
        EVENT = "event", _("at an event")
        OTHER = "other", _("other")

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="contact_entries")
    official = models.ForeignKey("campaigns.Official", models.CASCADE, related_name="contact_entries")
    campaign = models.ForeignKey(
        "campaigns.Campaign", models.SET_NULL, null=True, blank=True, related_name="contact_entries"
    )
    event = models.ForeignKey("campaigns.Event", models.SET_NULL, null=True, blank=True, related_name="contact_entries")
    kind = models.CharField(_("how"), max_length=8, choices=Kind)
    happened_on = models.DateField(_("when"))
    with_whom = models.CharField(_("with whom there"), max_length=120, blank=True)
    note = EncryptedTextField(_("what was said"), blank=True, default="")
    logged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        app_label = "campaigns"
        verbose_name = _("contact with an official")
        verbose_name_plural = _("contacts with officials")
        ordering = ("-happened_on", "-id")
        constraints = (
            SameChapter(field="official", name="contact_entry_same_chapter_official"),
            SameChapter(field="campaign", name="contact_entry_same_chapter_campaign"),
            SameChapter(field="event", name="contact_entry_same_chapter_event"),
        )
        indexes = (models.Index(fields=["official", "happened_on", "id"], name="contact_entry_by_date"),)

    def __str__(self) -> str:
        return f"{self.official_id} {self.kind}"


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    def open(self) -> Self:
        return self.filter(state=Commitment.State.OPEN)


class Commitment(Coded, Stamped):
    """What an official promised, and by when."""

    class State(models.TextChoices):
        OPEN = "open", _("not yet kept")
        KEPT = "kept", _("kept")
        BROKEN = "broken", _("broken")

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="commitments")
    official = models.ForeignKey("campaigns.Official", models.CASCADE, related_name="commitments")
    campaign = models.ForeignKey(
        "campaigns.Campaign", models.SET_NULL, null=True, blank=True, related_name="commitments"
    )
    words = models.CharField(_("what they promised"), max_length=300)
    promised_on = models.DateField(_("promised on"))
    due_on = models.DateField(_("by when"), null=True, blank=True)
    source_words = models.CharField(_("to whom, where"), max_length=200, blank=True)
    source_url = models.URLField(_("link"), max_length=400, blank=True)
    is_public = models.BooleanField(_("on the public page"), default=False)
    state = models.CharField(_("state"), max_length=6, choices=State, default=State.OPEN)
    settled_on = models.DateField(_("kept or broken on"), null=True, blank=True)
    logged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        app_label = "campaigns"
        verbose_name = _("promise")
        verbose_name_plural = _("promises")
        ordering = (models.F("due_on").asc(nulls_last=True), "id")
        constraints = (
            SameChapter(field="official", name="commitment_same_chapter_official"),
            SameChapter(field="campaign", name="commitment_same_chapter_campaign"),
            models.CheckConstraint(
                condition=Q(state="open", settled_on=None) | (~Q(state="open") & Q(settled_on__isnull=False)),
                name="commitment_settled_on_a_day",
            ),
        )

    def __str__(self) -> str:
        return self.words

    def settle(self, state: str, on: date) -> None:
        """Kept or broken on that day; OPEN takes it back."""
        self.state, self.settled_on = state, None if state == self.State.OPEN else on
        self.save()

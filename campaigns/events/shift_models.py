"""Who does what and when at an event."""

from typing import Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from chapters.bases import Coded, Stamped
from chapters.constraints import SameChapter, unique_in_chapter


class ShiftQuerySet(models.QuerySet["Shift"]):
    def with_room(self) -> Self:
        return self.filter(Q(capacity=None) | Q(taken__lt=F("capacity")))


class Shift(Coded, Stamped):
    """A job with its hours and its own number of people; times are UTC, shown in the event's zone."""

    class Job(models.TextChoices):
        HELPER = "helper", _("helping hand")
        SETUP = "setup", _("setting up")
        CLEANUP = "cleanup", _("cleaning up")
        GREETER = "greeter", _("greeting at the door")
        TABLE = "table", _("information table")
        INTERPRETER = "interpreter", _("interpreting")
        CHILDCARE = "childcare", _("looking after children")
        DRIVER = "driver", _("driving")
        FOOD = "food", _("food and water")
        MEDIC = "medic", _("first aid")
        MARSHAL = "marshal", _("marshal")
        LEGAL_OBSERVER = "legal_observer", _("legal observer")
        POLICE_LIAISON = "police_liaison", _("talking to the police")
        JAIL_SUPPORT = "jail_support", _("waiting outside the jail")
        OTHER = "other", _("something else")

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="shifts")
    event = models.ForeignKey("campaigns.Event", models.CASCADE, related_name="shifts")
    job = models.CharField(_("job"), max_length=16, choices=Job)
    label = models.CharField(_("in your own words"), max_length=60, blank=True)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    capacity = models.PositiveIntegerField(_("people needed"), null=True, blank=True, validators=[MinValueValidator(1)])
    taken = models.PositiveIntegerField(_("people who do it"), default=0, editable=False)

    objects = ShiftQuerySet.as_manager()

    class Meta:
        app_label = "campaigns"
        verbose_name = _("shift")
        verbose_name_plural = _("shifts")
        ordering = ("starts_at", "id")
        constraints = (
            unique_in_chapter("shift_in_chapter"),
            SameChapter(field="event", name="shift_same_chapter_event"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="shift_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(taken__lte=F("capacity")), name="shift_not_overbooked"
            ),
        )

    def __str__(self) -> str:
        return self.label or str(self.get_job_display())

    @property
    def is_full(self) -> bool:
        return self.capacity is not None and self.taken >= self.capacity

    @property
    def still_needed(self) -> int | None:
        """None when any number may help."""
        return None if self.capacity is None else max(self.capacity - self.taken, 0)


class ShiftSeat(Stamped):
    """Somebody with a seat who does this job."""

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="+")
    shift = models.ForeignKey(Shift, models.CASCADE, related_name="seats")
    rsvp = models.ForeignKey("campaigns.Rsvp", models.CASCADE, related_name="shift_seats")

    class Meta:
        app_label = "campaigns"
        verbose_name = _("person on a shift")
        verbose_name_plural = _("people on shifts")
        constraints = (
            models.UniqueConstraint(fields=["shift", "rsvp"], name="shift_seat_once"),
            SameChapter(field="shift", name="shift_seat_same_chapter_shift"),
            SameChapter(field="rsvp", name="shift_seat_same_chapter_rsvp"),
        )

    def __str__(self) -> str:
        return f"{self.shift_id} {self.rsvp_id}"

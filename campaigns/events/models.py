"""Moments people come together: one row an occurrence."""

from typing import Any, Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.events.after_models import Collected, EventLink
from campaigns.events.care_models import NeedMatch, SupportCase
from campaigns.events.cohost_models import CoHost
from campaigns.events.door_models import CheckIn, DoorTap, HostLink
from campaigns.events.hearing_models import Hearing, HearingText, SpeakingSlot, TalkingPoint, TalkingPointText
from campaigns.events.program_models import (
    DistrictGoal,
    DistrictPick,
    ProgramItem,
    ProgramItemText,
    Speaker,
    SpeakerText,
)
from campaigns.events.rsvp_models import Rsvp
from campaigns.events.series_models import Scope, Series, StandingRsvp
from campaigns.events.shift_models import Shift, ShiftSeat
from campaigns.events.timetable_models import Timetable
from chapters.bases import Coded, Stamped, Translated, Translation
from chapters.constraints import SameChapter, unique_in_chapter
from chapters.dates import NOT_SET
from chapters.encryption import EncryptedTextField

__all__ = [
    "CheckIn",
    "CoHost",
    "Collected",
    "DistrictGoal",
    "DistrictPick",
    "DoorTap",
    "Event",
    "EventLink",
    "EventText",
    "Hearing",
    "HearingText",
    "HostLink",
    "NeedMatch",
    "ProgramItem",
    "ProgramItemText",
    "Rsvp",
    "Scope",
    "Series",
    "Shift",
    "ShiftSeat",
    "Speaker",
    "SpeakerText",
    "SpeakingSlot",
    "StandingRsvp",
    "SupportCase",
    "TalkingPoint",
    "TalkingPointText",
    "Timetable",
]


def turnout_of(answers: str) -> dict[str, Coalesce]:
    """`sure` and `maybe`, in seats; `answers` is the way to the answers, like "rsvps__"."""
    states = {"sure": [Rsvp.State.GOING], "maybe": [Rsvp.State.UNCONFIRMED, Rsvp.State.OFFERED]}
    return {
        name: Coalesce(Sum(f"{answers}party_size", filter=Q(**{f"{answers}state__in": among})), 0)
        for name, among in states.items()
    }


class EventQuerySet(models.QuerySet["Event"]):
    def upcoming(self) -> Self:
        """Not over yet, soonest first."""
        return self.filter(ends_at__gt=timezone.now(), turned_down_at=None).order_by("starts_at", "id")

    def past(self) -> Self:
        return self.filter(ends_at__lte=timezone.now(), turned_down_at=None).order_by("-starts_at", "-id")

    def held_by(self, chapter: Any) -> Self:
        """A chapter's own and those it holds with another."""
        return self.filter(Q(chapter=chapter) | Q(pk__in=chapter.co_hosted.agreed().values("event")))

    def proposed(self) -> Self:
        """By a volunteer, not answered yet, the longest wait first."""
        waiting = self.filter(published_at=None, cancelled_at=None, turned_down_at=None).exclude(proposed_at=None)
        return waiting.filter(ends_at__gt=timezone.now()).order_by("proposed_at", "id")

    def published(self) -> Self:
        return self.exclude(published_at=None).filter(published_at__lte=timezone.now())

    def drafts(self) -> Self:
        """Begun by us and not public yet; what a volunteer proposed is no draft of ours."""
        return self.filter(published_at=None, cancelled_at=None, proposed_at=None).order_by("starts_at", "id")

    def ahead(self) -> Self:
        """Not over and not called off, soonest first."""
        return self.upcoming().filter(cancelled_at=None)

    def once_a_series(self) -> Self:
        """Of events that repeat only the next one, so that a weekly meeting does not fill a list."""
        earlier = Event.objects.ahead().filter(series=OuterRef("series"), starts_at__lt=OuterRef("starts_at"))
        return self.exclude(Exists(earlier.order_by()))

    def public(self) -> Self:
        """What anyone may find: published, open to all, not called off."""
        return self.published().filter(audience=Event.Audience.PUBLIC, cancelled_at=None)

    def dated(self) -> Self:
        """Whose day is set: only these fit into a calendar."""
        return self.filter(starts_at__lt=NOT_SET)

    def with_turnout(self) -> Self:
        """Each with `sure` and `maybe` (not confirmed yet), in seats: the same numbers on every page of a chapter."""
        return self.annotate(**turnout_of("rsvps__"))

    def with_words(self) -> Self:
        rows = self.select_related("chapter", "campaign", "partner").prefetch_related("texts")
        return rows.defer(*(f"partner__{field}" for field in ("contact_name", "phone", "email", "note")))

    def with_campaign(self) -> Self:
        """For pages that also name the campaign."""
        return self.with_words().select_related("campaign__chapter").prefetch_related("campaign__texts")


class Event(Coded, Stamped, Translated):
    """One occurrence. Times are UTC; `timezone` is the zone people at the place live in."""

    class Kind(models.TextChoices):
        VIGIL = "vigil", _("vigil")
        TOWN_HALL = "town_hall", _("town hall")
        RALLY = "rally", _("rally or march")
        TEACH_IN = "teach_in", _("teach-in")
        HEARING = "hearing", _("public hearing")
        LOBBY_VISIT = "lobby_visit", _("visit to an official")
        KNOW_YOUR_RIGHTS = "know_your_rights", _("know-your-rights workshop")
        CANVASS = "canvass", _("door knocking")
        PHONE_BANK = "phone_bank", _("phone bank")
        ART_BUILD = "art_build", _("art build")
        TABLING = "tabling", _("information table")
        MEETING = "meeting", _("meeting")
        TRAINING = "training", _("training")
        COURT_SUPPORT = "court_support", _("court support")
        COALITION_MEETING = "coalition_meeting", _("coalition meeting")
        DIRECT_ACTION = "direct_action", _("direct action")
        OTHER = "other", _("gathering")

    class Audience(models.TextChoices):
        PUBLIC = "public", _("open to all")
        MEMBERS = "members", _("members only")
        INVITED = "invited", _("by invitation")

    class AddressShown(models.TextChoices):
        ALL = "all", _("to everyone")
        RSVP = "rsvp", _("to those who saved a seat")
        APPROVED = "approved", _("to those we said yes to")

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="events")
    campaign = models.ForeignKey("campaigns.Campaign", models.SET_NULL, null=True, blank=True, related_name="events")
    series = models.ForeignKey("campaigns.Series", models.SET_NULL, null=True, blank=True, related_name="events")
    original_start = models.DateTimeField(
        _("start by the rule"), null=True, blank=True, editable=False, help_text=_("Of an event that repeats.")
    )
    is_apart = models.BooleanField(
        _("changed on its own"), default=False, help_text=_("Changes of the whole series leave it as it is.")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    audience = models.CharField(_("who may come"), max_length=8, choices=Audience, default=Audience.PUBLIC)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    timezone = models.CharField(_("time zone"), max_length=40)
    place = models.CharField(_("place"), max_length=120, blank=True, help_text=_("As people say it: Avenue 56."))
    address = models.CharField(_("street address"), max_length=200, blank=True)
    zip = models.CharField(_("ZIP code"), max_length=5, blank=True)
    address_shown = models.CharField(_("address shown"), max_length=8, choices=AddressShown, default=AddressShown.ALL)
    online_url = models.URLField(_("online link"), blank=True)
    is_step_free = models.BooleanField(_("no steps"), default=False)
    has_childcare = models.BooleanField(_("childcare"), default=False)
    has_asl = models.BooleanField(_("sign language"), default=False)
    asks_masks = models.BooleanField(_("masks please"), default=False)
    interpretation = ArrayField(
        models.CharField(max_length=8, choices=settings.LANGUAGES),
        verbose_name=_("languages spoken"),
        default=list,
        blank=True,
    )
    transit = models.CharField(
        _("bus or train"), max_length=120, blank=True, help_text=_("Gold Line, Highland Park station.")
    )
    asks_approval = models.BooleanField(_("each person needs a yes from us"), default=False)
    is_marked_sensitive = models.BooleanField(
        _("who comes is nobody's business"), default=False, help_text=_("No sign-in sheet, no list kept of who came.")
    )
    is_silent = models.BooleanField(
        _("send no reminders"), default=False, help_text=_("People still hear if plans change.")
    )
    host = models.ForeignKey("chapters.Member", models.SET_NULL, null=True, blank=True, related_name="hosted_events")
    proposed_at = models.DateTimeField(_("proposed by a volunteer"), null=True, blank=True, editable=False)
    turned_down_at = models.DateTimeField(_("turned down"), null=True, blank=True, editable=False)
    partner = models.ForeignKey(
        "chapters.PartnerOrganization", models.SET_NULL, null=True, blank=True, related_name="events"
    )
    their_url = models.URLField(_("their page"), blank=True, help_text=_("Where people sign up with them."))
    capacity = models.PositiveIntegerField(_("seats"), null=True, blank=True, validators=[MinValueValidator(1)])
    goal = models.PositiveIntegerField(_("how many we hope for"), null=True, blank=True)
    seats_taken = models.PositiveIntegerField(_("seats taken"), default=0, editable=False)
    published_at = models.DateTimeField(_("public since"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("called off"), null=True, blank=True)
    came = models.PositiveIntegerField(_("how many came"), null=True, blank=True)
    after_note = EncryptedTextField(_("how it went"), blank=True, default="")
    closed_out_at = models.DateTimeField(_("written down after"), null=True, blank=True, editable=False)
    sequence = models.PositiveIntegerField(_("changes of time, place or state"), default=0, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ("starts_at", "id")
        constraints = (
            unique_in_chapter("event_in_chapter"),
            SameChapter(field="campaign", name="event_same_chapter_campaign"),
            SameChapter(field="series", name="event_same_chapter_series"),
            SameChapter(field="host", name="event_same_chapter_host"),
            SameChapter(field="partner", name="event_same_chapter_partner"),
            models.UniqueConstraint(fields=["series", "original_start"], name="event_once_in_series"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="event_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(seats_taken__lte=F("capacity")), name="event_not_overbooked"
            ),
            models.CheckConstraint(
                condition=Q(starts_at__lt=NOT_SET) | Q(kind="hearing"), name="event_has_a_date_unless_hearing"
            ),
        )
        indexes = (
            models.Index(fields=["chapter", "starts_at"], name="event_by_start"),
            models.Index(fields=["starts_at"], name="event_public_by_start", condition=Q(audience="public")),
        )

    def __str__(self) -> str:
        return self.words("title") or self.get_kind_display()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """`seats_taken` moves only by the conditional updates of `seats.py`: a form never writes it back."""
        if not self._state.adding and kwargs.get("update_fields") is None:
            fields = {field.name for field in self._meta.concrete_fields if not field.primary_key}
            kwargs["update_fields"] = fields - {"seats_taken"}
        super().save(*args, **kwargs)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def has_date(self) -> bool:
        """Only a hearing may wait for its day: it begins at `dates.NOT_SET`, so every page says "Date not set"."""
        return self.starts_at < NOT_SET

    @property
    def is_over(self) -> bool:
        return self.ends_at <= timezone.now()

    @property
    def is_public(self) -> bool:
        """Anyone may open its page; a called-off one says so there."""
        return self.is_published and self.audience == Event.Audience.PUBLIC

    @property
    def is_published(self) -> bool:
        return self.published_at is not None and self.published_at <= timezone.now()

    @property
    def is_open(self) -> bool:
        """Seats can be saved now."""
        return self.is_published and self.cancelled_at is None and not self.is_over

    @property
    def state(self) -> str:
        """`draft`, `published`, `cancelled` or `over`."""
        if self.cancelled_at:
            return "cancelled"
        return "over" if self.is_over else "published" if self.is_published else "draft"

    @property
    def seats_left(self) -> int | None:
        """None when there is room for everyone."""
        return None if self.capacity is None else self.capacity - self.seats_taken

    @property
    def address_is_open(self) -> bool:
        return self.address_shown == Event.AddressShown.ALL

    def where(self, *, for_guests: bool = False) -> str:
        """Place and street on one line; the street only for those who may see it. That of a direct action stands on the
        page of a seat and nowhere else: texts and calendars lie open on many devices."""
        is_shown = self.address_is_open or (for_guests and not self.is_direct_action)
        street = self.address if is_shown else ""
        return ", ".join(filter(None, (self.place, street)))

    @property
    def is_direct_action(self) -> bool:
        return self.kind == Event.Kind.DIRECT_ACTION

    @property
    def keeps_no_attendance(self) -> bool:
        """Who came is never kept per person nor shown: of some kinds always, of others by choice. Whoever reaches
        people may see who says yes before it."""
        return self.is_marked_sensitive or self.kind in WITHOUT_ATTENDANCE


WITHOUT_ATTENDANCE = (Event.Kind.KNOW_YOUR_RIGHTS, Event.Kind.COURT_SUPPORT, Event.Kind.DIRECT_ACTION)


def without_attendance(path: str = "") -> Q:
    """`Event.keeps_no_attendance` for a query; `path` leads from the rows to their event: "event__"."""
    return Q(**{f"{path}is_marked_sensitive": True}) | Q(**{f"{path}kind__in": WITHOUT_ATTENDANCE})


class EventText(Translation):
    parent = models.ForeignKey(Event, models.CASCADE, related_name="texts")
    title = models.CharField(_("title"), max_length=100)
    summary = models.CharField(_("one sentence: why come"), max_length=240, blank=True)
    body = models.TextField(_("more"), blank=True)
    for_guests = EncryptedTextField(_("only for people with a seat"), blank=True, default="")

    class Meta:
        verbose_name = _("words of an event")
        verbose_name_plural = _("words of events")
        constraints = (models.UniqueConstraint(fields=["parent", "language"], name="event_text_once_per_language"),)

    def __str__(self) -> str:
        return self.title

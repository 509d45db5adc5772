"""Moments people come together: one row an occurrence, one row a seat."""

from typing import Any, Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chapters.bases import Coded, Stamped, Translated, Translation, new_secret
from chapters.constraints import SameChapter, unique_in_chapter


class EventQuerySet(models.QuerySet["Event"]):
    def upcoming(self) -> Self:
        """Not over yet, soonest first."""
        return self.filter(ends_at__gt=timezone.now()).order_by("starts_at", "id")

    def past(self) -> Self:
        return self.filter(ends_at__lte=timezone.now()).order_by("-starts_at", "-id")

    def published(self) -> Self:
        return self.exclude(published_at=None).filter(published_at__lte=timezone.now())

    def public(self) -> Self:
        """What anyone may find: published, open to all, not called off."""
        return self.published().filter(audience=Event.Audience.PUBLIC, cancelled_at=None)

    def with_words(self) -> Self:
        return self.select_related("chapter", "campaign").prefetch_related("texts")

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
        OTHER = "other", _("gathering")

    class Audience(models.TextChoices):
        PUBLIC = "public", _("open to all")
        MEMBERS = "members", _("members only")
        INVITED = "invited", _("by invitation")

    class AddressShown(models.TextChoices):
        ALL = "all", _("to everyone")
        RSVP = "rsvp", _("to those who saved a seat")

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="events")
    campaign = models.ForeignKey("campaigns.Campaign", models.SET_NULL, null=True, blank=True, related_name="events")
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
    capacity = models.PositiveIntegerField(_("seats"), null=True, blank=True, validators=[MinValueValidator(1)])
    goal = models.PositiveIntegerField(_("how many we hope for"), null=True, blank=True)
    seats_taken = models.PositiveIntegerField(_("seats taken"), default=0, editable=False)
    published_at = models.DateTimeField(_("public since"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("called off"), null=True, blank=True)
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
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="event_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(seats_taken__lte=F("capacity")), name="event_not_overbooked"
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
        """Place and street on one line; the street only for those who may see it."""
        street = self.address if for_guests or self.address_is_open else ""
        return ", ".join(filter(None, (self.place, street)))

    @property
    def is_sensitive(self) -> bool:
        """Kinds whose attendance is never kept per person nor shown."""
        return self.kind in {Event.Kind.KNOW_YOUR_RIGHTS, Event.Kind.COURT_SUPPORT}


class EventText(Translation):
    parent = models.ForeignKey(Event, models.CASCADE, related_name="texts")
    title = models.CharField(_("title"), max_length=100)
    summary = models.CharField(_("one sentence: why come"), max_length=240, blank=True)
    body = models.TextField(_("more"), blank=True)

    class Meta:
        verbose_name = _("words of an event")
        verbose_name_plural = _("words of events")
        constraints = (models.UniqueConstraint(fields=["parent", "language"], name="event_text_once_per_language"),)

    def __str__(self) -> str:
        return self.title


class RsvpQuerySet(models.QuerySet["Rsvp"]):
    def going(self) -> Self:
        return self.filter(state=Rsvp.State.GOING)

    def holding_a_seat(self) -> Self:
        return self.filter(state__in=Rsvp.HOLDS_SEAT)

    def waiting(self) -> Self:
        """For a seat, in the order they came."""
        return self.filter(state=Rsvp.State.WAITLISTED).order_by("waitlisted_at", "id")

    def to_be_told(self) -> Self:
        """Who counts on the event and left an address for news about it."""
        return self.filter(state__in=(*Rsvp.HOLDS_SEAT, Rsvp.State.WAITLISTED)).exclude(channel="")


class Rsvp(Coded, Stamped):
    """One person's answer to one event. `secret` opens the page where they change or cancel it."""

    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed", _("not confirmed yet")
        GOING = "going", _("coming")
        WAITLISTED = "waitlisted", _("on the waiting list")
        OFFERED = "offered", _("offered a seat")
        DECLINED = "declined", _("said no")
        CANCELLED = "cancelled", _("cancelled")

    class Source(models.TextChoices):
        PAGE = "page", _("event page")
        LINK = "link", _("personal link")
        TEXT = "text", _("text message")
        HOST = "host", _("typed in by a host")
        THREAD = "thread", _("from a conversation")

    HOLDS_SEAT = (State.GOING, State.UNCONFIRMED, State.OFFERED)

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="rsvps")
    event = models.ForeignKey(Event, models.CASCADE, related_name="rsvps")
    member = models.ForeignKey("chapters.Member", models.CASCADE, related_name="rsvps")
    call_to_action = models.ForeignKey(
        "campaigns.CallToAction", models.SET_NULL, null=True, blank=True, related_name="rsvps"
    )
    state = models.CharField(_("answer"), max_length=12, choices=State)
    source = models.CharField(_("how"), max_length=8, choices=Source)
    party_size = models.PositiveSmallIntegerField(
        _("how many"), default=1, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    children = models.PositiveSmallIntegerField(_("children to look after"), default=0)
    needs_language = models.CharField(_("interpretation into"), max_length=8, blank=True)
    needs_ride = models.BooleanField(_("needs a ride"), default=False)
    needs_step_free = models.BooleanField(_("needs no steps"), default=False)
    channel = models.CharField(
        _("told by"),
        max_length=8,
        choices=[("text", _("text")), ("email", _("email"))],
        blank=True,
        default="text",
        help_text=_("How we write about this event; blank for not at all."),
    )
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES, default="en")
    waitlisted_at = models.DateTimeField(_("waits since"), null=True, blank=True, editable=False)
    secret = models.CharField(max_length=32, unique=True, default=new_secret, editable=False)

    objects = RsvpQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        ordering = ("-id",)
        constraints = (
            unique_in_chapter("rsvp_in_chapter"),
            models.UniqueConstraint(fields=["event", "member"], name="rsvp_one_per_person"),
            SameChapter(field="event", name="rsvp_same_chapter_event"),
            SameChapter(field="member", name="rsvp_same_chapter_member"),
            SameChapter(field="call_to_action", name="rsvp_same_chapter_call"),
            models.CheckConstraint(condition=Q(party_size__gte=1, party_size__lte=20), name="rsvp_party_1_to_20"),
        )
        indexes = (models.Index(fields=["event", "state"], name="rsvp_by_state"),)

    def __str__(self) -> str:
        return f"{self.event_id} {self.member_id} {self.state}"

    @property
    def holds_seat(self) -> bool:
        return self.state in Rsvp.HOLDS_SEAT

    @property
    def seats_held(self) -> int:
        return self.party_size if self.holds_seat else 0

    @property
    def address(self) -> str:
        """Where we write about this event, "" for nowhere."""
        return {"text": self.member.phone, "email": self.member.email}.get(self.channel, "")

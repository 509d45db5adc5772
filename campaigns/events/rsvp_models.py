"""One person's answer to one event."""

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.events.door_models import CheckIn
from chapters.bases import Coded, Stamped, new_secret
from chapters.constraints import SameChapter, unique_in_chapter
from chapters.encryption import EncryptedTextField


class RsvpQuerySet(models.QuerySet["Rsvp"]):
    def going(self) -> Self:
        return self.filter(state=Rsvp.State.GOING)

    def holding_a_seat(self) -> Self:
        return self.filter(state__in=Rsvp.HOLDS_SEAT)

    def waiting(self) -> Self:
        """For a seat, in the order they came; not those who were let in without one."""
        inside = CheckIn.objects.filter(rsvp=OuterRef("pk"), arrived__gt=0)
        rows = self.filter(~Exists(inside), state=Rsvp.State.WAITLISTED)
        return rows.order_by("waitlisted_at", "id")

    def asking(self) -> Self:
        """For a yes of the hosts, in the order they came."""
        return self.filter(state=Rsvp.State.ASKED).order_by("created_at", "id")

    def doubtful(self) -> Self:
        """Answers that look odd, while they still stand."""
        return self.exclude(doubt="").exclude(state__in=Rsvp.ENDED)

    def out_of_time(self) -> Self:
        """Held for somebody who has not answered in time."""
        clocked = (Rsvp.State.UNCONFIRMED, Rsvp.State.OFFERED)
        return self.filter(state__in=clocked, held_until__lte=timezone.now())

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
        ASKED = "asked", _("waits for our yes")
        TURNED_DOWN = "turned_down", _("turned down")
        LAPSED = "lapsed", _("did not take the offer")

    class Source(models.TextChoices):
        PAGE = "page", _("event page")
        LINK = "link", _("personal link")
        TEXT = "text", _("text message")
        HOST = "host", _("typed in by a host")
        THREAD = "thread", _("from a conversation")
        DOOR = "door", _("at the door")
        SERIES = "series", _("comes every time")

    class Doubt(models.TextChoices):
        """Why an answer is shown apart."""

        FLOOD = "flood", _("many answers came from one place")
        NAME = "name", _("the name looks like an advertisement")
        SHARED = "shared", _("one number or email for many people")

    HOLDS_SEAT = (State.GOING, State.UNCONFIRMED, State.OFFERED)
    ENDED = (State.DECLINED, State.CANCELLED, State.TURNED_DOWN, State.LAPSED)

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="rsvps")
    event = models.ForeignKey("campaigns.Event", models.CASCADE, related_name="rsvps")
    member = models.ForeignKey("chapters.Member", models.CASCADE, related_name="rsvps")
    call_to_action = models.ForeignKey(
        "campaigns.CallToAction", models.SET_NULL, null=True, blank=True, related_name="rsvps"
    )
    via = models.ForeignKey("campaigns.CoHost", models.SET_NULL, null=True, blank=True, related_name="rsvps")
    state = models.CharField(_("answer"), max_length=12, choices=State)
    source = models.CharField(_("how"), max_length=8, choices=Source)
    party_size = models.PositiveSmallIntegerField(
        _("how many"), default=1, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    children = models.PositiveSmallIntegerField(_("children to look after"), default=0)
    children_ages = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name=_("their ages"), default=list, blank=True
    )
    needs_language = models.CharField(_("interpretation into"), max_length=8, blank=True)
    needs_ride = models.BooleanField(_("needs a ride"), default=False)
    needs_step_free = models.BooleanField(_("needs no steps"), default=False)
    offers_ride = models.PositiveSmallIntegerField(
        _("places in their car"), default=0, validators=[MaxValueValidator(20)]
    )
    can_mind_children = models.BooleanField(_("can look after children"), default=False)
    offers_language = models.CharField(_("can interpret into"), max_length=8, blank=True)
    has_shared_contact = models.BooleanField(
        _("we may pass on how to reach them"), default=False, help_text=_("To the neighbor they help, nobody else.")
    )
    emergency_contact = EncryptedTextField(_("whom to call for them"), blank=True, default="")
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
    held_until = models.DateTimeField(
        _("held until"), null=True, blank=True, editable=False, help_text=_("While it waits for an answer of theirs.")
    )
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True, editable=False)
    reconfirmed_at = models.DateTimeField(_("said yes again"), null=True, blank=True, editable=False)
    late_at = models.DateTimeField(_("said they run late"), null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    doubt = models.CharField(_("shown apart because"), max_length=8, choices=Doubt, blank=True, default="")
    secret = models.CharField(max_length=32, unique=True, default=new_secret, editable=False)
    calendar_secret = models.CharField(max_length=32, unique=True, default=new_secret, editable=False)

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
            SameChapter(field="via", name="rsvp_same_chapter_co_host"),
            models.CheckConstraint(
                condition=~Q(state__in=("offered", "unconfirmed")) | Q(held_until__isnull=False),
                name="rsvp_held_seat_has_a_clock",
            ),
            models.CheckConstraint(condition=Q(party_size__gte=1, party_size__lte=20), name="rsvp_party_1_to_20"),
        )
        indexes = (
            models.Index(fields=["event", "state"], name="rsvp_by_state"),
            models.Index(fields=["held_until"], name="rsvp_clocks", condition=Q(state__in=("offered", "unconfirmed"))),
        )

    def __str__(self) -> str:
        return f"{self.event_id} {self.member_id} {self.state}"

    @property
    def holds_seat(self) -> bool:
        return self.state in Rsvp.HOLDS_SEAT

    @property
    def is_sure(self) -> bool:
        """Counts as coming, and may read what only people with a seat read."""
        return self.state == Rsvp.State.GOING

    @property
    def is_out_of_time(self) -> bool:
        return self.held_until is not None and self.held_until <= timezone.now()

    @property
    def place_in_line(self) -> int:
        """1 for the next; 0 for somebody who does not wait."""
        if self.state != Rsvp.State.WAITLISTED or self.waitlisted_at is None:
            return 0
        before = Q(waitlisted_at__lt=self.waitlisted_at) | Q(waitlisted_at=self.waitlisted_at, id__lt=self.pk)
        return Rsvp.objects.waiting().filter(before, event=self.event_id).count() + 1

    @property
    def seats_held(self) -> int:
        return self.party_size if self.holds_seat else 0

    @property
    def address(self) -> str:
        """Where we write about this event, "" for nowhere."""
        return {"text": self.member.phone, "email": self.member.email}.get(self.channel, "")

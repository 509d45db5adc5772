"""Who we are: chapters, the roles of people in them, places, and the record of who did what."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chapters.accounts.models import Device, Invitation, Recovery, User
from chapters.bases import Coded, Stamped, Translated, Translation
from chapters.coalitions.models import PartnerOrganization, WorkingGroup, WorkingGroupMember
from chapters.guarding_models import KeyProof, LeavingList
from chapters.members.consent_models import Channel, Consent, ConsentWording, ConsentWordingText, OptOut
from chapters.members.district_models import ZipDistrict
from chapters.members.double_models import Merge, NotSame
from chapters.members.field_models import CustomField, CustomFieldText, CustomValue
from chapters.members.import_models import Import, ImportRow
from chapters.members.models import Member, MemberTag, Note, Segment, Tag
from chapters.members.proof_models import AddressProof
from chapters.members.todo_models import Call, CallList, Task
from chapters.members.welcome_models import Welcome
from chapters.week_models import Decision

__all__ = [
    "AddressProof",
    "AuditEntry",
    "Call",
    "CallList",
    "Channel",
    "Chapter",
    "ChapterText",
    "ChapterZip",
    "Consent",
    "ConsentWording",
    "ConsentWordingText",
    "CustomField",
    "CustomFieldText",
    "CustomValue",
    "Decision",
    "Device",
    "Import",
    "ImportRow",
    "Invitation",
    "KeyProof",
    "LeavingList",
    "Member",
    "MemberTag",
    "Merge",
    "NotSame",
    "Note",
    "OptOut",
    "PartnerOrganization",
    "Recovery",
    "Role",
    "Segment",
    "Tag",
    "Task",
    "TokenBucket",
    "User",
    "Welcome",
    "WorkingGroup",
    "WorkingGroupMember",
    "Zip",
    "ZipDistrict",
]

# First words of addresses that are ours: a chapter cannot be called one of these.
RESERVED_SLUGS = frozenset(
    """
    a accounts admin api c cal campaigns chapters d demo e embed events favicon.ico find h healthz help hooks i18n
    join m p privacy r readyz robots.txt s static t u www
    """.split()  # noqa: SIM905  a list of 23 quoted words hides the words
)


def first_languages() -> list[str]:
    return ["en", "es"]


def known_zone(name: str) -> None:
    """Raises ValidationError unless `name` is an IANA time zone."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValidationError(_("This is not a time zone we know, like America/Los_Angeles.")) from error


def not_reserved(slug: str) -> None:
    if slug in RESERVED_SLUGS:
        raise ValidationError(_("This word is used by the site itself. Choose another."))


class ChapterQuerySet(models.QuerySet["Chapter"]):
    def open(self) -> "ChapterQuerySet":
        return self.filter(closed_at=None)

    def of(self, user: User) -> "ChapterQuerySet":
        """The chapters in which the user holds a role today."""
        held = Role.objects.current().filter(user=user)
        return self.open().filter(pk__in=held.values("chapter"))


class Chapter(Coded, Stamped, Translated):
    """A group with its own people, senders and pages; or the body above it, which sees only counts."""

    class Kind(models.TextChoices):
        BODY = "body", _("state or national body")
        CHAPTER = "chapter", _("chapter")

    class Ink(models.TextChoices):
        GREEN = "green", _("green")
        BLUE = "blue", _("blue")
        PLUM = "plum", _("plum")
        BRICK = "brick", _("brick")
        SLATE = "slate", _("slate")

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("address"), max_length=40, unique=True, validators=[not_reserved])
    stamp = models.CharField(_("stamp"), max_length=4, help_text=_("2 to 4 letters that stand for the chapter."))
    ink = models.CharField(_("ink"), max_length=8, choices=Ink, default=Ink.GREEN)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.CHAPTER)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    languages = ArrayField(
        models.CharField(max_length=8, choices=settings.LANGUAGES),
        verbose_name=_("languages"),
        default=first_languages,
        help_text=_("The first is the one shown where another is missing."),
    )
    timezone = models.CharField(_("time zone"), max_length=40, default="America/Los_Angeles", validators=[known_zone])
    zip = models.CharField(_("ZIP code"), max_length=5, blank=True, validators=[RegexValidator(r"^\d{5}$")])
    place = models.CharField(_("place"), max_length=80, blank=True, help_text=_("As people say it: Highland Park."))
    postal_address = models.CharField(_("postal address"), max_length=200, blank=True)
    contact_email = models.EmailField(_("email for the public"), blank=True)
    hotline = models.CharField(
        _("hotline"), max_length=32, blank=True, help_text=_("A number that is answered in an emergency.")
    )
    hotline_name = models.CharField(_("whose hotline"), max_length=80, blank=True)
    opens_at_hour = models.PositiveSmallIntegerField(
        _("texts from"), default=9, validators=[MinValueValidator(8), MaxValueValidator(20)]
    )
    closes_at_hour = models.PositiveSmallIntegerField(
        _("texts until"), default=20, validators=[MinValueValidator(9), MaxValueValidator(21)]
    )
    approval_limit = models.PositiveIntegerField(
        _("people before a second lead must say yes"),
        default=50,
        help_text=_("A message to more people needs two leads."),
    )
    is_on_calendar = models.BooleanField(
        _("sister chapters see on which days we write"),
        default=True,
        help_text=_("Only the day and the hour, so that people are not asked by two groups at once."),
    )
    daily_cap = models.PositiveIntegerField(_("messages a day at most"), default=2000)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = ChapterQuerySet.as_manager()

    class Meta:
        verbose_name = _("chapter")
        verbose_name_plural = _("chapters")
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(condition=~Q(parent=F("id")), name="chapter_not_its_own_parent"),
            models.CheckConstraint(
                condition=Q(opens_at_hour__gte=8, closes_at_hour__lte=21, opens_at_hour__lt=F("closes_at_hour")),
                name="chapter_texts_within_8_to_21",
            ),
            models.CheckConstraint(condition=~Q(languages=[]), name="chapter_has_a_language"),
            models.CheckConstraint(condition=~Q(slug__in=sorted(RESERVED_SLUGS)), name="chapter_slug_not_reserved"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def recoveries(self) -> models.QuerySet[Recovery]:
        """People of this chapter, or of one below it, who lost their second proof and ask for a way back."""
        here = Role.objects.current().filter(Q(chapter=self) | Q(chapter__parent=self))
        return Recovery.objects.open().filter(user__in=here.values("user")).select_related("user", "first_by")


class ChapterText(Translation):
    parent = models.ForeignKey(Chapter, models.CASCADE, related_name="texts")
    summary = models.CharField(_("one sentence"), max_length=200, blank=True)
    about = models.TextField(_("who we are"), blank=True)

    class Meta:
        verbose_name = _("words of a chapter")
        verbose_name_plural = _("words of chapters")
        constraints = (models.UniqueConstraint(fields=["parent", "language"], name="chapter_text_once_per_language"),)

    def __str__(self) -> str:
        return f"{self.parent_id} {self.language}"


class Zip(models.Model):
    """A ZIP code as the `zipcodes` package knows it: for quiet hours, distances and the finder."""

    zip = models.CharField(_("ZIP code"), max_length=5, primary_key=True)
    place = models.CharField(_("place"), max_length=80)
    county = models.CharField(_("county"), max_length=80, blank=True)
    state = models.CharField(_("state"), max_length=2)
    timezone = models.CharField(_("time zone"), max_length=40, blank=True)
    latitude = models.FloatField(_("latitude"), null=True)
    longitude = models.FloatField(_("longitude"), null=True)

    class Meta:
        verbose_name = _("ZIP code")
        verbose_name_plural = _("ZIP codes")
        indexes = (models.Index(fields=["latitude", "longitude"], name="zip_by_position"),)

    def __str__(self) -> str:
        return f"{self.zip} {self.place}, {self.state}"


class ChapterZip(models.Model):
    """A ZIP code that a chapter calls its own: the finder looks here before it measures distances."""

    chapter = models.ForeignKey(Chapter, models.CASCADE, related_name="zips")
    zip = models.CharField(_("ZIP code"), max_length=5, validators=[RegexValidator(r"^\d{5}$")])

    class Meta:
        verbose_name = _("ZIP code of a chapter")
        verbose_name_plural = _("ZIP codes of chapters")
        constraints = (models.UniqueConstraint(fields=["chapter", "zip"], name="chapter_zip_once"),)
        indexes = (models.Index(fields=["zip"], name="chapter_zip_by_zip"),)

    def __str__(self) -> str:
        return self.zip


class RoleQuerySet(models.QuerySet["Role"]):
    def current(self) -> "RoleQuerySet":
        """Held today: not expired, in a chapter that is open."""
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=timezone.now()), chapter__closed_at=None)

    def leads(self) -> "RoleQuerySet":
        return self.filter(kind=Role.Kind.LEAD)


class Role(Stamped):
    """What a user may do in one chapter: see the table in `access.py`. Kinds are not ordered and never inherit."""

    class Kind(models.TextChoices):
        LEAD = "lead", _("lead")
        ORGANIZER = "organizer", _("organizer")
        TEXTER = "texter", _("texter")
        VOLUNTEER = "volunteer", _("volunteer")
        LIAISON = "liaison", _("liaison")
        DISPATCHER = "dispatcher", _("dispatcher")
        VERIFIER = "verifier", _("verifier")

    user = models.ForeignKey(User, models.CASCADE, related_name="roles", verbose_name=_("person"))
    chapter = models.ForeignKey(Chapter, models.CASCADE, related_name="roles", verbose_name=_("chapter"))
    kind = models.CharField(_("role"), max_length=12, choices=Kind)
    expires_at = models.DateTimeField(_("until"), null=True, blank=True)
    granted_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("given by")
    )
    has_week_sheet = models.BooleanField(_("gets the week sheet"), default=True)
    week_sheet_on = models.DateField(_("last week sheet"), null=True, blank=True, editable=False)

    objects = RoleQuerySet.as_manager()

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = (models.UniqueConstraint(fields=["user", "chapter"], name="role_one_per_chapter"),)

    def __str__(self) -> str:
        return f"{self.user} · {self.get_kind_display()} · {self.chapter}"


class AuditEntry(models.Model):
    """One act: who saw, exported, changed or sent what. No personal data; each entry seals the one before it."""

    chapter = models.ForeignKey(
        Chapter, models.PROTECT, null=True, blank=True, related_name="audit_entries", verbose_name=_("chapter")
    )
    at = models.DateTimeField(_("when"))
    user = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("who"))
    act = models.CharField(_("act"), max_length=60)
    subject = models.CharField(_("what"), max_length=80, blank=True, help_text=_("Kind and code of the row."))
    facts = models.JSONField(_("numbers"), default=dict, blank=True)
    before = models.CharField(_("seal of the entry before"), max_length=64)
    seal = models.CharField(_("seal"), max_length=64, unique=True)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering = ("-id",)
        indexes = (models.Index(fields=["chapter", "-id"], name="audit_by_chapter"),)
        constraints = (models.UniqueConstraint(fields=["before"], name="audit_one_chain"),)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.act} {self.subject}"


class TokenBucket(models.Model):
    """How often one source may do one thing: `tokens` left at `filled_at`, refilled when the next one is taken."""

    key = models.CharField(_("key"), max_length=120, primary_key=True)
    tokens = models.FloatField(_("tokens"))
    filled_at = models.DateTimeField(_("filled"))

    class Meta:
        verbose_name = _("rate limit")
        verbose_name_plural = _("rate limits")

    def __str__(self) -> str:
        return self.key

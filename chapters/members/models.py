"""The people a chapter knows, their tags, notes and saved lists."""

import unicodedata
from datetime import date

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Greatest
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chapters.bases import Coded, Stamped, new_secret
from chapters.constraints import SameChapter, unique_in_chapter
from chapters.encryption import BlindIndexField, EncryptedTextField, blind_index
from chapters.members.consent_models import Channel, Consent, OptOut
from chapters.zones import PhoneZonesField


class MemberQuerySet(models.QuerySet["Member"]):
    def with_phone(self, phone: str) -> "MemberQuerySet":
        """Exact look-up of one E.164 number."""
        return self.filter(phone_index=blind_index("phone", phone)).exclude(phone_index="")

    def with_email(self, email: str) -> "MemberQuerySet":
        return self.filter(email_index=blind_index("email", email.strip().lower())).exclude(email_index="")

    def consenting(self, channel: str) -> "MemberQuerySet":
        """The latest consent entry for the channel says yes."""
        return self.filter(agreed(channel))

    def opted_out(self, channel: str) -> "MemberQuerySet":
        """An opt-out exists for the address, in this chapter or everywhere."""
        return self.filter(Exists(OptOut.objects.against(channel, OuterRef(INDEX_OF[channel]), OuterRef("chapter_id"))))

    def reachable_by(self, channel: str) -> "MemberQuerySet":
        """May be written to on this channel: an address, consent and no opt-out."""
        return self.filter(reachable(channel))

    def with_standing(self) -> "MemberQuerySet":
        """Adds `said_text` and `said_email` (the latest yes or no, None for neither) and `stopped_text` and
        `stopped_email` (an opt-out holds)."""
        found = self
        for channel in Channel.values:
            latest = Consent.objects.filter(member=OuterRef("pk"), channel=channel).order_by("-id")
            out = OptOut.objects.against(channel, OuterRef(INDEX_OF[Channel(channel)]), OuterRef("chapter_id"))
            found = found.annotate(
                **{f"said_{channel}": models.Subquery(latest.values("is_given")[:1]), f"stopped_{channel}": Exists(out)}
            )
        return found

    def with_tag_names(self) -> "MemberQuerySet":
        """Adds `tag_names`, in order."""
        names = MemberTag.objects.filter(member=OuterRef("pk")).order_by("tag__name").values("tag__name")
        return self.annotate(tag_names=ArraySubquery(names))

    def named(self, words: str) -> "MemberQuerySet":
        """Every word is somewhere in the name, accents and case apart."""
        found = self
        for word in sorting_key(words).split():
            found = found.filter(sort_name__contains=word)
        return found

    def named_nearly(self, words: str) -> "MemberQuerySet":
        """Names that sound out like this one: a letter off, or half remembered."""
        return self.filter(sort_name__trigram_word_similar=sorting_key(words))


INDEX_OF: dict[str, str] = {Channel.TEXT: "phone_index", Channel.EMAIL: "email_index"}


def agreed(channel: str) -> Q:
    """On Member: there is a yes that no later no takes back. Said so because PostgreSQL then joins the few noes once,
    instead of looking up the latest word of each member."""
    later = Consent.objects.filter(channel=channel, is_given=False, member=OuterRef("member"), id__gt=OuterRef("id"))
    return Q(pk__in=Consent.objects.filter(~Exists(later), channel=channel, is_given=True).values("member"))


def reachable(channel: str) -> Q:
    """On Member: an address, consent and no opt-out."""
    out = OptOut.objects.against(channel, OuterRef(INDEX_OF[channel]), OuterRef("chapter_id"))
    return agreed(channel) & ~Q(**{INDEX_OF[channel]: ""}) & ~Q(Exists(out))


class Member(Coded, Stamped):
    """A person one chapter knows. The same human in another chapter is another row.

    `phone` is E.164, `email` lower case; both may be shared by a household.
    """

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="memberships"
    )
    name = models.CharField(_("name"), max_length=120)
    first_name = models.CharField(_("first name"), max_length=60, blank=True, help_text=_("As we greet them."))
    sort_name = models.CharField(max_length=140, editable=False)
    pronouns = models.CharField(_("pronouns"), max_length=30, blank=True)
    phone = EncryptedTextField(_("mobile phone"), blank=True, default="")
    phone_index = BlindIndexField(source="phone", channel="phone")
    phone_zones = PhoneZonesField(source="phone")
    phone_trouble = models.CharField(_("why texts fail"), max_length=60, blank=True, default="")
    email = EncryptedTextField(_("email"), blank=True, default="")
    email_index = BlindIndexField(source="email", channel="email")
    email_trouble = models.CharField(_("why email fails"), max_length=60, blank=True, default="")
    zip = models.CharField(_("ZIP code"), max_length=5, blank=True, default="")
    district = models.CharField(
        _("district they told us"), max_length=5, blank=True, default="", help_text=_("Blank: whatever the ZIP says.")
    )
    language = models.CharField(_("reads"), max_length=8, choices=settings.LANGUAGES, default="en")
    access_needs = EncryptedTextField(_("access needs"), blank=True, default="")
    came_count = models.PositiveIntegerField(_("times they came"), default=0, editable=False)
    last_came_on = models.DateField(_("last came"), null=True, blank=True, editable=False)
    last_asked_on = models.DateField(_("last asked"), null=True, blank=True, editable=False)
    source_import = models.ForeignKey(
        "chapters.Import", models.SET_NULL, null=True, blank=True, related_name="made_members", editable=False
    )
    page_secret = models.CharField(max_length=32, unique=True, default=new_secret, editable=False)
    tags = models.ManyToManyField("chapters.Tag", through="chapters.MemberTag", related_name="members")

    objects = MemberQuerySet.as_manager()

    class Meta:
        app_label = "chapters"
        verbose_name = _("member")
        verbose_name_plural = _("members")
        ordering = ("sort_name", "id")
        constraints = (
            unique_in_chapter("member_in_chapter"),
            SameChapter(field="source_import", name="member_same_chapter_import"),
            models.CheckConstraint(condition=~Q(name=""), name="member_has_a_name"),
        )
        indexes = (
            models.Index(fields=["chapter", "sort_name", "id"], name="member_by_name"),
            models.Index(fields=["chapter", "phone_index"], name="member_by_phone", condition=~Q(phone_index="")),
            models.Index(fields=["chapter", "email_index"], name="member_by_email", condition=~Q(email_index="")),
            models.Index(fields=["phone_index"], name="member_phone_anywhere", condition=~Q(phone_index="")),
            models.Index(fields=["email_index"], name="member_email_anywhere", condition=~Q(email_index="")),
            models.Index(fields=["chapter", "zip"], name="member_by_zip"),
            GinIndex(fields=["sort_name"], name="member_name_trigram", opclasses=["gin_trgm_ops"]),
        )

    def __str__(self) -> str:
        return self.name

    def clean_names(self) -> None:
        """Fill what follows from `name`: the greeting and the sorting key."""
        self.name = " ".join(self.name.split())
        self.first_name = self.first_name or self.name.split(" ")[0][:60]
        self.sort_name = sorting_key(self.name)

    def save(self, *args: object, **kwargs: object) -> None:
        self.clean_names()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def mark_email(self, *, works: bool) -> None:
        """What one of us learned about the address, for everyone here who shares it, in the chapter's language."""
        with translation.override(self.chapter.languages[0]):
            trouble = "" if works else gettext("Email to this address comes back.")[:60]
        self.chapter.members.filter(~Q(email_index=""), email_index=self.email_index).update(email_trouble=trouble)

    def mark_phone_wrong(self) -> None:
        """Somebody else answered at this number; in the chapter's language."""
        with translation.override(self.chapter.languages[0]):
            self.phone_trouble = gettext("Somebody else answered at this number.")[:60]
        self.save(update_fields=["phone_trouble", "updated_at"])

    def came(self, on: date) -> None:
        """To something of ours, once more."""
        Member.objects.filter(pk=self.pk).update(
            came_count=F("came_count") + 1, last_came_on=Greatest("last_came_on", on)
        )

    def did_not_come(self, on: date, *, before: date | None) -> None:
        """Takes `came` of that day back; `before` is the last other day that is known."""
        rows = Member.objects.filter(pk=self.pk, came_count__gt=0)
        rows.filter(last_came_on__lte=on).update(last_came_on=before)
        rows.update(came_count=F("came_count") - 1)

    def address_on(self, channel: str) -> str:
        return self.phone if channel == Channel.TEXT else self.email

    @property
    def short_name(self) -> str:
        """'Rosa V.': what a volunteer may see."""
        words = self.name.split(" ")
        return f"{self.first_name} {words[-1][0]}." if len(words) > 1 else self.first_name


def sorting_key(name: str) -> str:
    """'José Peña Ruiz' -> 'ruiz jose pena': sorts the same on every server, accents folded."""
    folded = name.casefold()
    if not folded.isascii():
        apart = unicodedata.normalize("NFKD", folded)
        folded = "".join(letter for letter in apart if not unicodedata.combining(letter))
    words = folded.split()
    return " ".join([*words[-1:], *words[:-1]])[:140]


class Tag(Coded):
    class Kind(models.TextChoices):
        TAG = "tag", _("tag")
        SKILL = "skill", _("skill")

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="tags")
    name = models.CharField(_("name"), max_length=40)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.TAG)

    class Meta:
        app_label = "chapters"
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ("name",)
        constraints = (
            unique_in_chapter("tag_in_chapter"),
            models.UniqueConstraint(fields=["chapter", "name"], name="tag_name_once"),
        )

    def __str__(self) -> str:
        return self.name


class MemberTag(models.Model):
    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, models.CASCADE, related_name="member_tags")
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="member_tags")

    class Meta:
        app_label = "chapters"
        verbose_name = _("tag of a member")
        verbose_name_plural = _("tags of members")
        constraints = (
            models.UniqueConstraint(fields=["member", "tag"], name="member_tag_once"),
            SameChapter(field="member", name="member_tag_same_chapter_member"),
            SameChapter(field="tag", name="member_tag_same_chapter_tag"),
        )

    def __str__(self) -> str:
        return f"{self.member_id} {self.tag_id}"


class Note(Stamped):
    """What a lead or texter wrote about a person; encrypted, shown on their page."""

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="notes")
    member = models.ForeignKey(Member, models.CASCADE, related_name="notes")
    body = EncryptedTextField(_("note"))
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        app_label = "chapters"
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ("-id",)
        constraints = (SameChapter(field="member", name="note_same_chapter_member"),)

    def __str__(self) -> str:
        return f"{self.member_id} {self.created_at:%Y-%m-%d}"


class Segment(Coded, Stamped):
    """A saved list: a versioned JSON tree of filters, evaluated anew each time it is used."""

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="segments")
    name = models.CharField(_("name"), max_length=80)
    tree = models.JSONField(_("filters"), default=dict)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        app_label = "chapters"
        verbose_name = _("list")
        verbose_name_plural = _("lists")
        ordering = ("name",)
        constraints = (
            unique_in_chapter("segment_in_chapter"),
            models.UniqueConstraint(fields=["chapter", "name"], name="segment_name_once"),
        )

    def __str__(self) -> str:
        return self.name

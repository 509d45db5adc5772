"""People with power: who they are, the seats they hold and how to reach them.

An official belongs to one chapter, as everything does: what one chapter corrects never changes another one's script.
"""

import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campaigns.advocacy.action_models import (
    Action,
    ActionScript,
    ActionScriptText,
    ActionTaken,
    ActionTarget,
    ActionText,
)
from campaigns.advocacy.measure_models import (
    DemandScore,
    Measure,
    MeasureStage,
    MeasureTitle,
    MeasureVersion,
    MeasureVersionText,
    RollCall,
    RollCallVote,
)
from campaigns.advocacy.paper_models import PaperBatch, PaperSheet
from campaigns.advocacy.target_models import Commitment, ContactEntry, Position, Target
from campaigns.advocacy.vote_models import ComingVote, ComingVoter
from chapters.bases import Coded, Stamped
from chapters.constraints import SameChapter, unique_in_chapter
from chapters.encryption import EncryptedTextField

__all__ = [
    "Action",
    "ActionScript",
    "ActionScriptText",
    "ActionTaken",
    "ActionTarget",
    "ActionText",
    "ComingVote",
    "ComingVoter",
    "Commitment",
    "ContactEntry",
    "DemandScore",
    "Measure",
    "MeasureStage",
    "MeasureTitle",
    "MeasureVersion",
    "MeasureVersionText",
    "Official",
    "OfficialOffice",
    "OfficialTerm",
    "PaperBatch",
    "PaperSheet",
    "Position",
    "RollCall",
    "RollCallVote",
    "StaffContact",
    "Target",
]


class OfficialQuerySet(models.QuerySet["Official"]):
    def in_office(self, on: date) -> Self:
        terms = OfficialTerm.objects.on(on)
        return self.filter(models.Exists(terms.filter(official=models.OuterRef("pk"))))

    def with_seats(self) -> Self:
        return self.prefetch_related("terms", "offices")


class Official(Coded, Stamped):
    """A person with power. `source` and `source_id` name their entry in a published file, '' when typed in.

    `edited_fields` are what a person changed by hand, and the terms and offices they took out ("-office:<key>"):
    reading the file again leaves these alone.
    """

    class Source(models.TextChoices):
        TYPED = "typed", _("typed in")
        OPENSTATES = "openstates", _("Open States")
        CONGRESS = "congress", _("congress-legislators")

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="officials")
    name = models.CharField(_("name"), max_length=160)
    given_name = models.CharField(_("first name"), max_length=80, blank=True)
    family_name = models.CharField(_("last name"), max_length=80, blank=True)
    sort_name = models.CharField(max_length=160, editable=False)
    other_names = ArrayField(models.CharField(max_length=160), verbose_name=_("also written"), default=list, blank=True)
    party = models.CharField(_("party"), max_length=60, blank=True)
    email = models.EmailField(_("email"), blank=True)
    url = models.URLField(_("web page"), max_length=400, blank=True)
    contact_form = models.URLField(_("contact form"), max_length=400, blank=True)
    source = models.CharField(_("source"), max_length=12, choices=Source, default=Source.TYPED, editable=False)
    source_id = models.CharField(max_length=120, blank=True, editable=False)
    edited_fields = ArrayField(models.CharField(max_length=220), default=list, blank=True, editable=False)

    objects = OfficialQuerySet.as_manager()

    class Meta:
        app_label = "campaigns"
        verbose_name = _("official")
        verbose_name_plural = _("officials")
        ordering = ("sort_name", "id")
        constraints = (
            unique_in_chapter("official_in_chapter"),
            models.UniqueConstraint(
                fields=["chapter", "source", "source_id"], condition=~Q(source_id=""), name="official_source_once"
            ),
        )
        indexes = (models.Index(fields=["chapter", "sort_name", "id"], name="official_by_name"),)

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.sort_name = sort_name_of(self)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def mark_edited(self, names: Iterable[str]) -> None:
        """A person wrote these themselves: no file changes them any more. The caller saves."""
        self.edited_fields = sorted({*self.edited_fields, *names})


def sort_name_of(official: Official) -> str:
    """'Kevin de León' with the last name 'de León' -> 'de leon kevin': sorts the same on every server."""
    words = official.name.split()
    family = official.family_name or " ".join(words[-1:])
    first = official.name.removesuffix(family)
    apart = unicodedata.normalize("NFKD", f"{family} {first}".casefold())
    return " ".join("".join(letter for letter in apart if not unicodedata.combining(letter)).split())[:160]


class OfficialTermQuerySet(models.QuerySet["OfficialTerm"]):
    def on(self, day: date) -> Self:
        """Terms that hold on that day; a term without an end goes on."""
        began = Q(starts_on=None) | Q(starts_on__lte=day)
        return self.filter(began, Q(ends_on=None) | Q(ends_on__gte=day))


class OfficialTerm(Coded, Stamped):
    """A seat, from when until when. `is_by_hand`: typed in or corrected by a person; files leave it alone."""

    class Kind(models.TextChoices):
        COUNCIL = "council", _("city or county council")
        MAYOR = "mayor", _("mayor")
        LOWER = "lower", _("state lower house")
        UPPER = "upper", _("state senate")
        GOVERNOR = "governor", _("governor")
        EXECUTIVE = "executive", _("other elected office")
        US_HOUSE = "us_house", _("House of Representatives")
        US_SENATE = "us_senate", _("US Senate")
        APPOINTED = "appointed", _("appointed office")

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="official_terms")
    official = models.ForeignKey(Official, models.CASCADE, related_name="terms")
    kind = models.CharField(_("kind of seat"), max_length=10, choices=Kind)
    body = models.CharField(_("body"), max_length=120, blank=True, help_text=_("Like: Los Angeles City Council"))
    district = models.CharField(_("district"), max_length=60, blank=True)
    division = models.CharField(
        _("division"), max_length=160, blank=True, help_text=_("As in the published files: ocd-division/…")
    )
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    source_key = models.CharField(max_length=200, blank=True, editable=False)
    is_by_hand = models.BooleanField(default=False, editable=False)

    objects = OfficialTermQuerySet.as_manager()

    class Meta:
        app_label = "campaigns"
        verbose_name = _("term of an official")
        verbose_name_plural = _("terms of officials")
        ordering = (models.F("starts_on").desc(nulls_last=True), "-id")
        constraints = (
            unique_in_chapter("official_term_in_chapter"),
            SameChapter(field="official", name="official_term_same_chapter_official"),
            models.UniqueConstraint(
                fields=["official", "source_key"], condition=~Q(source_key=""), name="official_term_source_once"
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
                name="official_term_ends_after_start",
            ),
        )
        indexes = (models.Index(fields=["chapter", "division"], name="official_term_by_division"),)

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.body_words, self.district_words)))

    @property
    def body_words(self) -> str:
        if self.body and self.kind == self.Kind.MAYOR:
            return gettext("Mayor of %(place)s") % {"place": self.body}
        if self.body and self.kind == self.Kind.GOVERNOR:
            return gettext("Governor of %(place)s") % {"place": self.body}
        return self.body or capfirst(self.get_kind_display())

    @property
    def district_words(self) -> str:
        return gettext("District %(number)s") % {"number": self.district} if self.district.isdigit() else self.district


class OfficialOffice(Coded, Stamped):
    """Where an official can be called and visited. `phone` as `+1…` when it is a valid number, '' when unknown."""

    class Kind(models.TextChoices):
        CAPITOL = "capitol", _("capitol or city hall")
        DISTRICT = "district", _("district office")
        OTHER = "other", _("other office")

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="official_offices")
    official = models.ForeignKey(Official, models.CASCADE, related_name="offices")
    kind = models.CharField(_("which office"), max_length=10, choices=Kind, default=Kind.DISTRICT)
    place = models.CharField(_("city"), max_length=120, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    extension = models.CharField(_("extension"), max_length=12, blank=True)
    fax = models.CharField(_("fax"), max_length=40, blank=True)
    hours = models.CharField(_("open"), max_length=200, blank=True)
    source_key = models.CharField(max_length=200, blank=True, editable=False)
    is_by_hand = models.BooleanField(default=False, editable=False)

    class Meta:
        app_label = "campaigns"
        verbose_name = _("office of an official")
        verbose_name_plural = _("offices of officials")
        ordering = ("kind", "id")
        constraints = (
            SameChapter(field="official", name="official_office_same_chapter_official"),
            models.UniqueConstraint(
                fields=["official", "source_key"], condition=~Q(source_key=""), name="official_office_source_once"
            ),
        )

    def __str__(self) -> str:
        return ", ".join(filter(None, (capfirst(self.get_kind_display()), self.place)))


class StaffContact(Coded, Stamped):
    """Somebody who works for an official, and whom we may ask for by name."""

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="staff_contacts")
    official = models.ForeignKey(Official, models.CASCADE, related_name="staff")
    name = models.CharField(_("name"), max_length=120)
    job = models.CharField(_("what they do there"), max_length=120, blank=True)
    phone = EncryptedTextField(_("phone"), blank=True, default="")
    email = EncryptedTextField(_("email"), blank=True, default="")
    note = EncryptedTextField(_("note"), blank=True, default="")

    class Meta:
        app_label = "campaigns"
        verbose_name = _("staff of an official")
        verbose_name_plural = _("staff of officials")
        ordering = ("name", "id")
        constraints = (SameChapter(field="official", name="staff_contact_same_chapter_official"),)

    def __str__(self) -> str:
        return self.name

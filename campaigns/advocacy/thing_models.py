"""Things and places: the giant letters, the candles, the shop window; who has them, since when, until when."""

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy as _

from chapters.bases import Coded, Stamped
from chapters.constraints import SameChapter, unique_in_chapter
from chapters.encryption import EncryptedTextField


class ThingQuerySet(models.QuerySet["Thing"]):
    def with_holders(self) -> Self:
        """`now` answers without a query."""
        current: Any = ThingHold.objects.current().select_related("member", "partner")
        return self.prefetch_related(Prefetch("holds", current, to_attr="current_holds"))


class Thing(Coded, Stamped):
    """Something we own, or a place we may use."""

    class Kind(models.TextChoices):
        THING = "thing", _("thing")
        PLACE = "place", _("place")

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="things")
    campaign = models.ForeignKey("campaigns.Campaign", models.SET_NULL, null=True, blank=True, related_name="things")
    kind = models.CharField(_("kind"), max_length=5, choices=Kind, default=Kind.THING)
    name = models.CharField(
        _("name"), max_length=120, help_text=_("Like: The giant letters. Or: Window of the bakery.")
    )
    note = models.CharField(_("good to know"), max_length=300, blank=True)

    objects = ThingQuerySet.as_manager()

    class Meta:
        app_label = "campaigns"
        verbose_name = _("thing or place")
        verbose_name_plural = _("things and places")
        ordering = ("name", "id")
        constraints = (
            unique_in_chapter("thing_in_chapter"),
            SameChapter(field="campaign", name="thing_same_chapter_campaign"),
            models.UniqueConstraint(fields=["chapter", "name"], name="thing_name_once"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def now(self) -> "ThingHold | None":
        """Whoever has it; needs `with_holders()`."""
        found: list[ThingHold] = getattr(self, "current_holds")  # noqa: B009  set by the query
        return found[0] if found else None


class ThingHoldQuerySet(models.QuerySet["ThingHold"]):
    def current(self) -> Self:
        return self.filter(ended_on=None)

    def overdue(self, today: date) -> Self:
        return self.current().filter(until_on__lt=today)


class ThingHold(Coded, Stamped):
    """One holder: a member, a partner, or somebody by name; `place` says where it is."""

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="thing_holds")
    thing = models.ForeignKey(Thing, models.CASCADE, related_name="holds")
    member = models.ForeignKey("chapters.Member", models.SET_NULL, null=True, blank=True, related_name="thing_holds")
    partner = models.ForeignKey(
        "chapters.PartnerOrganization", models.SET_NULL, null=True, blank=True, related_name="thing_holds"
    )
    name = EncryptedTextField(_("name"), blank=True, default="")
    place = EncryptedTextField(_("where it is"), blank=True, default="")
    since_on = models.DateField(_("since"))
    until_on = models.DateField(_("until"), null=True, blank=True)
    ended_on = models.DateField(_("given back on"), null=True, blank=True)
    handed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ThingHoldQuerySet.as_manager()

    class Meta:
        app_label = "campaigns"
        verbose_name = _("holder of a thing")
        verbose_name_plural = _("holders of things")
        ordering = ("-since_on", "-id")
        constraints = (
            SameChapter(field="thing", name="thing_hold_same_chapter_thing"),
            SameChapter(field="member", name="thing_hold_same_chapter_member"),
            SameChapter(field="partner", name="thing_hold_same_chapter_partner"),
            models.UniqueConstraint(fields=["thing"], condition=Q(ended_on=None), name="thing_held_by_one"),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=models.F("since_on")), name="thing_hold_until_after_since"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=models.F("since_on")), name="thing_hold_ended_after_since"
            ),
        )

    def __str__(self) -> str:
        return f"{self.thing_id} {self.since_on}"

    @property
    def holder(self) -> str:
        """'' once the person is gone from our lists."""
        return str(self.partner or (self.member and self.member.name) or self.name)

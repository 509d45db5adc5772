"""Who holds an event with us."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chapters.bases import Coded, Stamped, new_secret
from chapters.constraints import SameChapter, unique_in_chapter


class CoHostQuerySet(models.QuerySet["CoHost"]):
    def agreed(self) -> Self:
        return self.filter(state=CoHost.State.YES)


class CoHost(Coded, Stamped):
    """A partner or another chapter beside us. `code` counts who came by their link; `secret` opens their page.

    They see numbers at most, never people.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("asked")
        YES = "yes", _("with us")
        NO = "no", _("not this time")

    class Sees(models.TextChoices):
        NOTHING = "nothing", _("nothing")
        OWN = "own", _("how many came by their link")
        NUMBERS = "numbers", _("all numbers")

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="co_hosts")
    event = models.ForeignKey("campaigns.Event", models.CASCADE, related_name="co_hosts")
    partner = models.ForeignKey(
        "chapters.PartnerOrganization", models.CASCADE, null=True, blank=True, related_name="co_hosted"
    )
    other_chapter = models.ForeignKey(
        "chapters.Chapter", models.CASCADE, null=True, blank=True, related_name="co_hosted"
    )
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.ASKED)
    sees = models.CharField(_("what they see"), max_length=8, choices=Sees, default=Sees.OWN)
    pledge = models.PositiveIntegerField(_("how many they bring"), null=True, blank=True)
    secret = models.CharField(max_length=32, unique=True, default=new_secret, editable=False)

    objects = CoHostQuerySet.as_manager()

    class Meta:
        app_label = "campaigns"
        verbose_name = _("co-host")
        verbose_name_plural = _("co-hosts")
        ordering = ("id",)
        constraints = (
            unique_in_chapter("co_host_in_chapter"),
            SameChapter(field="event", name="co_host_same_chapter_event"),
            SameChapter(field="partner", name="co_host_same_chapter_partner"),
            models.CheckConstraint(
                condition=Q(partner=None) ^ Q(other_chapter=None), name="co_host_partner_or_chapter"
            ),
            models.UniqueConstraint(fields=["event", "partner"], name="co_host_partner_once"),
            models.UniqueConstraint(fields=["event", "other_chapter"], name="co_host_chapter_once"),
        )

    @property
    def look(self) -> str:
        """How the state is shown."""
        return {CoHost.State.ASKED: "asked", CoHost.State.YES: "good"}.get(CoHost.State(self.state), "")

    @property
    def may_see(self) -> str:
        """What was agreed; nothing of an event whose attendance is nobody's business."""
        return CoHost.Sees.NOTHING if self.event.keeps_no_attendance else self.sees

    def __str__(self) -> str:
        return str(self.partner or self.other_chapter)

"""Groups of people around one piece of work."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from chapters.bases import Coded, Stamped
from chapters.constraints import SameChapter, unique_in_chapter
from chapters.encryption import EncryptedTextField


class WorkingGroup(Coded, Stamped):
    """A chapter's own group, such as housing or rapid response, with its own leads."""

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="working_groups")
    name = models.CharField(_("name"), max_length=80)
    members = models.ManyToManyField(
        "chapters.Member", through="chapters.WorkingGroupMember", related_name="working_groups"
    )

    class Meta:
        app_label = "chapters"
        verbose_name = _("working group")
        verbose_name_plural = _("working groups")
        ordering = ("name",)
        constraints = (
            unique_in_chapter("working_group_in_chapter"),
            models.UniqueConstraint(fields=["chapter", "name"], name="working_group_name_once"),
        )

    def __str__(self) -> str:
        return self.name


class WorkingGroupMember(models.Model):
    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="+")
    working_group = models.ForeignKey(WorkingGroup, models.CASCADE, related_name="seats")
    member = models.ForeignKey("chapters.Member", models.CASCADE, related_name="group_seats")
    is_lead = models.BooleanField(_("leads the group"), default=False)

    class Meta:
        app_label = "chapters"
        verbose_name = _("seat in a working group")
        verbose_name_plural = _("seats in working groups")
        constraints = (
            models.UniqueConstraint(fields=["working_group", "member"], name="group_seat_once"),
            SameChapter(field="working_group", name="group_seat_same_chapter_group"),
            SameChapter(field="member", name="group_seat_same_chapter_member"),
        )

    def __str__(self) -> str:
        return f"{self.working_group_id} {self.member_id}"


class PartnerOrganization(Coded, Stamped):
    """A union, a parish, a clinic: an organization we work with. Other chapters do not see that we know it."""

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="partners")
    name = models.CharField(_("name"), max_length=120)
    url = models.URLField(_("web page"), blank=True)
    contact_name = EncryptedTextField(_("whom we know there"), blank=True, default="")
    phone = EncryptedTextField(_("phone"), blank=True, default="")
    email = EncryptedTextField(_("email"), blank=True, default="")
    note = EncryptedTextField(_("note"), blank=True, default="")

    class Meta:
        app_label = "chapters"
        verbose_name = _("partner organization")
        verbose_name_plural = _("partner organizations")
        ordering = ("name",)
        constraints = (
            unique_in_chapter("partner_in_chapter"),
            models.UniqueConstraint(fields=["chapter", "name"], name="partner_name_once"),
        )

    def __str__(self) -> str:
        return self.name

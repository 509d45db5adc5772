"""Toolkits: what a campaign hands out, in versions, and who else may take a copy."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from chapters.bases import Coded, Stamped
from chapters.constraints import SameChapter, unique_in_chapter
from chapters.encryption import EncryptedTextField

if TYPE_CHECKING:
    from chapters.models import Chapter


class ResourceQuerySet(models.QuerySet["Resource"]):
    def newest(self) -> Self:
        return self.filter(~Exists(Resource.objects.filter(replaces=OuterRef("pk"))))

    def public(self) -> Self:
        return self.filter(shared=Resource.Shared.PUBLIC, chapter__closed_at=None)

    def of_others_for(self, chapter: "Chapter") -> Self:
        """What other chapters share with this one: those right above and below in the tree; what is public."""
        near = Q(chapter__parent=chapter)
        if chapter.parent_id:
            near |= Q(chapter=chapter.parent_id)
        seen = Q(shared=Resource.Shared.PUBLIC) | (Q(shared=Resource.Shared.TREE) & near)
        return self.filter(seen, chapter__closed_at=None).exclude(chapter=chapter)


class Resource(Coded, Stamped):
    """A script, a flyer, a picture, talking points or a link. `origin`: the code of what it was copied from."""

    class Kind(models.TextChoices):
        SCRIPT = "script", _("script")
        POINTS = "points", _("talking points")
        FLYER = "flyer", _("flyer")
        GRAPHIC = "graphic", _("picture")
        LINK = "link", _("link")

    class Shared(models.TextChoices):
        OWN = "own", _("our own chapter only")
        TREE = "tree", _("chapters right above and below us")
        PUBLIC = "public", _("everyone")

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="resources")
    campaign = models.ForeignKey("campaigns.Campaign", models.SET_NULL, null=True, blank=True, related_name="resources")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES)
    title = models.CharField(_("name"), max_length=120)
    words = models.TextField(_("words"), blank=True)
    url = models.URLField(_("link"), max_length=400, blank=True)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    replaces = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, related_name="replaced_by", editable=False
    )
    shared = models.CharField(_("who may take it"), max_length=6, choices=Shared, default=Shared.OWN)
    origin = models.CharField(_("copied from"), max_length=32, blank=True, editable=False)
    origin_chapter = models.CharField(_("chapter it was copied from"), max_length=120, blank=True, editable=False)

    objects = ResourceQuerySet.as_manager()

    class Meta:
        app_label = "campaigns"
        verbose_name = _("toolkit item")
        verbose_name_plural = _("toolkit items")
        ordering = ("kind", "title", "language", "-version", "id")
        constraints = (
            unique_in_chapter("resource_in_chapter"),
            SameChapter(field="campaign", name="resource_same_chapter_campaign"),
            SameChapter(field="replaces", name="resource_same_chapter_replaces"),
            models.CheckConstraint(condition=~Q(replaces=models.F("id")), name="resource_replaces_another"),
        )
        indexes = (models.Index(fields=["chapter", "kind", "title"], name="resource_by_kind"),)

    def __str__(self) -> str:
        return self.title


class ResourceFile(Coded):
    """The file of a toolkit item, sealed like everything uploaded: base64 of at most 3 MB."""

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="resource_files")
    resource = models.OneToOneField(Resource, models.CASCADE, related_name="file")
    filename = models.CharField(_("file"), max_length=120)
    content_type = models.CharField(_("type"), max_length=40)
    size = models.PositiveIntegerField(_("bytes"))
    content = EncryptedTextField(_("content"), default="")

    class Meta:
        app_label = "campaigns"
        verbose_name = _("file of a toolkit item")
        verbose_name_plural = _("files of toolkit items")
        ordering = ("-id",)
        constraints = (SameChapter(field="resource", name="resource_file_same_chapter_resource"),)

    def __str__(self) -> str:
        return self.filename

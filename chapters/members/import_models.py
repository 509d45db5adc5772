"""Lists on their way in."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chapters.bases import Coded, Stamped
from chapters.constraints import SameChapter, unique_in_chapter
from chapters.encryption import EncryptedTextField

LATE = timedelta(minutes=3)
UNDOABLE = timedelta(days=30)


class Import(Coded, Stamped):
    """One uploaded list on its way in: the file encrypted, then its rows, then members."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("waiting for its columns")
        READING = "reading", _("being read")
        MAPPED = "mapped", _("waiting for your yes")
        RUNNING = "running", _("coming in")
        DONE = "done", _("done")
        CANCELLED = "cancelled", _("thrown away")
        UNDOING = "undoing", _("being taken back")
        UNDONE = "undone", _("taken back")

    class Origin(models.TextChoices):
        ACTION_NETWORK = "action_network", _("Action Network")
        NATIONBUILDER = "nationbuilder", _("NationBuilder")
        VAN = "van", _("VAN")
        MAILCHIMP = "mailchimp", _("Mailchimp")
        UNSUBSCRIBED = "mailchimp_unsubscribed", _("Mailchimp: people who unsubscribed")
        CLEANED = "mailchimp_cleaned", _("Mailchimp: addresses that do not work")
        GOOGLE = "google", _("Google Contacts")
        MOBILIZE = "mobilize", _("Mobilize")

    class WhenKnown(models.TextChoices):
        FILL = "fill", _("Fill in what is missing")
        UPDATE = "update", _("Change to what the list says")
        SKIP = "skip", _("Leave them as they are")

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="imports")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    filename = models.CharField(_("file"), max_length=120)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.UPLOADED)
    encoding = models.CharField(_("letters"), max_length=20)
    delimiter = models.CharField(_("separator"), max_length=1)
    header = ArrayField(models.CharField(max_length=120), verbose_name=_("columns"), default=list)
    dropped = ArrayField(models.CharField(max_length=120), verbose_name=_("columns never kept"), default=list)
    mapping = models.JSONField(_("meaning of the columns"), default=dict)
    content = EncryptedTextField(_("file content"), blank=True, default="")
    recognized = models.CharField(_("looks like a list from"), max_length=24, choices=Origin, blank=True)
    when_known = models.CharField(
        _("people who are already here"), max_length=6, choices=WhenKnown, default=WhenKnown.FILL
    )
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES, blank=True)
    text_source = models.CharField(_("where they said yes to texts"), max_length=200, blank=True)
    text_wording = models.TextField(_("words they said yes to"), blank=True)
    email_source = models.CharField(_("where they said yes to email"), max_length=200, blank=True)
    email_wording = models.TextField(_("words they said yes to for email"), blank=True)
    row_count = models.PositiveIntegerField(_("rows"), default=0)
    done_count = models.PositiveIntegerField(_("rows done"), default=0)
    made_count = models.PositiveIntegerField(_("people added"), default=0)
    changed_count = models.PositiveIntegerField(_("people updated"), default=0)
    bad_count = models.PositiveIntegerField(_("rows with a problem"), default=0)
    stopped_count = models.PositiveIntegerField(_("people who had said stop"), default=0)
    filled_count = models.PositiveIntegerField(_("known people with something to fill in"), default=0)
    differing_count = models.PositiveIntegerField(_("known people whom the list calls something else"), default=0)
    undone_count = models.PositiveIntegerField(_("rows taken back"), default=0)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("undone by")
    )
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        app_label = "chapters"
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ("-id",)
        constraints = (
            unique_in_chapter("import_in_chapter"),
            models.CheckConstraint(
                condition=Q(text_source="") | ~Q(text_wording=""), name="import_text_source_has_wording"
            ),
        )

    def __str__(self) -> str:
        return self.filename

    @property
    def is_under_way(self) -> bool:
        return self.state in (Import.State.READING, Import.State.RUNNING, Import.State.UNDOING)

    @property
    def is_late(self) -> bool:
        """No worker has held it for a while: they keep trying, and a person should know."""
        since = self.lease_until or self.updated_at
        return self.is_under_way and since < timezone.now() - LATE

    @property
    def has_consent(self) -> bool:
        return bool(self.text_source or self.email_source)

    @property
    def is_of_stops(self) -> bool:
        """Everyone in it said stop or cannot be reached: nothing in such a file is a yes."""
        return self.recognized in (Import.Origin.UNSUBSCRIBED, Import.Origin.CLEANED)

    @property
    def can_be_undone(self) -> bool:
        return self.state == Import.State.DONE and self.undoable_until > timezone.now()

    @property
    def undoable_until(self) -> datetime:
        return (self.finished_at or self.created_at) + UNDOABLE

    @property
    def good_count(self) -> int:
        return self.row_count - self.bad_count


class ImportRow(models.Model):
    """One staged row: its cells encrypted, and what became of it.

    `did` is what a row that is in has made and changed, so that it can be undone: see `arriving.Trace`.
    """

    class State(models.TextChoices):
        NEW = "new", _("new person")
        KNOWN = "known", _("already here")
        TWICE = "twice", _("twice in the file")
        BAD = "bad", _("has a problem")
        DONE = "done", _("in")
        UNDONE = "undone", _("taken back")
        KEPT = "kept", _("kept")

    # Many rows at once: no index that another one covers, and no key beside those of SameChapter below.
    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="+", db_index=False)
    source = models.ForeignKey(Import, models.CASCADE, related_name="rows", db_index=False, db_constraint=False)
    number = models.PositiveIntegerField(_("row"))
    cells = EncryptedTextField(_("cells"))
    did = EncryptedTextField(_("what it changed"), blank=True, default="")
    state = models.CharField(_("state"), max_length=6, choices=State)
    problem = models.CharField(_("problem"), max_length=200, blank=True)
    member = models.ForeignKey(
        "chapters.Member", models.SET_NULL, null=True, blank=True, related_name="+", db_constraint=False
    )

    class Meta:
        app_label = "chapters"
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of imports")
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=["source", "number"], name="import_row_once"),
            SameChapter(field="source", name="import_row_same_chapter_import"),
            SameChapter(field="member", name="import_row_same_chapter_member"),
        )

    def __str__(self) -> str:
        return f"{self.source_id}:{self.number}"

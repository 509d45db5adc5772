"""What one of us promised to do, and people to call through."""

from datetime import date, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chapters.accounts.models import User
from chapters.bases import Coded, Stamped
from chapters.constraints import SameChapter, unique_in_chapter
from chapters.encryption import EncryptedTextField

CALL_LEASE = timedelta(minutes=20)


class TaskQuerySet(models.QuerySet["Task"]):
    def open(self) -> Self:
        """The most pressing first; those without a day last."""
        return self.filter(done_at=None).order_by(models.F("due_on").asc(nulls_last=True), "id")

    def done(self) -> Self:
        return self.exclude(done_at=None).order_by("-done_at", "-id")


class Task(Coded, Stamped):
    """One thing to do, often about a person, before a day. `told_at` is when the assignee heard of it."""

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="tasks")
    member = models.ForeignKey("chapters.Member", models.CASCADE, null=True, blank=True, related_name="tasks")
    text = EncryptedTextField(_("what to do"))
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="tasks", verbose_name=_("who")
    )
    due_on = models.DateField(_("before"), null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    told_at = models.DateTimeField(_("told"), null=True, blank=True, editable=False)

    objects = TaskQuerySet.as_manager()

    class Meta:
        app_label = "chapters"
        verbose_name = _("thing to do")
        verbose_name_plural = _("things to do")
        ordering = ("id",)
        constraints = (SameChapter(field="member", name="task_same_chapter_member"),)
        indexes = (
            models.Index(fields=["chapter", "due_on"], name="task_open", condition=Q(done_at=None)),
            models.Index(fields=["assignee"], name="task_untold", condition=Q(told_at=None, done_at=None)),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.due_on or ''}"

    def is_late(self, today: date) -> bool:
        return self.done_at is None and self.due_on is not None and self.due_on < today

    def finish(self, *, by: User) -> bool:
        """False when somebody did it before."""
        now = timezone.now()
        return Task.objects.filter(pk=self.pk, done_at=None).update(done_at=now, done_by=by, updated_at=now) == 1

    def reopen(self, *, by: User) -> bool:
        now = timezone.now()
        rows = Task.objects.filter(pk=self.pk).exclude(done_at=None)
        return rows.update(done_at=None, done_by=None, updated_at=now) == 1


class CallList(Coded, Stamped):
    """People whom several of us call, one by one; `script` is what to say."""

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="call_lists")
    name = models.CharField(_("what it is about"), max_length=80)
    script = models.TextField(_("what to say"), blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta:
        app_label = "chapters"
        verbose_name = _("list to call through")
        verbose_name_plural = _("lists to call through")
        ordering = ("-id",)
        constraints = (unique_in_chapter("call_list_in_chapter"),)

    def __str__(self) -> str:
        return self.name


class CallQuerySet(models.QuerySet["Call"]):
    def open(self, today: date) -> Self:
        """Nobody reached them yet, and their day has come."""
        return self.filter(Q(outcome="") | Q(outcome__in=Call.AGAIN)).filter(Q(call_on=None) | Q(call_on__lte=today))

    def free_for(self, user: User) -> Self:
        """Nobody else has them on the phone."""
        is_free = Q(lease_until=None) | Q(lease_until__lt=timezone.now()) | Q(claimed_by=user)
        return self.filter(is_free)


class Call(Coded, Stamped):
    """One person on a list. Whoever has claimed it calls them, until the lease ends."""

    class Outcome(models.TextChoices):
        REACHED = "reached", _("reached")
        NO_ANSWER = "no_answer", _("no answer")
        CALL_BACK = "call_back", _("call back later")
        WRONG_NUMBER = "wrong_number", _("wrong number")
        STOP = "stop", _("asked to stop")

    AGAIN = (Outcome.NO_ANSWER, Outcome.CALL_BACK)

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="calls")
    call_list = models.ForeignKey(CallList, models.CASCADE, related_name="calls")
    member = models.ForeignKey("chapters.Member", models.CASCADE, related_name="calls")
    outcome = models.CharField(_("what came of it"), max_length=12, choices=Outcome, blank=True, default="")
    tries = models.PositiveSmallIntegerField(_("times called"), default=0)
    call_on = models.DateField(_("not before"), null=True, blank=True)
    called_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    called_at = models.DateTimeField(_("last called"), null=True, blank=True)
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)

    objects = CallQuerySet.as_manager()

    class Meta:
        app_label = "chapters"
        verbose_name = _("person to call")
        verbose_name_plural = _("people to call")
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=["call_list", "member"], name="call_once_per_list"),
            SameChapter(field="call_list", name="call_same_chapter_list"),
            SameChapter(field="member", name="call_same_chapter_member"),
        )
        indexes = (models.Index(fields=["call_list", "outcome"], name="call_by_outcome"),)

    def __str__(self) -> str:
        return f"{self.call_list_id} {self.member_id} {self.outcome}"

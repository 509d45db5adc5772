"""Who calls a new person first, and by when."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chapters.bases import Coded, Stamped
from chapters.constraints import SameChapter
from chapters.members.consent_models import Channel, Consent, OptOut

CALL_WITHIN = timedelta(hours=48)
TRY_AGAIN = timedelta(days=1)
LATER = timedelta(days=2)
TRIES = 4


class WelcomeQuerySet(models.QuerySet["Welcome"]):
    def waiting(self) -> "WelcomeQuerySet":
        """Not called yet and free to be called: who said no to us in the meantime is left in peace. The longest wait
        first."""
        said = Consent.objects.filter(member=OuterRef("member"), channel=Channel.TEXT).order_by("-id")
        stopped = OptOut.objects.against(Channel.TEXT, OuterRef("member__phone_index"), OuterRef("chapter_id"))
        free = self.alias(said=Subquery(said.values("is_given")[:1])).filter(Q(said=None) | Q(said=True))
        found = free.filter(~models.Exists(stopped), ended_at=None).exclude(member__phone_index="")
        return found.order_by("joined_at", "id")


class Welcome(Coded, Stamped):
    """One call to a person who just joined. It ends when they were reached, or after some tries."""

    class Outcome(models.TextChoices):
        REACHED = "reached", _("reached them")
        NO_ANSWER = "no_answer", _("no answer")
        LATER = "later", _("call again later")

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="welcomes")
    member = models.ForeignKey("chapters.Member", models.CASCADE, related_name="welcomes")
    caller = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("caller")
    )
    joined_at = models.DateTimeField(_("joined"))
    due_at = models.DateTimeField(_("call before"))
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    outcome = models.CharField(_("how it went"), max_length=10, choices=Outcome, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = WelcomeQuerySet.as_manager()

    class Meta:
        app_label = "chapters"
        verbose_name = _("welcome call")
        verbose_name_plural = _("welcome calls")
        constraints = (
            SameChapter(field="member", name="welcome_same_chapter_member"),
            models.UniqueConstraint(fields=["member"], name="welcome_once_per_member"),
        )
        indexes = (models.Index(fields=["chapter", "joined_at"], name="welcome_waiting", condition=Q(ended_at=None)),)

    def __str__(self) -> str:
        return f"{self.member_id} {self.due_at:%Y-%m-%d}"

    @property
    def is_late(self) -> bool:
        return self.due_at < timezone.now()

    def went(self, outcome: str) -> None:
        """Write down how a call went. After the last try without an answer nobody is asked again."""
        now = timezone.now()
        self.outcome = outcome
        self.tries += outcome != self.Outcome.LATER
        is_over = outcome == self.Outcome.REACHED or (outcome == self.Outcome.NO_ANSWER and self.tries >= TRIES)
        self.ended_at = now if is_over else None
        if not is_over:
            self.due_at = now + (LATER if outcome == self.Outcome.LATER else TRY_AGAIN)
        self.save(update_fields=["outcome", "tries", "ended_at", "due_at", "updated_at"])

"""What we ask people to do besides coming: calls, letters, petitions, pledges, comments, visits; and what was done."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chapters.bases import Coded, Stamped, Translated, Translation
from chapters.constraints import SameChapter, unique_in_chapter
from chapters.encryption import EncryptedTextField


class ActionQuerySet(models.QuerySet["Action"]):
    def open(self) -> Self:
        now = timezone.now()
        return self.filter(Q(closes_at=None) | Q(closes_at__gt=now), published_at__lte=now)

    def with_words(self) -> Self:
        return self.select_related("chapter", "campaign").prefetch_related("texts")

    def for_page(self) -> Self:
        """With all that its public page says, but for the officials."""
        return self.with_words().prefetch_related("campaign__texts", "scripts__texts")


class Action(Coded, Stamped, Translated):
    """One thing to do. `taken_count` is kept: people who did it, paper included.

    `cites` is the version of a bill that its words speak of; `rewrite_since` is set when a newer one came.
    """

    class Kind(models.TextChoices):
        CALL = "call", _("call an official")
        LETTER = "letter", _("write a letter or email")
        PETITION = "petition", _("sign a petition")
        PLEDGE = "pledge", _("make a pledge")
        COMMENT = "comment", _("make a public comment")
        VISIT = "visit", _("visit an office")
        SOCIAL = "social", _("post about it")

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="actions")
    campaign = models.ForeignKey("campaigns.Campaign", models.CASCADE, related_name="actions")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    cites = models.ForeignKey(
        "campaigns.MeasureVersion", models.SET_NULL, null=True, blank=True, related_name="actions"
    )
    goal = models.PositiveIntegerField(_("goal"), null=True, blank=True)
    published_at = models.DateTimeField(_("open since"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    rewrite_since = models.DateTimeField(_("to be rewritten since"), null=True, blank=True, editable=False)
    is_by_zip = models.BooleanField(_("find their officials by ZIP"), default=False)
    url = models.URLField(_("page where it is done"), max_length=400, blank=True)
    hashtags = models.CharField(_("hashtags"), max_length=120, blank=True)
    body = models.CharField(
        _("before which body"), max_length=120, blank=True, help_text=_("Like: Los Angeles City Council")
    )
    agenda_item = models.CharField(
        _("agenda item or file number"), max_length=120, blank=True, help_text=_("Like: Item 12, 17-0002-S1")
    )
    taken_count = models.PositiveIntegerField(_("done"), default=0, editable=False)

    objects = ActionQuerySet.as_manager()

    class Meta:
        app_label = "campaigns"
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        ordering = ("-id",)
        constraints = (
            unique_in_chapter("action_in_chapter"),
            SameChapter(field="campaign", name="action_same_chapter_campaign"),
            SameChapter(field="cites", name="action_same_chapter_cites"),
        )

    def __str__(self) -> str:
        return self.words("title") or self.get_kind_display()

    @property
    def is_published(self) -> bool:
        return self.published_at is not None and self.published_at <= timezone.now()

    @property
    def is_closed(self) -> bool:
        return self.closes_at is not None and self.closes_at <= timezone.now()

    @property
    def is_open(self) -> bool:
        return self.is_published and not self.is_closed


class ActionText(Translation):
    parent = models.ForeignKey(Action, models.CASCADE, related_name="texts")
    title = models.CharField(_("what to do"), max_length=100, help_text=_("Like: Call Council Member Cedros"))
    why = models.TextField(_("why, in a few sentences"), blank=True)
    words = models.TextField(_("words to say or sign"), blank=True)
    thanks = models.CharField(_("thanks"), max_length=300, blank=True)

    class Meta:
        app_label = "campaigns"
        verbose_name = _("words of an action")
        verbose_name_plural = _("words of actions")
        constraints = (models.UniqueConstraint(fields=["parent", "language"], name="action_text_once_per_language"),)

    def __str__(self) -> str:
        return self.title


class ActionTarget(Coded):
    """Whom an action turns to, in order."""

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="action_targets")
    action = models.ForeignKey(Action, models.CASCADE, related_name="action_targets")
    official = models.ForeignKey("campaigns.Official", models.CASCADE, related_name="action_targets")
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        app_label = "campaigns"
        verbose_name = _("official of an action")
        verbose_name_plural = _("officials of actions")
        ordering = ("order", "id")
        constraints = (
            models.UniqueConstraint(fields=["action", "official"], name="action_target_once"),
            SameChapter(field="action", name="action_target_same_chapter_action"),
            SameChapter(field="official", name="action_target_same_chapter_official"),
        )

    def __str__(self) -> str:
        return f"{self.action_id} {self.official_id}"


class ActionScript(Coded, Translated):
    """Words for one official, or for all who stand alike. Read out is the closest: official, then tone, then all."""

    class Tone(models.TextChoices):
        ANY = "", _("any")
        PERSUADE = "persuade", _("persuade: no promise yet")
        THANK = "thank", _("thank: with us")
        PRESS = "press", _("press: against")

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="action_scripts")
    action = models.ForeignKey(Action, models.CASCADE, related_name="scripts")
    official = models.ForeignKey(
        "campaigns.Official", models.CASCADE, null=True, blank=True, related_name="action_scripts"
    )
    tone = models.CharField(_("for those who"), max_length=8, choices=Tone, blank=True)

    class Meta:
        app_label = "campaigns"
        verbose_name = _("script")
        verbose_name_plural = _("scripts")
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=["action", "official", "tone"], nulls_distinct=False, name="action_script_once"
            ),
            SameChapter(field="action", name="action_script_same_chapter_action"),
            SameChapter(field="official", name="action_script_same_chapter_official"),
        )

    def __str__(self) -> str:
        return f"{self.action_id} {self.official_id or self.tone}"


class ActionScriptText(Translation):
    parent = models.ForeignKey(ActionScript, models.CASCADE, related_name="texts")
    words = models.TextField(_("words"))

    class Meta:
        app_label = "campaigns"
        verbose_name = _("words of a script")
        verbose_name_plural = _("words of scripts")
        constraints = (models.UniqueConstraint(fields=["parent", "language"], name="script_text_once_per_language"),)

    def __str__(self) -> str:
        return self.words[:80]


class ActionTaken(Coded):
    """One person did it once. `key` says what "once" means and holds no name.

    What counts for the goal are the outcomes in `COUNTED`, and of those on paper the number of their batch.
    `member` is known when they came by their own link or gave their address; it goes with time, the count stays.
    """

    class Outcome(models.TextChoices):
        DONE = "done", _("done")
        SPOKE = "spoke", _("talked with someone")
        MESSAGE = "message", _("left a message")
        NO_ANSWER = "no_answer", _("nobody answered")
        BUSY = "busy", _("line busy or mailbox full")
        WRONG = "wrong", _("wrong number")

    class Source(models.TextChoices):
        LINK = "link", _("own link")
        SHARED = "shared", _("shared link")
        TEXT = "text", _("by text")
        PAPER = "paper", _("on paper")
        LEAD = "lead", _("entered by a lead")

    COUNTED = (Outcome.DONE, Outcome.SPOKE, Outcome.MESSAGE)

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="actions_taken")
    action = models.ForeignKey(Action, models.CASCADE, related_name="taken")
    official = models.ForeignKey(
        "campaigns.Official", models.SET_NULL, null=True, blank=True, related_name="actions_taken"
    )
    member = models.ForeignKey("chapters.Member", models.SET_NULL, null=True, blank=True, related_name="actions_taken")
    call_to_action = models.ForeignKey(
        "campaigns.CallToAction", models.SET_NULL, null=True, blank=True, related_name="actions_taken"
    )
    outcome = models.CharField(_("how it went"), max_length=10, choices=Outcome, default=Outcome.DONE)
    source = models.CharField(_("how it came in"), max_length=6, choices=Source)
    key = models.CharField(max_length=120, unique=True, editable=False)
    name = EncryptedTextField(_("name to be shown"), blank=True, default="")
    place = EncryptedTextField(_("ZIP or city to be shown"), blank=True, default="")
    words = EncryptedTextField(_("in their words"), blank=True, default="")
    is_name_public = models.BooleanField(_("their name may be shown"), default=False)
    taken_at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        app_label = "campaigns"
        verbose_name = _("action taken")
        verbose_name_plural = _("actions taken")
        ordering = ("-taken_at", "-id")
        constraints = (
            unique_in_chapter("action_taken_in_chapter"),
            SameChapter(field="action", name="action_taken_same_chapter_action"),
            SameChapter(field="official", name="action_taken_same_chapter_official"),
            SameChapter(field="member", name="action_taken_same_chapter_member"),
            SameChapter(field="call_to_action", name="action_taken_same_chapter_call"),
        )
        indexes = (
            models.Index(fields=["action", "official", "taken_at"], name="action_taken_by_official"),
            models.Index(fields=["member", "action"], name="action_taken_by_member"),
        )

    def __str__(self) -> str:
        return f"{self.action_id} {self.outcome}"

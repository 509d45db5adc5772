"""People who sign in, and invitations to a chapter."""

from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chapters.bases import Coded, Stamped, new_secret

INVITATION_LIFE = timedelta(days=7)
RECOVERY_LIFE = timedelta(days=4)


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, **fields: Any) -> "User":
        """A person without a password: everyone signs in by a code, a passkey or an authenticator."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_unusable_password()
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, **fields: Any) -> "User":
        fields.pop("password", None)
        return self.create_user(email, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin, Coded):
    """A person who signs in. Their email is in clear here and in allauth: the stated exception."""

    email = models.EmailField(_("email"), unique=True)
    name = models.CharField(_("name"), max_length=80, blank=True)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES, blank=True)
    is_staff = models.BooleanField(_("may open the admin"), default=False)
    is_active = models.BooleanField(_("may sign in"), default=True)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = (models.UniqueConstraint(Lower("email"), name="user_email_once_in_any_case"),)

    def __str__(self) -> str:
        return self.name or self.email

    def end_sessions(self) -> None:
        """Sessions carry a hash of the password; this account has none, so a new unusable one ends them all."""
        self.set_unusable_password()
        self.save(update_fields=["password"])

    def get_short_name(self) -> str:
        return self.name.split(" ")[0] if self.name else self.email.split("@")[0]


def invitation_ends() -> Any:
    return timezone.now() + INVITATION_LIFE


class Invitation(Coded, Stamped):
    """An offer of a role, by a secret link sent to one email address."""

    chapter = models.ForeignKey("chapters.Chapter", models.CASCADE, related_name="invitations")
    email = models.EmailField(_("email"))
    kind = models.CharField(_("role"), max_length=12)
    role_expires_at = models.DateTimeField(_("role until"), null=True, blank=True)
    secret = models.CharField(max_length=32, unique=True, default=new_secret, editable=False)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    expires_at = models.DateTimeField(_("open until"), default=invitation_ends)
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    accepted_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta:
        app_label = "chapters"
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = (
            models.UniqueConstraint(
                "chapter",
                Lower("email"),
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="invitation_one_open_per_address",
            ),
        )

    def __str__(self) -> str:
        return f"{self.email} · {self.kind}"

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and self.withdrawn_at is None and self.expires_at > timezone.now()

    def is_for(self, user: User) -> bool:
        return self.email.lower() == user.email.lower()


class DeviceQuerySet(models.QuerySet["Device"]):
    def signed_in(self) -> "DeviceQuerySet":
        """With a session that still opens pages, the last seen first."""
        live = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
        return self.exclude(session_key="").filter(session_key__in=live).order_by("-seen_at", "-id")


class Device(Coded):
    """A phone or computer on which a person signed in. No address and no name of a browser is kept: `mark` is the
    keyed hash of a cookie, `seen_at` is true to the hour. `session_key` is "" once it is signed out."""

    class Kind(models.TextChoices):
        PHONE = "phone", _("phone")
        TABLET = "tablet", _("tablet")
        COMPUTER = "computer", _("computer")

    user = models.ForeignKey(User, models.CASCADE, related_name="devices")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    mark = models.CharField(max_length=64, editable=False)
    session_key = models.CharField(max_length=40, blank=True, editable=False)
    since_on = models.DateField(_("since"), default=timezone.localdate)
    seen_at = models.DateTimeField(_("last seen"))

    objects = DeviceQuerySet.as_manager()

    class Meta:
        app_label = "chapters"
        verbose_name = _("phone or computer")
        verbose_name_plural = _("phones and computers")
        constraints = (models.UniqueConstraint(fields=["user", "mark"], name="device_once_per_user"),)

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind}"

    def end(self) -> None:
        """Its session opens nothing any more."""
        Session.objects.filter(session_key=self.session_key).delete()
        self.session_key = ""
        self.save(update_fields=["session_key"])


class RecoveryQuerySet(models.QuerySet["Recovery"]):
    def open(self) -> "RecoveryQuerySet":
        """Asked for lately, and neither used nor refused."""
        return self.filter(ended_at=None, created_at__gt=timezone.now() - RECOVERY_LIFE)


class Recovery(Coded, Stamped):
    """Somebody lost what proves that it is them. Two others who spoke with them say yes; then a link, once, takes the
    lost proofs away. `opens_at` is None until enough have said yes."""

    user = models.ForeignKey(User, models.CASCADE, related_name="recoveries")
    secret = models.CharField(max_length=32, unique=True, default=new_secret, editable=False)
    first_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    second_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    opens_at = models.DateTimeField(_("link works from"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = RecoveryQuerySet.as_manager()

    class Meta:
        app_label = "chapters"
        verbose_name = _("lost proof")
        verbose_name_plural = _("lost proofs")
        constraints = (
            models.UniqueConstraint(fields=["user"], condition=Q(ended_at=None), name="recovery_one_open_per_user"),
            models.CheckConstraint(
                condition=Q(second_by=None) | ~Q(second_by=models.F("first_by")), name="recovery_by_two_people"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.code}"

    @property
    def is_ready(self) -> bool:
        return self.ended_at is None and self.opens_at is not None and self.opens_at <= timezone.now()

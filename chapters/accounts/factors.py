"""Second factors: what a change means for others, and how many leads are protected."""

from collections.abc import Iterable

from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils.translation import gettext as _

from chapters import audit
from chapters.access import Can, may
from chapters.accounts import letters
from chapters.models import Chapter, Role, User
from chapters.setup import Step

ADDED = ("totp_activated", "webauthn_added")
# Making new recovery codes is told to the person alone.
TOLD_TO_LEADS = (*ADDED, "totp_deactivated", "webauthn_removed")


def changed(change: str, *, by: User) -> None:
    """Write it down and tell the other leads wherever this person leads: a thief would do this first."""
    audit.record("factor_changed", chapter=None, by=by, change=change)
    if change not in TOLD_TO_LEADS:
        return
    tell_leads(by, letter="factor_changed")


def tell_leads(user: User, *, letter: str) -> None:
    """The other leads of every chapter in which this person may see how to reach people, each in their language."""
    for role in Role.objects.current().filter(user=user).select_related("chapter"):
        if may(role.kind, Can.SEE_PEOPLE):
            for other in other_leads(role.chapter, user):
                letters.post(letter, to=other.email, user=other, person=user, chapter=role.chapter)


def other_leads(chapter: Chapter, user: User) -> list[User]:
    roles = Role.objects.current().leads().filter(chapter=chapter).exclude(user=user).select_related("user")
    return [role.user for role in roles]


def protected(users: Iterable[int]) -> set[int]:
    """Those of the user ids who have a second factor; recovery codes alone are none."""
    held = Authenticator.objects.filter(user__in=users).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return set(held.values_list("user_id", flat=True))


def protected_leads(chapter: Chapter) -> int:
    """Leads who can approve today: a current role, an account that may sign in, a second factor."""
    leads = Role.objects.current().leads().filter(chapter=chapter, user__is_active=True)
    return len(protected(leads.values_list("user_id", flat=True)))


def steps(chapter: Chapter) -> list[Step]:
    return [
        Step(
            _("A second lead with a passkey or an authenticator"),
            _("The one who writes a message to many people cannot also approve it."),
            protected_leads(chapter) >= 2,
            reverse("chapters:accounts_team", args=[chapter.slug]),
        )
    ]

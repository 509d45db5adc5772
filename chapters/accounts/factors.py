"""Second factors: what a change means for others, and how many leads are protected."""

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef

from chapters import audit
from chapters.accounts import letters
from chapters.models import Chapter, Role, User

ADDED = ("totp_activated", "webauthn_added")
# Making new recovery codes is told to the person alone.
TOLD_TO_LEADS = (*ADDED, "totp_deactivated", "webauthn_removed")


def changed(change: str, *, by: User) -> None:
    """Write it down and tell the other leads wherever this person leads: a thief would do this first."""
    audit.record("factor_changed", chapter=None, by=by, change=change)
    if change not in TOLD_TO_LEADS:
        return
    for role in Role.objects.current().leads().filter(user=by).select_related("chapter"):
        for other in other_leads(role.chapter, by):
            letters.post("factor_changed", to=other.email, user=other, person=by, chapter=role.chapter)


def other_leads(chapter: Chapter, user: User) -> list[User]:
    roles = Role.objects.current().leads().filter(chapter=chapter).exclude(user=user).select_related("user")
    return [role.user for role in roles]


def protected_leads(chapter: Chapter) -> int:
    """Leads who can approve today: a current role, an account that may sign in, a second factor."""
    factor = Authenticator.objects.filter(user=OuterRef("user")).exclude(type=Authenticator.Type.RECOVERY_CODES)
    leads = Role.objects.current().leads().filter(chapter=chapter, user__is_active=True)
    return leads.filter(Exists(factor)).count()

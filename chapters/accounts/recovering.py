"""A person lost the phone that proves it is them: two others who spoke with them open a way back.

Every step is written down and told. Where only one other person exists, their yes is enough after a pause of a day, in
which that person can still say no.
"""

from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from chapters import audit
from chapters.accounts import factors, letters
from chapters.models import Chapter, Recovery, Role, User

PAUSE = timedelta(hours=24)


def vouchers(user: User) -> dict[User, Chapter]:
    """Who may say yes, and where: leads of the same chapters, and of the bodies above, with a second proof."""
    chapters = Chapter.objects.of(user)
    found: dict[User, Chapter] = {}
    for where in (chapters, Chapter.objects.open().filter(children__in=chapters)):
        leads = Role.objects.current().leads().filter(chapter__in=where, user__is_active=True).exclude(user=user)
        for role in leads.select_related("user", "chapter").order_by("pk"):
            found.setdefault(role.user, role.chapter)
    held = factors.protected([lead.pk for lead in found])
    return {lead: chapter for lead, chapter in found.items() if lead.pk in held}


@transaction.atomic
def ask(user: User) -> Recovery | None:
    """None where nobody could say yes. Asking again while one is open changes nothing."""
    Recovery.objects.filter(user=user, ended_at=None).exclude(pk__in=Recovery.objects.open()).update(
        ended_at=timezone.now()
    )
    who = vouchers(user)
    if not who:
        return None
    recovery, is_new = Recovery.objects.get_or_create(user=user, ended_at=None)
    if is_new:
        for lead, chapter in who.items():
            link = reverse("chapters:accounts_recovery", args=[chapter.slug, recovery.code])
            letters.post("recovery_asked", to=lead.email, user=lead, person=user, chapter=chapter, link=link)
        letters.post("recovery_of_yours", to=user.email, user=user)
        audit.record("recovery_asked", chapter=None, by=user, subject=user)
    return recovery


@transaction.atomic
def vouch(recovery: Recovery, *, by: User, chapter: Chapter) -> None:
    """One yes. The second opens the link; a single one does after a pause, where nobody else exists."""
    held = Recovery.objects.select_for_update().get(pk=recovery.pk)
    if held.opens_at or by in (held.first_by, held.user):
        return
    is_alone = len(vouchers(held.user)) == 1
    if held.first_by is None:
        held.first_by = by
    else:
        held.second_by = by
    if held.second_by or is_alone:
        held.opens_at = timezone.now() + (PAUSE if is_alone else timedelta(0))
        link = reverse("chapters:accounts_recover", args=[held.secret])
        letters.post("recovery_link", to=held.user.email, user=held.user, link=link, is_alone=is_alone)
    held.save()
    audit.record("recovery_yes", chapter=chapter, by=by, subject=held.user)


@transaction.atomic
def refuse(recovery: Recovery, *, by: User, chapter: Chapter | None) -> None:
    """It was not them: the link never works, and everyone who was asked hears of it."""
    if Recovery.objects.filter(pk=recovery.pk, ended_at=None).update(ended_at=timezone.now()):
        for lead in vouchers(recovery.user):
            letters.post("recovery_refused", to=lead.email, user=lead, person=recovery.user, by=by)
        letters.post("recovery_refused", to=recovery.user.email, user=recovery.user, person=recovery.user, by=by)
        audit.record("recovery_no", chapter=chapter, by=by, subject=recovery.user)


@transaction.atomic
def use(recovery: Recovery) -> bool:
    """Takes the lost proofs away and ends every session; False when the link does not work, or not any more."""
    held = Recovery.objects.select_for_update().select_related("user").get(pk=recovery.pk)
    if not held.is_ready or not Recovery.objects.open().filter(pk=held.pk).exists():
        return False
    held.ended_at = timezone.now()
    held.save()
    Authenticator.objects.filter(user=held.user).delete()
    held.user.end_sessions()
    held.user.devices.update(session_key="")
    letters.post("recovered_yours", to=held.user.email, user=held.user)
    factors.tell_leads(held.user, letter="recovered")
    audit.record("recovered", chapter=None, by=held.user, subject=held.user)
    return True

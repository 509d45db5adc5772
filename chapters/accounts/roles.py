"""Who may do what in a chapter: offering a role, taking it up, changing it and ending it.

Every act is written down, and the other leads are told by email.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from chapters import audit
from chapters.accounts import letters
from chapters.accounts.factors import other_leads
from chapters.models import Chapter, Invitation, Role, User


@transaction.atomic
def invite(chapter: Chapter, *, email: str, kind: str, until: datetime | None, by: User) -> Invitation:
    """Offer a role. A second offer to the same address replaces the first, with a new link."""
    chapter.invitations.filter(email__iexact=email, accepted_at=None, withdrawn_at=None).update(
        withdrawn_at=timezone.now()
    )
    invitation = chapter.invitations.create(email=email.lower(), kind=kind, role_expires_at=until, invited_by=by)
    user = User.objects.filter(email__iexact=email).first()
    link = reverse("chapters:accounts_join", args=[invitation.secret])
    words = {"chapter": chapter, "kind": Role.Kind(kind).label, "link": link, "by": by}
    letters.post("invitation", to=invitation.email, user=user, **words)
    audit.record("invited", chapter=chapter, by=by, subject=invitation, kind=kind)
    return invitation


@transaction.atomic
def withdraw(invitation: Invitation, *, by: User) -> None:
    """Close the link. One that was taken up stays as it is: the role is ended on the team page."""
    changed = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None).update(
        withdrawn_at=timezone.now()
    )
    if changed:
        audit.record("invitation_withdrawn", chapter=invitation.chapter, by=by, subject=invitation)


@transaction.atomic
def accept(invitation: Invitation, *, by: User) -> Role | None:
    """Take the role up; None when the link was used or closed in the meantime. Whoever has a role here keeps it."""
    now = timezone.now()
    still_open = Invitation.objects.filter(
        pk=invitation.pk, accepted_at=None, withdrawn_at=None, expires_at__gt=now
    ).update(accepted_at=now, accepted_by=by)
    if not still_open:
        return None
    chapter = invitation.chapter
    held = chapter.roles.current().filter(user=by).first()
    if held:
        return held
    given = {"kind": invitation.kind, "expires_at": invitation.role_expires_at, "granted_by": invitation.invited_by}
    role, _made = chapter.roles.update_or_create(user=by, defaults=given)
    tell_leads(role, letter="new_role", by=by)
    audit.record("invitation_accepted", chapter=chapter, by=by, subject=invitation, kind=role.kind)
    return role


@transaction.atomic
def change(role: Role, *, kind: str, until: datetime | None, by: User) -> None:
    """Raises ValidationError when the chapter would be left without a lead."""
    keep_a_lead(role, stays=kind == Role.Kind.LEAD and until is None)
    before, role.kind, role.expires_at, role.granted_by = role.kind, kind, until, by
    role.save()
    tell_leads(role, letter="new_role", by=by)
    letters.post("your_role", to=role.user.email, user=role.user, role=role, chapter=role.chapter, by=by)
    audit.record("role_changed", chapter=role.chapter, by=by, subject=role.user, before=before, after=kind)


@transaction.atomic
def end(role: Role, *, by: User) -> None:
    """Raises ValidationError when the chapter would be left without a lead."""
    keep_a_lead(role, stays=False)
    chapter, user, kind = role.chapter, role.user, role.kind
    role.delete()
    if user != by:
        letters.post("role_ended", to=user.email, user=user, chapter=chapter, by=by)
    audit.record("role_ended", chapter=chapter, by=by, subject=user, kind=kind)


def keep_a_lead(role: Role, *, stays: bool) -> None:
    Chapter.objects.select_for_update().get(pk=role.chapter_id)  # two leads cannot remove each other at once
    if not stays and is_last_lead(role):
        raise ValidationError(_("You are the last lead. Make someone else a lead first, without an end date."))


def is_last_lead(role: Role) -> bool:
    """No other lead whose role has no end."""
    others = Role.objects.leads().filter(chapter=role.chapter_id, expires_at=None, user__is_active=True)
    return role.kind == Role.Kind.LEAD and not others.exclude(pk=role.pk).exists()


def tell_leads(role: Role, *, letter: str, by: User) -> None:
    for lead in other_leads(role.chapter, by):
        if lead != role.user:
            letters.post(letter, to=lead.email, user=lead, role=role, chapter=role.chapter, by=by)

"""How an organization comes to stand under a letter: it asks, confirms by email or is confirmed by a lead."""

import re
import unicodedata
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from campaigns.advocacy.shelf_models import SignOn, SignOnLetter
from campaigns.messaging import outbox
from campaigns.messaging.models import Delivery
from chapters import audit
from chapters.members import proving
from chapters.models import Channel, User

State, Source = SignOn.State, SignOn.Source
WAITING_AT_MOST = 500  # under one letter: whoever types names all night fills no table


class Closed(Exception):
    """The letter takes no signatures any more."""


class SignedAlready(Exception):
    """The organization stands under the letter."""


class Full(Exception):
    """Too many wait to be confirmed."""


def key_of(organization: str) -> str:
    """Letters and digits only, without accents and capitals: "CHIRLA, Inc." and "chirla inc" are one."""
    plain = unicodedata.normalize("NFKD", organization.casefold())
    return re.sub(r"[\W_]", "", "".join(letter for letter in plain if not unicodedata.combining(letter)))


def stands(letter: SignOnLetter, organization: str) -> bool:
    return letter.sign_ons.filter(key=key_of(organization), state=State.SIGNED).exists()


@transaction.atomic
def begin(letter: SignOnLetter, given: dict[str, Any], *, language: str) -> SignOn:
    """Waits for the link in the email, or for a lead. Raises Closed, SignedAlready or Full."""
    if not letter.is_open:
        raise Closed
    if stands(letter, given["organization"]):
        raise SignedAlready
    same = letter.sign_ons.filter(key=key_of(given["organization"]), state=State.WAITING)
    mine = next((row for row in same if row.email == given["email"]), None)
    if mine is None and letter.sign_ons.waiting().count() >= WAITING_AT_MOST:
        raise Full
    sign_on = mine or SignOn(chapter=letter.chapter, letter=letter, language=language)
    for name in ("organization", "signer_name", "signer_title", "email"):
        setattr(sign_on, name, given[name])
    sign_on.key = key_of(given["organization"])
    sign_on.save()
    send_link(sign_on)
    return sign_on


def send_link(sign_on: SignOn) -> Delivery | None:
    """None when the chapter sends no email, or the address got many today: a lead confirms then."""
    if not proving.may_send_to(sign_on.email_index):
        return None
    letter = sign_on.letter
    with translation.override(sign_on.language):
        facts = {
            "chapter": letter.chapter.name,
            "letter": letter,
            "link": settings.PUBLIC_URL + reverse("campaigns:advocacy_sign_yes", args=[sign_on.secret]),
        }
        subject = _("Please confirm: your organization signs “%(letter)s”") % facts
        # Nothing that was typed: it may be an advertisement.
        body = _(
            "Somebody put your organization under a letter of %(chapter)s: “%(letter)s”.\n\nYes, we sign: %(link)s\n\n"
            "If you do not know about this, do nothing. Then your organization does not stand under it."
        )
        body %= facts
    return outbox.queue(
        key=f"sign:{sign_on.code}:{timezone.now():%Y%m%d%H%M}",
        chapter=letter.chapter,
        purpose=Delivery.Purpose.CONFIRM,
        channel=Channel.EMAIL,
        member=None,
        address=sign_on.email,
        language=sign_on.language,
        subject=subject,
        body=body,
        despite_stop=True,
    )


@transaction.atomic
def confirm(sign_on: SignOn, *, by: User | None = None) -> SignOn:
    """The yes of whoever reads the email, or of a lead. What was filled in before the last day may still be confirmed
    until the letter is closed by hand. Raises Closed or SignedAlready; twice is once."""
    letter = SignOnLetter.objects.select_for_update().get(pk=sign_on.letter_id)
    sign_on = SignOn.objects.select_for_update().select_related("letter", "chapter").get(pk=sign_on.pk)
    if sign_on.state == State.SIGNED:
        return sign_on
    is_over = letter.state != SignOnLetter.State.OPEN if by is None else letter.state == SignOnLetter.State.DELIVERED
    if is_over or (by is None and sign_on.state == State.REMOVED):
        raise Closed
    if stands(letter, sign_on.organization):
        raise SignedAlready
    sign_on.state, sign_on.source = State.SIGNED, Source.LEAD if by else Source.EMAIL
    sign_on.signed_at, sign_on.decided_by = timezone.now(), by
    sign_on.save()
    if by:
        audit.record("sign_on_signed", chapter=sign_on.chapter, by=by, subject=sign_on)
    return sign_on


@transaction.atomic
def remove(sign_on: SignOn, *, by: User) -> None:
    SignOn.objects.filter(pk=sign_on.pk).update(state=State.REMOVED, signed_at=None, source="", decided_by=by)
    audit.record("sign_on_removed", chapter=sign_on.chapter, by=by, subject=sign_on)


@transaction.atomic
def move(letter: SignOnLetter, state: str, *, by: User) -> None:
    """Open, close or deliver it; also back, after a wrong tap."""
    letter.state = state
    letter.delivered_on = letter.today if state == SignOnLetter.State.DELIVERED else None
    letter.save(update_fields=["state", "delivered_on", "updated_at"])
    audit.record("letter_moved", chapter=letter.chapter, by=by, subject=letter, state=state)


def block(letter: SignOnLetter) -> str:
    """The signatures as they stand under a letter: the organization, and who signs for it. Never an email."""
    return "\n\n".join("\n".join(filter(None, lines(sign_on))) for sign_on in letter.sign_ons.signed()) + "\n"


def lines(sign_on: SignOn) -> tuple[str, str]:
    return sign_on.organization, ", ".join(filter(None, (sign_on.signer_name, sign_on.signer_title)))

"""Links that prove an address, as they go out, and the YES that comes back by text (one of `settings.ASKS`)."""

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from campaigns.messaging import outbox
from campaigns.messaging.delivery_models import Delivery
from campaigns.messaging.models import CallToAction
from campaigns.messaging.results import Tally
from chapters.members import proving
from chapters.members.proof_models import AddressProof
from chapters.models import Channel, Chapter, Member

Kind = AddressProof.Kind
KEY = "proof:"
PAGES = {Kind.JOIN: "campaigns:join_yes", Kind.OPEN: "campaigns:own_open", Kind.CHANGE: "campaigns:own_new"}


def link_to(proof: AddressProof) -> str:
    return settings.PUBLIC_URL + reverse(PAGES[Kind(proof.kind)], args=[proof.secret])


def can_send(chapter: Chapter, channel: str) -> bool:
    return outbox.sender_for(chapter, channel) is not None


def send(proof: AddressProof) -> Delivery | None:
    """Nothing but the link, at once, in the language of the page. An email goes out even after a stop when somebody
    asks for it on a page: without it nobody who stopped could see, change or delete what we hold. A text does not:
    whoever stopped texts has to text START."""
    with translation.override(proof.language):
        subject, body = words(proof)
    return outbox.queue(
        key=f"{KEY}{proof.pk}",
        chapter=proof.chapter,
        purpose=Delivery.Purpose.CONFIRM,
        channel=proof.channel,
        member=proof.member,
        address=proof.address,
        language=proof.language,
        subject=subject,
        body=body,
        despite_stop=proof.channel == Channel.EMAIL,
    )


def words(proof: AddressProof) -> tuple[str, str]:
    """Subject and body, in the active language. Never a name that was typed: it may be an advertisement."""
    facts = {"chapter": proof.chapter.name, "link": link_to(proof)}
    is_text = proof.channel == Channel.TEXT
    if proof.kind == Kind.JOIN:
        subject = _("Please confirm that you want to hear from %(chapter)s")
        body = _(
            "%(chapter)s: Did you ask to hear from us? Reply YES, or open %(link)s. Was it not you? Do nothing. Reply "
            "STOP to end texts."
        )
        if not is_text:
            body = _(
                "Did you ask to hear from %(chapter)s?\n\nYes, that was me: %(link)s\n\nIf it was not you, do nothing. "
                "Then we do not write again."
            )
    elif proof.kind == Kind.OPEN:
        subject = _("Your page at %(chapter)s")
        body = _("%(chapter)s: Your own page: %(link)s It opens for 1 hour. Did you not ask for it? Do nothing.")
        if not is_text:
            body = _(
                "You asked for the link to your own page at %(chapter)s.\n\nOpen my page: %(link)s\n\nIt opens for 1 "
                "hour. If you did not ask for it, do nothing."
            )
    else:
        subject = _("Please confirm your new email")
        body = _("%(chapter)s: Is this your new number? Open %(link)s to say yes. Was it not you? Do nothing.")
        if not is_text:
            body = _(
                "Is this your new email for %(chapter)s?\n\nYes, this is mine: %(link)s\n\nIf it was not you, do "
                "nothing."
            )
    return subject % facts, body % facts


def send_page_link(member: Member, channel: str) -> Delivery | None:
    """The link to somebody's own page, which one of us sends them. None when it cannot be sent: there is no address,
    it said stop, or it got many today."""
    address = member.address_on(channel)
    if not address or not proving.may_send_to(member.phone_index if channel == Channel.TEXT else member.email_index):
        return None
    chapter, link = member.chapter, settings.PUBLIC_URL + reverse("campaigns:own", args=[member.page_secret])
    with translation.override(member.language):
        facts = {"chapter": chapter.name, "link": link}
        body = _("%(chapter)s: See, change or delete what we hold about you: %(link)s") % facts
        subject = _("Your page at %(chapter)s") % facts
    return outbox.queue(
        key=f"page:{AddressProof._meta.get_field('secret').get_default()}",
        chapter=chapter,
        purpose=Delivery.Purpose.CONFIRM,
        channel=channel,
        member=member,
        address=address,
        language=member.language,
        subject=subject,
        body=body,
    )


@transaction.atomic
def join(proof: AddressProof) -> Member:
    """The person is in; threads with their number become theirs. Raises proving.InUse."""
    member, is_new = proving.take_in(proof)
    if is_new:
        for tell in map(import_string, settings.MEMBER_ADDED):
            tell(member)
    return member


# --- an ask ----------------------------------------------------------------------------------------


def answer(delivery: Delivery, *, coming: bool, party_size: int | None) -> str | None:
    """The YES to a text that asked whether they want to hear from us."""
    number = delivery.key.removeprefix(KEY)
    if not delivery.key.startswith(KEY) or not number.isdecimal():
        return None
    proof = AddressProof.objects.select_related("chapter").filter(pk=int(number), kind=Kind.JOIN).first()
    if proof is None:
        return None
    with translation.override(delivery.language):
        facts = {"chapter": proof.chapter.name}
        if not coming:
            AddressProof.objects.filter(pk=proof.pk, used_at=None).delete()
            return _("%(chapter)s: All right. We do not write to you.") % facts
        try:
            join(proof)
        except proving.InUse:
            return _("%(chapter)s: This was open for a day only. Please join again on our page.") % facts
        return _("%(chapter)s: Thank you, you are in. Reply STOP to end texts, HELP for help.") % facts


def answer_for(call: CallToAction, member: Member, *, coming: bool) -> bool | None:
    return None


def target(delivery: Delivery) -> str | None:
    return None


def answered(call: CallToAction) -> Q | None:
    return None


def said_yes(call: CallToAction) -> Q | None:
    return None


def tally(call: CallToAction) -> Tally | None:
    return None

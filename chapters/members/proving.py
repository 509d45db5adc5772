"""Who holds an address: links are made here, and what they lead to. Sending them: `campaigns/messaging/proofs.py`."""

from django.db import transaction
from django.utils.translation import gettext as _

from chapters import limits
from chapters.members import consenting, matching
from chapters.members.consent_models import Channel, Consent
from chapters.members.models import Member, MemberQuerySet, Note
from chapters.members.proof_models import AddressProof
from chapters.members.wordings import Question, first_wording
from chapters.models import Chapter

Kind = AddressProof.Kind
LINKS_A_DAY = 3  # to one address: whoever types in someone's number cannot flood it


class InUse(Exception):
    """The link was used, or it is too old."""


def may_send_to(index: str) -> bool:
    return limits.take(f"proof:{index}", size=LINKS_A_DAY, per_seconds=86_400)


def find(secret: str, kind: str) -> AddressProof | None:
    rows = AddressProof.objects.select_related("chapter", "member", "wording")
    return rows.filter(secret=secret, kind=kind, chapter__closed_at=None).first()


def people_of(proof: AddressProof) -> MemberQuerySet:
    """Everyone with exactly this address, in every chapter that is open."""
    people = consenting.holders_of(proof.channel, proof.address_index)
    return people.filter(chapter__closed_at=None).select_related("chapter").order_by("chapter__name", "id")


def wish(
    chapter: Chapter, *, channel: str, address: str, name: str, zip: str, language: str, asked: Question, detail: str
) -> AddressProof:
    """What somebody typed to join, before the address is proven to be theirs."""
    return AddressProof.objects.create(
        chapter=chapter,
        kind=Kind.JOIN,
        channel=channel,
        address=address,
        name=name,
        zip=zip,
        language=language,
        wording=asked.wording,
        wording_text=asked.sentence,
        source_detail=detail,
    )


@transaction.atomic
def take_in(proof: AddressProof) -> tuple[Member, bool]:
    """The yes of whoever holds the address: the same person updated, or a new one; and whether they are new. Their own
    hand also takes back a stop that binds this chapter. Raises InUse."""
    if not proof.is_open or not proof.use():
        raise InUse
    before = proof.chapter.members.count()
    member = remembered(proof)
    consenting.reopen(proof.channel, proof.address, chapter=proof.chapter)
    consenting.record(
        member,
        proof.channel,
        given=True,
        source=Consent.Source.FORM,
        detail=proof.source_detail,
        wording=proof.wording or first_wording(proof.chapter, proof.channel),
        wording_text=proof.wording_text,
        language=proof.language,
    )
    AddressProof.objects.filter(pk=proof.pk).update(member=member)
    return member, proof.chapter.members.count() > before


def remembered(proof: AddressProof) -> Member:
    """What they typed about themselves a moment ago holds."""
    contact = {"phone" if proof.channel == Channel.TEXT else "email": proof.address}
    chapter = proof.chapter
    member = matching.remember(chapter, name=proof.name, zip=proof.zip, language=proof.language, **contact)
    if (proof.zip and member.zip != proof.zip) or member.language != proof.language:
        member.zip, member.language = proof.zip or member.zip, proof.language
        member.save()
    return member


@transaction.atomic
def keep_unproven(proof: AddressProof) -> Member:
    """The chapter can send nothing yet, so nobody can confirm: the person is kept without a yes, and a lead reads what
    they agreed to."""
    proof.use()
    contact = {"phone" if proof.channel == Channel.TEXT else "email": proof.address}
    member = matching.remember(proof.chapter, name=proof.name, zip=proof.zip, language=proof.language, **contact)
    said = _("Joined on our page and said yes, but could not confirm it yet: “%(words)s”")
    Note.objects.create(
        chapter=proof.chapter, member=member, body=said % {"words": proof.wording_text}, written_by=None
    )
    return member


def ask_to_change(member: Member, channel: str, address: str, *, language: str) -> AddressProof:
    """A new number or email, which counts once it answered."""
    return AddressProof.objects.create(
        chapter=member.chapter, member=member, kind=Kind.CHANGE, channel=channel, address=address, language=language
    )


@transaction.atomic
def change(proof: AddressProof) -> Member:
    """The new address answers: it takes the place of the old one. Raises InUse."""
    member = proof.member
    if member is None or not proof.is_open or not proof.use():
        raise InUse
    if proof.channel == Channel.TEXT:
        member.phone, member.phone_trouble = proof.address, ""
    else:
        member.email, member.email_trouble = proof.address, ""
    member.save()
    return member

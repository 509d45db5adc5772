"""May we write to this person, and why: one answer for each channel, in words."""

from dataclasses import dataclass

from chapters.members.consent_models import Channel, Consent, OptOut
from chapters.members.contacts import shown_phone
from chapters.members.models import INDEX_OF, Member

# A stop that came from the person's own hand: a lead cannot take it back.
OWN_HAND = frozenset({Consent.Source.KEYWORD, Consent.Source.PAGE, Consent.Source.UNSUBSCRIBE, Consent.Source.CARRIER})


@dataclass(frozen=True)
class Standing:
    """`consent` is the latest word (None: never asked), `opt_out` the stop that holds, `trouble` why messages fail."""

    channel: str
    address: str
    consent: Consent | None
    opt_out: OptOut | None
    trouble: str

    @property
    def is_yes(self) -> bool:
        return bool(self.address and self.consent and self.consent.is_given and not self.opt_out)

    @property
    def is_open(self) -> bool:
        """A stop would still change something."""
        return not self.opt_out and (self.consent.is_given if self.consent else bool(self.address))

    @property
    def words(self) -> str:
        """What the person agreed to: the words typed beside it, else those of the wording."""
        if self.consent is None or self.consent.wording is None:
            return self.consent.wording_text if self.consent else ""
        return self.consent.wording_text or self.consent.wording.words("sentence")

    @property
    def is_theirs_to_reopen(self) -> bool:
        return self.opt_out is not None and self.opt_out.source in OWN_HAND


def standings(member: Member) -> list[Standing]:
    return [standing(member, channel) for channel in (Channel.TEXT, Channel.EMAIL)]


def standing(member: Member, channel: Channel) -> Standing:
    consent = member.consents.for_channel(channel).select_related("wording__chapter").order_by("-id").first()
    stops = OptOut.objects.against(channel, getattr(member, INDEX_OF[channel]), member.chapter_id)
    own_first = sorted(stops, key=lambda stop: stop.source not in OWN_HAND)
    is_text = channel == Channel.TEXT
    return Standing(
        channel=channel,
        address=shown_phone(member.phone) if is_text and member.phone else member.address_on(channel),
        consent=consent,
        opt_out=own_first[0] if own_first else None,
        trouble=member.phone_trouble if is_text else member.email_trouble,
    )

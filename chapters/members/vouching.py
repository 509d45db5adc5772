"""What the people of a list said yes and no to. A no in a list always counts; a yes counts only where the lead says
where it was given, and never against a no or a stop from before."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from chapters.copying import copy_in, reserved_ids
from chapters.members.cells import Person
from chapters.members.consent_models import Channel, Consent, OptOut
from chapters.members.import_models import Import
from chapters.members.models import INDEX_OF, Member
from chapters.members.staging import stops_against

CHANNELS = (Channel.TEXT, Channel.EMAIL)
Said = dict[tuple[int, str], bool]  # (member, channel) -> the latest word


class Words:
    """Of one batch. `stopped` holds (channel, index of an address) of every stop against the list's addresses and
    against those of the people it means."""

    def __init__(self, incoming: Import, people: Sequence[Person], known: Iterable[Member], *, at: datetime) -> None:
        self.incoming, self.people, self.at = incoming, people, at
        self.stopped = stops_against(incoming, [*people, *known])
        self.consents: list[dict[str, Any]] = []
        self.opt_outs: list[OptOut] = []

    def spoken(self, members: Sequence[Member], made: set[int]) -> list[tuple[int, int]]:
        """Save them; returns (place in the batch, id) of each yes."""
        said = self.said_before([member.pk for member in members if member.pk not in made])
        yes = [
            place
            for place, (person, member) in enumerate(zip(self.people, members, strict=True))
            for channel in CHANNELS
            if self.hear(person, member, channel, said)
        ]
        ids = reserved_ids(Consent, len(self.consents))
        copy_in(Consent, [row | {"id": number} for row, number in zip(self.consents, ids, strict=True)])
        OptOut.objects.bulk_create(self.opt_outs, ignore_conflicts=True)
        given = [number for row, number in zip(self.consents, ids, strict=True) if row["is_given"]]
        return list(zip(yes, given, strict=True))

    def hear(self, person: Person, member: Member, channel: Channel, said: Said) -> bool:
        """Is there something new, and is it a yes?"""
        before, index = said.get((member.pk, channel)), getattr(member, INDEX_OF[channel])
        word = self.word(person, member, channel, index)
        is_stopped = before is False or (channel, index) in self.stopped
        if word is None or word == before or (word and is_stopped):
            return False
        said[member.pk, channel] = word
        self.consents.append(self.consent(member, channel, given=word))
        if not word and index:
            self.stopped.add((channel, index))
            self.opt_outs.append(self.opt_out(channel, index))
        return word

    def word(self, person: Person, member: Member, channel: str, index: str) -> bool | None:
        """The yes the lead vouches for, unless the list says otherwise; a list with a yes-or-no column vouches only
        for those who have a yes in it."""
        is_text = channel == Channel.TEXT
        listed = person.text if is_text else person.emailing
        if listed is False:
            return False
        incoming = self.incoming
        is_left_alone = incoming.when_known == Import.WhenKnown.SKIP and member.source_import_id != incoming.pk
        if is_left_alone or incoming.is_of_stops or (person.text_fails if is_text else person.email_fails):
            return None
        source = incoming.text_source if is_text else incoming.email_source
        has_column = f"{channel}_status" in incoming.mapping.values()
        return True if source and index and (listed or not has_column) else None

    def consent(self, member: Member, channel: str, *, given: bool) -> dict[str, Any]:
        incoming, is_text = self.incoming, channel == Channel.TEXT
        source, wording = (
            (incoming.text_source, incoming.text_wording)
            if is_text
            else (incoming.email_source, incoming.email_wording)
        )
        return {
            "chapter_id": incoming.chapter_id,
            "member_id": member.pk,
            "channel": str(channel),
            "is_given": given,
            "source": str(Consent.Source.IMPORT),
            "source_detail": source if given else incoming.filename,
            "wording_text": wording if given else "",
            "language": member.language,
            "at": self.at,
            "entered_by_id": incoming.uploaded_by_id,
        }

    def opt_out(self, channel: str, index: str) -> OptOut:
        """Of this chapter only: another chapter's list says nothing about ours."""
        return OptOut(
            channel=channel,
            address_index=index,
            chapter_id=self.incoming.chapter_id,
            source=Consent.Source.IMPORT,
            at=self.at,
        )

    def said_before(self, members: list[int]) -> Said:
        """A yes that was taken back with its list is no word at all: the right list may bring it again."""
        latest = Consent.objects.filter(member__in=members).order_by("member_id", "channel", "-id")
        rows = latest.distinct("member_id", "channel").values_list("member", "channel", "is_given", "source")
        return {(member, channel): given for member, channel, given, how in rows if how != Consent.Source.UNDO}

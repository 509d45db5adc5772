"""One batch of a list on its way in: who is made, who is filled in, what they said yes and no to. All of it is worked
out in memory and saved with a handful of statements."""

from collections.abc import Sequence

from django.db.models import Q
from django.utils import timezone

from chapters.encryption import blind_index
from chapters.members.consent_models import Channel, Consent, OptOut
from chapters.members.import_models import Import
from chapters.members.matching import fill
from chapters.members.models import INDEX_OF, Member, MemberTag, Tag
from chapters.members.staging import Person, directory_for
from chapters.zones import zones_of_number

FILLED = ["name", "first_name", "sort_name", "phone", "phone_index", "phone_zones", "email", "email_index", "zip"]
FILLED += ["pronouns", "updated_at"]


class Arrivals:
    """`members` in the order of `people`; the same one twice when two rows mean one person."""

    def __init__(self, incoming: Import, people: Sequence[Person]) -> None:
        self.incoming, self.people, self.now = incoming, people, timezone.now()
        self.directory = directory_for(incoming, people)
        self.made: dict[str, Member] = {}  # by code
        self.changed: dict[str, Member] = {}
        self.members = [self.member_for(person) for person in people]

    def member_for(self, person: Person) -> Member:
        found = self.directory.find(
            name=person.name, phone_index=person.phone_index, email_index=person.email_index, zip=person.zip
        )
        if found is None:
            return self.make(person)
        if fill(
            found,
            name=person.name,
            phone=person.phone,
            email=person.email,
            zip=person.zip,
            pronouns=person.pronouns,
        ):
            self.index(found)
            if found.code not in self.made:
                self.changed[found.code] = found
        return found

    def make(self, person: Person) -> Member:
        member = Member(
            chapter_id=self.incoming.chapter_id,
            name=person.name,
            first_name=person.first_name,
            phone=person.phone,
            email=person.email,
            zip=person.zip,
            language=person.language,
            pronouns=person.pronouns,
            source_import=self.incoming,
        )
        self.index(member)
        self.made[member.code] = member
        return member

    def index(self, member: Member) -> None:
        """What save() would fill in, and the way to find this person again in the batch."""
        member.clean_names()
        member.phone_index = blind_index("phone", member.phone)
        member.phone_zones = " ".join(zones_of_number(member.phone))
        member.email_index = blind_index("email", member.email)
        member.updated_at = self.now
        self.directory.add(member)

    def save(self) -> None:
        Member.objects.bulk_create(self.made.values())
        Member.objects.bulk_update(self.changed.values(), FILLED, batch_size=200)
        self.save_words()
        self.save_tags()

    # --- yes and no --------------------------------------------------------------------------------

    def save_words(self) -> None:
        """A no in the list always counts; a yes never outweighs a no or a stop from before."""
        said, stopped = self.said_before(), self.stopped_before()
        consents, opt_outs = [], []
        for person, member in zip(self.people, self.members, strict=True):
            for channel in (Channel.TEXT, Channel.EMAIL):
                before = said.get((member.pk, channel))
                index = getattr(member, INDEX_OF[channel])
                word = self.word(person, channel, index)
                if word is None or word == before or (word and (before is False or (channel, index) in stopped)):
                    continue
                said[member.pk, channel] = word
                consents.append(self.consent(member, channel, given=word))
                if not word and index:
                    stopped.add((channel, index))
                    opt_outs.append(self.opt_out(channel, index))
        Consent.objects.bulk_create(consents)
        OptOut.objects.bulk_create(opt_outs, ignore_conflicts=True)

    def word(self, person: Person, channel: str, index: str) -> bool | None:
        """The yes the lead vouches for, unless the list says otherwise; a list with a yes-or-no column vouches only
        for those who have a yes in it."""
        listed = person.text if channel == Channel.TEXT else person.emailing
        if listed is False:
            return False
        source = self.incoming.text_source if channel == Channel.TEXT else self.incoming.email_source
        has_column = f"{channel}_status" in self.incoming.mapping.values()
        return True if source and index and (listed or not has_column) else None

    def consent(self, member: Member, channel: str, *, given: bool) -> Consent:
        incoming = self.incoming
        is_text = channel == Channel.TEXT
        return Consent(
            chapter_id=incoming.chapter_id,
            member=member,
            channel=channel,
            is_given=given,
            source=Consent.Source.IMPORT,
            source_detail=(incoming.text_source if is_text else incoming.email_source) if given else incoming.filename,
            wording_text=(incoming.text_wording if is_text else incoming.email_wording) if given else "",
            language=member.language,
            at=self.now,
            entered_by_id=incoming.uploaded_by_id,
        )

    def opt_out(self, channel: str, index: str) -> OptOut:
        """Of this chapter only: another chapter's list says nothing about ours."""
        return OptOut(
            channel=channel,
            address_index=index,
            chapter_id=self.incoming.chapter_id,
            source=Consent.Source.IMPORT,
            at=self.now,
        )

    def said_before(self) -> dict[tuple[int, str], bool]:
        old = [member.pk for member in self.members if member.code not in self.made]
        latest = Consent.objects.filter(member__in=old).order_by("member", "channel", "-id")
        rows = latest.distinct("member", "channel").values_list("member", "channel", "is_given")
        return {(member, channel): given for member, channel, given in rows}

    def stopped_before(self) -> set[tuple[str, str]]:
        binding = Q(chapter=None) | Q(chapter_id=self.incoming.chapter_id)
        indexes = {index for member in self.members for index in (member.phone_index, member.email_index) if index}
        outs = OptOut.objects.filter(binding, address_index__in=indexes)
        return set(outs.values_list("channel", "address_index"))

    # --- tags --------------------------------------------------------------------------------------

    def save_tags(self) -> None:
        wanted = {
            (member.pk, tag) for person, member in zip(self.people, self.members, strict=True) for tag in person.tags
        }
        tags = self.tags_named({tag for _member, tag in wanted})
        chapter_id = self.incoming.chapter_id
        MemberTag.objects.bulk_create(
            [
                MemberTag(chapter_id=chapter_id, member_id=member, tag=tags[tag.casefold()])
                for member, tag in sorted(wanted)
            ],
            ignore_conflicts=True,
        )

    def tags_named(self, names: set[str]) -> dict[str, Tag]:
        """Casefolded name -> tag of the chapter, made where missing."""
        if not names:
            return {}
        chapter = self.incoming.chapter
        known = {tag.name.casefold(): tag for tag in chapter.tags.all()}
        missing = {name.casefold(): name for name in sorted(names) if name.casefold() not in known}
        Tag.objects.bulk_create((Tag(chapter=chapter, name=name) for name in missing.values()), ignore_conflicts=True)
        return known | {tag.name.casefold(): tag for tag in chapter.tags.filter(name__in=missing.values())}

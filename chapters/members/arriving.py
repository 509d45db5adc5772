"""One batch of a list on its way in: who is made, who is filled in or changed, what they said yes and no to. All of it
is worked out in memory and saved with a handful of statements; what each row did is kept, to be undone."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from chapters.copying import copy_in, reserved_ids, update_in
from chapters.encryption import blind_index
from chapters.members.cells import Person, as_json
from chapters.members.comparing import FAILS, Values, apply, changes
from chapters.members.import_models import Import
from chapters.members.models import Member, Note, Tag
from chapters.members.own_columns import columns_of
from chapters.members.own_values import Did, OwnValues
from chapters.members.staging import directory_for
from chapters.members.vouching import Words
from chapters.zones import zones_of_number

SAVED = [
    *("name", "first_name", "sort_name", "phone", "phone_index", "phone_zones", "phone_trouble"),
    *("email", "email_index", "email_trouble", "zip", "language", "pronouns", "updated_at"),
]
PUT_TAGS = """
INSERT INTO chapters_membertag (chapter_id, member_id, tag_id)
SELECT %s, member, tag FROM unnest(%s::bigint[], %s::bigint[]) AS given (member, tag) ORDER BY 1, 2
ON CONFLICT DO NOTHING RETURNING member_id, tag_id
"""


@dataclass
class Trace:
    """What one row did: made the person, or changed fields `before` -> `after`; wrote a note, put tags, recorded a yes
    (the ids of these); put something into the chapter's own fields."""

    made: bool = False
    before: Values = field(default_factory=dict)
    after: Values = field(default_factory=dict)
    note: int = 0
    tags: list[int] = field(default_factory=list)
    yes: list[int] = field(default_factory=list)
    own: Did = field(default_factory=dict)

    def as_text(self) -> str:
        return as_json({name: value for name, value in vars(self).items() if value})

    @staticmethod
    def from_text(text: str) -> "Trace":
        return Trace(**json.loads(text or "{}"))


class Arrivals:
    """`members` and `traces` are in the order of `people`; a member is there twice when two rows mean one person."""

    def __init__(self, incoming: Import, people: Sequence[Person]) -> None:
        self.incoming, self.people, self.now = incoming, people, timezone.now()
        self.directory = directory_for(incoming, people)
        self.words = Words(incoming, people, self.directory.people, at=self.now)
        self.made: dict[str, Member] = {}  # by code
        self.changed: dict[str, Member] = {}
        self.traces = [Trace() for _person in people]
        self.members = [self.member_for(person, trace) for person, trace in zip(people, self.traces, strict=True)]

    def member_for(self, person: Person, trace: Trace) -> Member:
        found = self.directory.find(
            name=person.name, phone_index=person.phone_index, email_index=person.email_index, zip=person.zip
        )
        if found is None:
            trace.made = True
            return self.make(person)
        said = changes(person, found, self.when_known(found), self.words.stopped)
        before = apply(found, said, person)
        trace.before = self.fail(found, person) | before
        trace.after = {name: getattr(found, name) for name in trace.before}
        if trace.before:
            self.note_change(found)
        return found

    def when_known(self, member: Member) -> str:
        """Of two rows about one person whom this list made, the second only fills in."""
        is_ours = member.source_import_id == self.incoming.pk
        return str(Import.WhenKnown.FILL if is_ours else self.incoming.when_known)

    def make(self, person: Person) -> Member:
        member = Member(
            chapter_id=self.incoming.chapter_id,
            name=person.name,
            first_name=person.first_name,
            phone=person.phone,
            email=person.email,
            zip=person.zip,
            language=person.language or self.incoming.language,
            pronouns=person.pronouns,
            source_import_id=self.incoming.pk,
            created_at=self.now,
            updated_at=self.now,
        )
        self.fail(member, person)
        self.made[member.code] = member
        self.index(member)
        return member

    def fail(self, member: Member, person: Person) -> Values:
        """The list calls the address that we have a bad one; returns what was there before."""
        before = {}
        for name, is_bad in (("phone", person.text_fails), ("email", person.email_fails)):
            is_theirs = getattr(person, name) and getattr(person, name) == getattr(member, name)
            if is_bad and is_theirs and not getattr(member, FAILS[name]):
                before[FAILS[name]] = ""
                setattr(member, FAILS[name], _("The list “%(file)s” says so.") % {"file": self.incoming.filename[:30]})
        return before

    def note_change(self, member: Member) -> None:
        """A person whom this list made and nobody touched stays untouched: see `undoing`."""
        if member.source_import_id != self.incoming.pk or member.updated_at != member.created_at:
            member.updated_at = self.now
        if member.code not in self.made:
            self.changed[member.code] = member
        self.index(member)

    def index(self, member: Member) -> None:
        """The way to find this person again in the batch."""
        follow(member)
        self.directory.add(member)

    def save(self) -> None:
        for member, number in zip(self.made.values(), reserved_ids(Member, len(self.made)), strict=True):
            member.pk = number
        copy_in(Member, [vars(member) for member in self.made.values()])
        update_in(Member, SAVED, [vars(member) for member in self.changed.values()])
        self.save_words()
        self.save_tags()
        self.save_notes()
        self.save_own()

    def save_words(self) -> None:
        """Of the yeses only the ids are kept: a no stays a no."""
        rows = self.words.spoken(self.members, {member.pk for member in self.made.values()})
        for place, number in rows:
            self.traces[place].yes.append(number)

    @property
    def welcome(self) -> list[tuple[int, Person, Member]]:
        """(place, person, member) of the rows whose tags and notes count."""
        rows = zip(range(len(self.people)), self.people, self.members, strict=True)
        if self.incoming.when_known != Import.WhenKnown.SKIP:
            return list(rows)
        return [(place, person, one) for place, person, one in rows if one.source_import_id == self.incoming.pk]

    # --- tags and notes ----------------------------------------------------------------------------

    def save_tags(self) -> None:
        rows = [(place, person, member) for place, person, member in self.welcome if person.tags]
        tags = self.tags_named({tag for _place, person, _member in rows for tag in person.tags})
        wanted = {(member.pk, tags[tag.casefold()].pk): place for place, person, member in rows for tag in person.tags}
        if not wanted:
            return
        with connection.cursor() as cursor:
            cursor.execute(PUT_TAGS, [self.incoming.chapter_id, *map(list, zip(*wanted, strict=True))])
            for pair in cursor.fetchall():
                self.traces[wanted[pair]].tags.append(pair[1])

    def tags_named(self, names: set[str]) -> dict[str, Tag]:
        """Casefolded name -> tag of the chapter, made where missing."""
        if not names:
            return {}
        chapter = self.incoming.chapter
        known = {tag.name.casefold(): tag for tag in chapter.tags.all()}
        missing = {name.casefold(): name for name in sorted(names) if name.casefold() not in known}
        Tag.objects.bulk_create((Tag(chapter=chapter, name=name) for name in missing.values()), ignore_conflicts=True)
        return known | {tag.name.casefold(): tag for tag in chapter.tags.filter(name__in=missing.values())}

    def save_notes(self) -> None:
        """Not those that are there already: a list may come in twice."""
        rows = [(place, person.note, member) for place, person, member in self.welcome if person.note]
        written = {
            (note.member_id, note.body)
            for note in Note.objects.filter(member__in=[member.pk for _place, _note, member in rows])
        }
        notes: list[dict[str, Any]] = []
        for (place, body, member), number in zip(rows, reserved_ids(Note, len(rows)), strict=True):
            if (member.pk, body) not in written:
                written.add((member.pk, body))
                notes.append(self.note(number, member, body))
                self.traces[place].note = number
        copy_in(Note, notes)

    def note(self, number: int, member: Member, body: str) -> dict[str, Any]:
        incoming = self.incoming
        row = {"id": number, "chapter_id": incoming.chapter_id, "member_id": member.pk, "body": body}
        return row | {"written_by_id": incoming.uploaded_by_id, "created_at": self.now, "updated_at": self.now}

    def save_own(self) -> None:
        rows = [(place, person.own, member) for place, person, member in self.welcome if person.own]
        if not rows:
            return
        columns = columns_of(self.incoming)
        values = OwnValues.of_columns(self.incoming, columns, [member for _place, _own, member in rows])
        for place, own, member in rows:
            may_change = self.when_known(member) == Import.WhenKnown.UPDATE
            self.traces[place].own = values.put(columns, own, member.pk, may_change=may_change)
        values.save()


def follow(member: Member) -> None:
    """Fill in what save() would."""
    member.clean_names()
    member.phone_index = blind_index("phone", member.phone)
    member.phone_zones = " ".join(zones_of_number(member.phone))
    member.email_index = blind_index("email", member.email)

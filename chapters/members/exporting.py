"""Everything we hold about one person, as they read it and as they take it with them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from chapters import dates
from chapters.members import own_fields
from chapters.members.consent_models import Consent, OptOut
from chapters.members.contacts import shown_phone
from chapters.members.field_models import CustomValue
from chapters.members.models import Member
from chapters.members.standing import standings

Value = str | int | bool | datetime | date | None


@dataclass(frozen=True)
class Fact:
    """`key` names it in the file, `label` on the page; a blank `value` is not shown."""

    key: str
    label: str
    value: Value

    @property
    def words(self) -> str:
        if isinstance(self.value, bool):
            return _("yes") if self.value else _("no")
        if isinstance(self.value, datetime):
            return dates.spoken(self.value)
        return dates.on_day(self.value) if isinstance(self.value, date) else str(self.value or "")

    @property
    def is_shown(self) -> bool:
        return self.value not in ("", None, 0)


@dataclass(frozen=True)
class Part:
    """One kind of thing that we hold, such as messages; each line is one row."""

    key: str
    title: str
    lines: Sequence[Sequence[Fact]]


def collect(member: Member) -> list[Part]:
    """Of every slice in `settings.MEMBER_EXPORT`; parts without a line are left out."""
    providers: Iterable[Callable[[Member], Iterable[Part]]] = map(import_string, settings.MEMBER_EXPORT)
    return [part for parts_of in providers for part in parts_of(member) if part.lines]


def as_data(member: Member) -> dict[str, Any]:
    """JSON-able: key of a part -> its lines, each key -> value; times in ISO 8601."""
    found = {
        part.key: [{fact.key: plain(fact.value) for fact in line} for line in part.lines] for part in collect(member)
    }
    return {"chapter": member.chapter.name, **found}


def plain(value: Value) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def parts(member: Member) -> list[Part]:
    """What the chapter itself keeps: who they are, yes and no, stops, tags, notes, groups."""
    return [
        Part("you", _("You"), [about(member)]),
        Part("consents", _("What you said yes or no to"), [consent(row) for row in consents_of(member)]),
        Part("stops", _("Where you said stop"), [stop(row) for row in stops_of(member)]),
        Part("fields", _("What we wrote down about you"), [held(row) for row in own_fields.rows_of(member)]),
        Part("tags", _("Tags on you"), [[Fact("tag", _("Tag"), tag.name)] for tag in member.tags.all()]),
        Part(
            "notes",
            _("Notes about you"),
            [
                [Fact("at", _("When"), note.created_at), Fact("note", _("Note"), note.body)]
                for note in member.notes.all()
            ],
        ),
        Part(
            "groups",
            _("Your groups"),
            [[Fact("group", _("Group"), str(group))] for group in member.working_groups.all()],
        ),
    ]


def about(member: Member) -> list[Fact]:
    source = member.source_import.filename if member.source_import else ""
    return [
        Fact("name", _("Name"), member.name),
        Fact("first_name", _("What we call you"), member.first_name),
        Fact("pronouns", _("Pronouns"), member.pronouns),
        Fact("phone", _("Mobile phone"), shown_phone(member.phone) if member.phone else ""),
        Fact("phone_trouble", _("Why texts fail"), member.phone_trouble),
        Fact("email", _("Email"), member.email),
        Fact("email_trouble", _("Why email fails"), member.email_trouble),
        Fact("zip", _("ZIP code"), member.zip),
        Fact("district", _("District you told us"), member.district),
        Fact("language", _("Language"), member.get_language_display()),
        Fact("access_needs", _("What you need to take part"), member.access_needs),
        Fact("came_count", _("Times you came"), member.came_count),
        Fact("last_came_on", _("Last time you came"), member.last_came_on),
        Fact("last_asked_on", _("Last time we asked you"), member.last_asked_on),
        Fact("source", _("Came in with the list"), source),
        Fact("since", _("On our list since"), member.created_at),
    ]


def consents_of(member: Member) -> Iterable[Consent]:
    return member.consents.select_related("wording__chapter").order_by("id")


def consent(row: Consent) -> list[Fact]:
    return [
        Fact("at", _("When"), row.at),
        Fact("channel", _("Channel"), row.get_channel_display()),
        Fact("said_yes", _("You said yes"), row.is_given),
        Fact("how", _("How you said it"), row.get_source_display()),
        Fact("where", _("Where"), row.source_detail),
        Fact("words", _("The exact words"), row.wording_text),
    ]


def held(row: CustomValue) -> list[Fact]:
    return [Fact(str(row.field), str(row.field), own_fields.in_words(row.value))]


def stops_of(member: Member) -> list[OptOut]:
    return [found.opt_out for found in standings(member) if found.opt_out]


def stop(row: OptOut) -> list[Fact]:
    return [
        Fact("at", _("When"), row.at),
        Fact("channel", _("Channel"), row.get_channel_display()),
        Fact("everywhere", _("For every chapter here"), row.chapter_id is None),
    ]

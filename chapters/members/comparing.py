"""A row of a list beside the person who is already here: what it would fill in and what it would change."""

from collections.abc import Set
from typing import Any

from chapters.members.cells import Person
from chapters.members.consent_models import Channel
from chapters.members.import_models import Import
from chapters.members.matching import is_nameless
from chapters.members.models import INDEX_OF, Member

COMPARED = ("name", "phone", "email", "zip", "language", "pronouns")
CHANNEL_OF = {"phone": Channel.TEXT, "email": Channel.EMAIL}
FAILS = {"phone": "phone_trouble", "email": "email_trouble"}
Stops = Set[tuple[str, str]]  # (channel, index of the address)
Values = dict[str, Any]  # field of the member -> value


def blanks(person: Person, member: Member) -> Values:
    """What the list knows and we do not."""
    return {name: said for name in COMPARED if (said := said_of(person, name)) and is_blank(member, name)}


def differences(person: Person, member: Member, stops: Stops = frozenset()) -> Values:
    """What the list calls something else. An address that said stop stays: a new one in its place would get messages
    again."""
    return {
        name: said
        for name in COMPARED
        if (said := said_of(person, name))
        and not is_blank(member, name)
        and said != getattr(member, name)
        and not is_stopped(member, name, stops)
    }


def said_of(person: Person, name: str) -> str:
    said: str = getattr(person, name)
    return "" if name == "name" and is_nameless(said) else said


def is_blank(member: Member, name: str) -> bool:
    value = getattr(member, name)
    return is_nameless(value) if name == "name" else not value


def is_stopped(member: Member, name: str, stops: Stops) -> bool:
    channel = CHANNEL_OF.get(name)
    return channel is not None and (channel, getattr(member, INDEX_OF[channel])) in stops


def changes(person: Person, member: Member, when_known: str, stops: Stops) -> Values:
    """What this row does to a person who is here."""
    if when_known == Import.WhenKnown.SKIP:
        return {}
    found = blanks(person, member)
    if when_known == Import.WhenKnown.UPDATE:
        found |= differences(person, member, stops)
    return found


def apply(member: Member, found: Values, person: Person) -> Values:
    """Set them, with what follows from them; returns what was there before, for each field that is another now."""
    after = dict(found)
    if "name" in found:
        after["first_name"] = person.first_name  # "" is filled in from the name
    after |= {FAILS[name]: "" for name in FAILS if name in found}
    before = {name: getattr(member, name) for name in after}
    for name, value in after.items():
        setattr(member, name, value)
    member.clean_names()
    return {name: value for name, value in before.items() if value != getattr(member, name)}

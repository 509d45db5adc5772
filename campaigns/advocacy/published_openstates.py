"""Officials of states and cities: a YAML file for each person (Open States), or a list of people (CivicPatch).

The formats: github.com/openstates/people (schema.md; the files say `offices` where it says `contact_details`) and
github.com/CivicPatch/open-data. Every word is read as text: dates stand quoted or not, and a number may begin with 0.
"""

import re
from dataclasses import replace
from typing import Any, TypeVar

import yaml
from django.utils.text import slugify
from django.utils.translation import gettext as _

from campaigns.advocacy import published, states
from campaigns.advocacy.models import OfficialOffice, OfficialTerm
from campaigns.advocacy.published import BadEntryError, Office, Person, Problem, Reading, Term

Base: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
DEEPEST = 12
LINE = "\x00line"
SOURCE = "openstates"
Kind = OfficialTerm.Kind
KINDS = {"upper": Kind.UPPER, "legislature": Kind.UPPER, "lower": Kind.LOWER, "governor": Kind.GOVERNOR}
OFFICES = {
    "capitol": OfficialOffice.Kind.CAPITOL,
    "primary": OfficialOffice.Kind.CAPITOL,
    "district": OfficialOffice.Kind.DISTRICT,
}
JURISDICTION = re.compile(
    r"ocd-(?:jurisdiction|division)/country:us/(?:state|district|territory):(?P<state>[a-z]{2})"
    r"(?:/(?P<type>place|county|parish):(?P<place>[^/]+))?(?:/|$)"
)


Part = TypeVar("Part", Term, Office)


class Loader(Base):  # type: ignore[misc]  # one of two classes, as the machine has it
    """Only text, lists and mappings, and the line where each mapping begins."""

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:  # noqa: FBT001, FBT002
        return super().construct_mapping(node, deep=deep) | {LINE: node.start_mark.line + 1}


def parsed(text: str) -> Any:
    """Raises BadEntryError for what is no YAML, refers to itself or is nested without end."""
    try:
        check_shape(text)
        return yaml.load(text, Loader)  # noqa: S506  # a base loader builds no objects
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise BadEntryError(_("This is not YAML from line %(line)s on.") % {"line": line}) from error
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        raise BadEntryError(_("This is not YAML.")) from error


def check_shape(text: str) -> None:
    """Short references can stand for gigabytes: published files have none."""
    depth = 0
    for event in yaml.parse(text, Base):
        if isinstance(event, yaml.AliasEvent):
            raise BadEntryError(_("Parts of this file refer to other parts. Published files do not do that."))
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            raise BadEntryError(_("This file is nested too deep to be a list of officials."))


def read(file: str, text: str, reading: Reading) -> None:
    """Add the people of one file. Lists of committees and of places are passed over."""
    found = parsed(text)
    if isinstance(found, dict):
        found = [found]
    if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found) or not found:
        raise BadEntryError(_("This is no list of officials."))
    if all(str(entry.get("id", "")).startswith(("ocd-organization/", "ocd-jurisdiction/")) for entry in found):
        reading.passed_over += 1
        return
    for entry in found:
        try:
            reading.add(person(entry, file, reading))
        except BadEntryError as error:
            reading.problems.append(Problem(file, entry[LINE], error.words))


def person(entry: dict[str, Any], file: str, reading: Reading) -> Person:
    written = published.words(entry.get("name"), 160)
    if not written:
        raise BadEntryError(_("This entry has no name."))
    name = published.without_title(written)
    roles = seats(entry)
    if not roles:
        raise BadEntryError(_("%(name)s holds no office in this file.") % {"name": name})
    terms = numbered([term(role, entry) for role in roles])
    offices = numbered([office(found, file, name, reading) for found in places(entry)])
    identity = published.words(entry.get("id"), 100)
    scope = f"{SOURCE}:" if identity.startswith("ocd-person/") else "civicpatch:"
    offices = [keyed(found, f"{scope}{found.key}") for found in offices]
    return Person(
        SOURCE,
        identity or f"civicpatch/{jurisdiction_of(roles[0], entry)}/{slugify(name)}"[:120],
        file,
        entry[LINE],
        {
            "name": name,
            "given_name": published.words(entry.get("given_name"), 80),
            "family_name": published.words(entry.get("family_name"), 80),
            "other_names": published.distinct([written, *other_names(entry)], but=name),
            "party": party(entry),
            "email": email(entry, file, name, reading),
            "url": next(filter(None, (published.url(link) for link, _note in links(entry))), ""),
            "contact_form": next((published.url(link) for link, note in links(entry) if is_form(note)), ""),
        },
        tuple(terms),
        tuple(offices),
        frozenset({scope}),
    )


# --- parts of an entry -----------------------------------------------------------------------------


def rows(entry: dict[str, Any], *names: str) -> list[dict[str, Any]]:
    """The mappings of the first of these lists that is there; `links: - {}` is an empty one."""
    lists = [entry[name] for name in names if isinstance(entry.get(name), list)]
    return [row for row in (lists[0] if lists else []) if isinstance(row, dict)]


def listed(entry: dict[str, Any], name: str) -> list[str]:
    found = entry.get(name)
    return [row for row in found if isinstance(row, str)] if isinstance(found, list) else []


def other_names(entry: dict[str, Any]) -> list[str]:
    named = [row.get("name", "") for row in rows(entry, "other_names")]
    return [published.words(name, 160) for name in [*named, *listed(entry, "other_names")]]


def party(entry: dict[str, Any]) -> str:
    """The last one is today's."""
    names = [published.words(row.get("name"), 60) for row in rows(entry, "party")]
    return names[-1] if names else ""


def email(entry: dict[str, Any], file: str, name: str, reading: Reading) -> str:
    written = next(
        filter(None, (published.words(found, 400) for found in [entry.get("email"), *listed(entry, "emails")])), ""
    )
    address = published.email(written)
    if written and not address:
        reading.notes.append(
            Problem(
                file,
                entry[LINE],
                _("%(name)s: “%(text)s” is not an email address.") % {"name": name, "text": written[:80]},
            )
        )
    return address


def links(entry: dict[str, Any]) -> list[tuple[str, str]]:
    told = [(row.get("url"), row.get("note") or "") for row in rows(entry, "links")]
    return [(link, str(note)) for link, note in told if isinstance(link, str)] + [
        (link, "") for link in listed(entry, "urls")
    ]


def is_form(note: str) -> bool:
    return "form" in note.lower() or "contact" in note.lower()


def seats(entry: dict[str, Any]) -> list[dict[str, Any]]:
    """`roles`, or the one `office` of older lists of cities."""
    return rows(entry, "roles") or (
        [entry["office"] | {LINE: entry[LINE]}] if isinstance(entry.get("office"), dict) else []
    )


def jurisdiction_of(role: dict[str, Any], entry: dict[str, Any]) -> str:
    keys = ("division_ocdid", "jurisdiction", "jurisdiction_ocdid")
    return next((str(row[key]) for row in (role, entry) for key in keys if row.get(key)), "")


def term(role: dict[str, Any], entry: dict[str, Any]) -> Term:
    where = jurisdiction_of(role, entry)
    place = JURISDICTION.match(where)
    if not place:
        raise BadEntryError(_("“%(text)s” is no place we know.") % {"text": where[:80]})
    title = published.words(role.get("type") or role.get("role_id") or role.get("name"), 120).replace("_", " ")
    district = published.words(role.get("district"), 60).removeprefix("District ").removeprefix("district ")
    starts_on = published.day(role.get("start_date") or entry.get("start_date"))
    ends_on = published.day(role.get("end_date") or entry.get("end_date"), is_end=True)
    if starts_on and ends_on and ends_on < starts_on:
        raise BadEntryError(_("A term ends before it begins."))
    kind, body, district, division = seat(title, place, district, where)
    key = f"{SOURCE}:{kind}:{division}:{starts_on or ''}"
    return Term(key, kind, body[:120], district, division[:160], starts_on, ends_on)


def seat(title: str, place: re.Match[str], district: str, where: str) -> tuple[str, str, str, str]:
    """Kind, body, district and division."""
    state = place["state"].upper()
    if place["place"]:
        return local_seat(title, place, district, where)
    kind, whole = KINDS.get(title.lower(), Kind.EXECUTIVE), states.division(state)
    if kind == Kind.UPPER:
        return kind, f"{states.name(state)} Senate", district, f"{whole}/sldu:{slugify(district)}"
    if kind == Kind.LOWER:
        return kind, states.lower_house(state), district, f"{whole}/sldl:{slugify(district)}"
    if kind == Kind.GOVERNOR:
        return kind, states.name(state), "", whole
    title = "Lieutenant Governor" if title == "lt governor" else title.title().replace(" Of ", " of ")
    return kind, f"{states.name(state)} {title}", "", whole


def local_seat(title: str, place: re.Match[str], district: str, where: str) -> tuple[str, str, str, str]:
    name = place["place"].replace("_", " ").title()
    whole = f"{states.division(place['state'])}/{place['type']}:{place['place']}"
    below = re.search(r"/(?:council_district|ward):([^/]+)$", where)
    district = below.group(1) if below else district
    if title.lower() == "mayor":
        return Kind.MAYOR, name, "", whole
    division = where if below else f"{whole}/council_district:{slugify(district)}" if district else whole
    if place["type"] == "place":
        return Kind.COUNCIL, f"{name} City Council", district, division
    board = "Board of Supervisors" if "supervisor" in title.lower() else "Board"
    return Kind.COUNCIL, f"{name} County {board}", district, division


def places(entry: dict[str, Any]) -> list[dict[str, Any]]:
    """`offices`, `contact_details` as the schema says, or the bare `phones` of a list of a city."""
    told = rows(entry, "offices", "contact_details")
    return told or [
        {"classification": "primary", "voice": phone, LINE: entry[LINE]} for phone in listed(entry, "phones")
    ]


def office(row: dict[str, Any], file: str, name: str, reading: Reading) -> Office:
    written = published.words(row.get("classification") or row.get("note"), 60).lower().removesuffix(" office")
    address = published.address(row.get("address"))
    phone, extension = published.phone(row.get("voice"))
    if row.get("voice") and not phone:
        text = {"name": name, "text": published.words(row.get("voice"), 200)[:80]}
        reading.notes.append(Problem(file, row[LINE], _("%(name)s: “%(text)s” cannot be called.") % text))
    return Office(
        f"{written}:{slugify(address)[:80] or phone}",
        OFFICES.get(written, OfficialOffice.Kind.OTHER),
        published.city(address),
        address,
        phone,
        extension,
        published.phone(row.get("fax"))[0],
    )


def keyed(part: Part, key: str) -> Part:
    return replace(part, key=key)


def numbered(parts: list[Part]) -> list[Part]:
    """Two that would have the same key get a number."""
    seen: dict[str, int] = {}
    named = []
    for part in parts:
        seen[part.key] = n = seen.get(part.key, 0) + 1
        named.append(keyed(part, f"{part.key}#{n}") if n > 1 else part)
    return named

"""Members of Congress and their offices: the CSV and JSON files of github.com/unitedstates/congress-legislators.

CSV is flat and names no dates; JSON has all terms, of which the last is today's. Ids are text: "01460".
"""

import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from campaigns.advocacy import published, states
from campaigns.advocacy.models import OfficialOffice, OfficialTerm
from campaigns.advocacy.published import BadEntryError, Office, Person, Problem, Reading, Term

SOURCE = "congress"
MAIN, LOCAL = "congress:", "congress-district:"
LEGISLATORS = {"bioguide_id", "last_name", "first_name", "type", "state", "district"}
OFFICES = {"bioguide", "id", "address", "city", "state", "zip", "phone"}
KINDS = {"sen": OfficialTerm.Kind.US_SENATE, "rep": OfficialTerm.Kind.US_HOUSE}
SPACE = re.compile(r"[\s,]*")


def read_csv(file: str, text: str, reading: Reading) -> None:
    """Raises BadEntryError when a column that is needed is missing."""
    try:
        lines = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        header = set(lines.fieldnames or ())
        if "committee_id" in header:
            reading.passed_over += 1
            return
        needed, make = (OFFICES, flat_office) if "bioguide" in header else (LEGISLATORS, flat_legislator)
        if missing := sorted(needed - header):
            raise BadEntryError(
                _(
                    "The columns %(names)s are missing. We read legislators-current.csv and "
                    "legislators-district-offices.csv as they are published."
                )
                % {"names": ", ".join(missing)}
            )
        for row in lines:
            if None in row or None in row.values():
                words = _("This line has another number of cells than the first one.")
                reading.problems.append(Problem(file, lines.line_num, words))
                continue
            add(make, row, file, lines.line_num, reading)
    except csv.Error as error:
        raise BadEntryError(_("One cell goes on without end. Is a quotation mark left open?")) from error


def read_json(file: str, text: str, reading: Reading) -> None:
    """Raises BadEntryError when the file is no list, or breaks off."""
    found = list(entries(text))
    if not found or not all(isinstance(entry, dict) for _line, entry in found):
        raise BadEntryError(_("This is no list of officials."))
    if not any("terms" in entry or "offices" in entry for _line, entry in found):
        reading.passed_over += 1
        return
    for line, entry in found:
        add(nested_legislator if "terms" in entry else nested_offices, entry, file, line, reading)


def entries(text: str) -> Iterator[tuple[int, Any]]:
    """Each entry of a list, with the line where it begins."""
    decoder, line, seen = json.JSONDecoder(), 1, 0
    at = past_space(text, 0)
    if not text.startswith("[", at):
        raise BadEntryError(_("This is no list of officials."))
    at = past_space(text, at + 1)
    while not text.startswith("]", at):
        line, seen = line + text.count("\n", seen, at), at
        try:
            entry, end = decoder.raw_decode(text, at)
        except json.JSONDecodeError as error:
            raise BadEntryError(_("This is not JSON from line %(line)s on.") % {"line": error.lineno}) from error
        except (ValueError, RecursionError) as error:
            raise BadEntryError(_("This is not JSON from line %(line)s on.") % {"line": line}) from error
        yield line, entry
        at = past_space(text, end)


def past_space(text: str, at: int) -> int:
    found = SPACE.match(text, at)
    return found.end() if found else at


def add(make: Any, row: dict[str, Any], file: str, line: int, reading: Reading) -> None:
    try:
        reading.add(make(row, file, line, reading))
    except BadEntryError as error:
        reading.problems.append(Problem(file, line, error.words))
    except (AttributeError, KeyError, TypeError, IndexError):
        reading.problems.append(Problem(file, line, _("This entry is not laid out as the published ones.")))


# --- legislators -------------------------------------------------------------------------------------


def flat_legislator(row: dict[str, Any], file: str, line: int, reading: Reading) -> Person:
    return legislator(row["bioguide_id"], row | {"term": {}}, file, line, reading)


def nested_legislator(entry: dict[str, Any], file: str, line: int, reading: Reading) -> Person:
    name, last = entry["name"], entry["terms"][-1]
    row = last | {
        "last_name": name.get("last"),
        "first_name": name.get("first"),
        "nickname": name.get("nickname"),
        "full_name": name.get("official_full"),
        "term": last,
    }
    return legislator(entry["id"]["bioguide"], row, file, line, reading)


def legislator(identity: object, row: dict[str, Any], file: str, line: int, reading: Reading) -> Person:
    bioguide = required(identity)
    first, last = published.words(row.get("first_name"), 80), published.words(row.get("last_name"), 80)
    name = published.words(row.get("full_name"), 160) or f"{first} {last}".strip()
    if not name:
        raise BadEntryError(_("This entry has no name."))
    nickname = published.words(row.get("nickname"), 80)
    fields: dict[str, str | list[str]] = {
        "name": name,
        "given_name": first,
        "family_name": last,
        "other_names": published.distinct([f"{first} {last}", f"{nickname} {last}" if nickname else ""], but=name),
        "party": published.words(row.get("party"), 60),
        "url": link(name, row.get("url"), file, line, reading),
        "contact_form": link(name, row.get("contact_form"), file, line, reading),
    }
    capitol = in_washington(name, row, file, line, reading)
    offices = (capitol,) if capitol.address or capitol.phone else ()
    return Person(SOURCE, bioguide, file, line, fields, (term(row),), offices, frozenset({MAIN}))


def link(name: str, value: object, file: str, line: int, reading: Reading) -> str:
    address = published.url(value)
    if value and not address:
        text = {"name": name, "text": str(value)[:80]}
        reading.notes.append(Problem(file, line, _("%(name)s: “%(text)s” is no web address.") % text))
    return address


def in_washington(name: str, row: dict[str, Any], file: str, line: int, reading: Reading) -> Office:
    phone, extension = callable_phone(name, row.get("phone"), file, line, reading)
    address = published.address(row.get("address"))
    place, fax = "Washington" if address else "", published.phone(row["fax"])[0] if "fax" in row else None
    return Office(f"{MAIN}capitol", OfficialOffice.Kind.CAPITOL, place, address, phone, extension, fax)


def callable_phone(name: str, value: object, file: str, line: int, reading: Reading) -> tuple[str, str]:
    phone, extension = published.phone(value)
    if value and not phone:
        text = {"name": name, "text": str(value)[:80]}
        reading.notes.append(Problem(file, line, _("%(name)s: “%(text)s” cannot be called.") % text))
    return phone, extension


def term(row: dict[str, Any]) -> Term:
    kind, state = KINDS.get(published.words(row.get("type"), 10)), published.words(row.get("state"), 2).upper()
    if kind is None or state not in states.NAMES:
        told = {"type": str(row.get("type"))[:20], "state": str(row.get("state"))[:20]}
        raise BadEntryError(_("“%(type)s” of “%(state)s” is no seat in Congress.") % told)
    starts_on, ends_on = published.day(row["term"].get("start")), published.day(row["term"].get("end"), is_end=True)
    if kind == OfficialTerm.Kind.US_SENATE:
        division, district = states.division(state), states.name(state)
    else:
        number = published.words(row.get("district"), 3)
        division = states.congressional(state, number)
        district = f"{state}-{number}" if number not in ("", "0") else states.name(state)
    body = "US Senate" if kind == OfficialTerm.Kind.US_SENATE else "US House of Representatives"
    return Term(f"{MAIN}{kind}:{division}:{starts_on or ''}", kind, body, district, division, starts_on, ends_on)


# --- offices at home -----------------------------------------------------------------------------------


def flat_office(row: dict[str, Any], file: str, line: int, reading: Reading) -> Person:
    return at_home(row["bioguide"], [row], file, line, reading)


def nested_offices(entry: dict[str, Any], file: str, line: int, reading: Reading) -> Person:
    return at_home(entry["id"]["bioguide"], entry["offices"], file, line, reading)


def at_home(identity: object, rows: list[dict[str, Any]], file: str, line: int, reading: Reading) -> Person:
    offices = tuple(office(row, file, line, reading) for row in rows)
    scopes = frozenset({LOCAL})
    return Person(SOURCE, required(identity), file, line, offices=offices, scopes=scopes, is_partial=True)


def office(row: dict[str, Any], file: str, line: int, reading: Reading) -> Office:
    identity = required(row.get("id"))
    phone, extension = callable_phone(identity, row.get("phone"), file, line, reading)
    street = [published.words(row.get(name), 200) for name in ("address", "suite", "building", "city")]
    state_and_zip = f"{published.words(row.get('state'), 2)} {published.words(row.get('zip'), 10)}"
    return Office(
        f"{LOCAL}{identity}",
        OfficialOffice.Kind.DISTRICT,
        published.words(row.get("city"), 120),
        published.address(", ".join([*filter(None, street), state_and_zip])),
        phone,
        extension,
        published.phone(row.get("fax"))[0],
        published.words(row.get("hours"), 200),
    )


def required(value: object) -> str:
    text = published.words(value, 100)
    if not text:
        raise BadEntryError(_("This entry has no id."))
    return text

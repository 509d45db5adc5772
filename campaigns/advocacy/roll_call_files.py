"""Roll calls as they are published for California: `ca17-18desc.dat` and `ca17-18votes.dat`, or the zip of both.

The first is UTF-8 with a tab between ten fields. The second has a line for each member: the name in 20 BYTES, not
letters, then one figure for each roll call. Sliced as text, the rows of Chávez and De León shift by one.
Source: github.com/JeffreyBLewis/california-rollcall-votes.
"""

import io
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from campaigns.advocacy.models import RollCallVote
from campaigns.advocacy.published_files import BROKEN

NAME_BYTES = 20
FIELDS = 10
LARGEST = 60_000_000  # bytes of one file once it is unpacked
Vote = RollCallVote.Vote
VOTES = {"1": Vote.YES, "6": Vote.NO, "9": Vote.ABSENT}
NOT_THERE = "0"


class Unreadable(Exception):
    """Says in a sentence what is wrong with the files."""


@dataclass(frozen=True)
class Published:
    """One roll call. `ayes` and `noes` are the published totals, `votes` the rows: (name, vote)."""

    bill: str
    voted_on: date
    place: str
    motion: str
    ayes: int
    noes: int
    has_passed: bool
    votes: list[tuple[str, str]]
    key: str

    @property
    def counted(self) -> tuple[int, int]:
        count = Counter(vote for _name, vote in self.votes)
        return count[Vote.YES], count[Vote.NO]

    @property
    def adds_up(self) -> bool:
        return self.counted == (self.ayes, self.noes)


def squeezed(bill: str) -> str:
    """ "SB 54" and "SB54" are the same."""
    return "".join(bill.split()).upper()


def unpacked(files: Mapping[str, bytes]) -> tuple[bytes, bytes]:
    """The description file and the votes file, from the two or from a zip of them. Raises Unreadable."""
    found: dict[str, bytes] = {}
    for name, content in files.items():
        found |= inside_zip(content) if content.startswith(b"PK\x03\x04") else {name: content}
    descriptions = [content for name, content in found.items() if name.casefold().endswith("desc.dat")]
    votes = [content for name, content in found.items() if name.casefold().endswith("votes.dat")]
    if len(descriptions) != 1 or len(votes) != 1:
        raise Unreadable(_("Choose both files, …desc.dat and …votes.dat, or the zip that holds them."))
    return descriptions[0], votes[0]


def inside_zip(content: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            wanted = [one for one in archive.infolist() if one.filename.casefold().endswith(".dat")]
            if any(one.file_size > LARGEST for one in wanted):
                raise Unreadable(_("The files in this zip are larger than roll calls are."))
            return {one.filename: archive.read(one) for one in wanted}
    except BROKEN as error:
        raise Unreadable(_("This zip file cannot be opened. Download it again.")) from error


def read(descriptions: bytes, votes: bytes, bill: str) -> list[Published]:
    """The roll calls of one bill, oldest first. Raises Unreadable."""
    rows = [row for row in described(descriptions) if squeezed(row[1]) == squeezed(bill)]
    members = list(cast_votes(votes))
    width = min((len(figures) for _name, figures in members), default=0)
    seen: Counter[str] = Counter()
    found = []
    for row in sorted(rows, key=lambda row: (row[4], int(row[0]))):
        place = f"{row[4]}:{row[5]}"
        seen[place] += 1
        found.append(published(row, members, width, f"{place}:{seen[place]}"))
    return found


def described(content: bytes) -> Iterator[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(
            _("The …desc.dat file is not in UTF-8: another program saved it again. Take it as it was published.")
        ) from error
    for number, line in enumerate(text.splitlines(), start=1):
        fields = line.split("\t")
        if len(fields) != FIELDS or not fields[0].isdecimal():
            raise Unreadable(
                _("Line %(n)s of the …desc.dat file does not hold the %(fields)s fields of a roll call.")
                % {"n": number, "fields": FIELDS}
            )
        yield fields


def cast_votes(content: bytes) -> Iterator[tuple[str, str]]:
    """(name, one figure for each roll call)."""
    for number, line in enumerate(content.removeprefix(b"\xef\xbb\xbf").splitlines(), start=1):
        try:
            name, figures = line[:NAME_BYTES].decode().strip(), line[NAME_BYTES:].decode("ascii").strip()
        except UnicodeDecodeError:
            name = figures = ""
        if not name or not figures or set(figures) - {*VOTES, NOT_THERE}:
            raise Unreadable(
                _("Line %(n)s of the …votes.dat file is not a name of 20 bytes and its votes. Take it as published.")
                % {"n": number}
            )
        yield name, figures


def published(row: list[str], members: list[tuple[str, str]], width: int, key: str) -> Published:
    column, bill, _author, _topic, day, place, motion, ayes, noes, outcome = row
    if not 1 <= int(column) <= width:
        raise Unreadable(_("The two files do not belong together: the votes file has no vote %(n)s.") % {"n": column})
    try:
        voted_on, totals = date.fromisoformat(day), (int(ayes), int(noes))
    except ValueError as error:
        raise Unreadable(_("Vote %(n)s has no date or no totals that can be read.") % {"n": column}) from error
    figures = [(name, all_of_them[int(column) - 1]) for name, all_of_them in members]
    votes = [(name, str(VOTES[figure])) for name, figure in figures if figure != NOT_THERE]
    return Published(bill, voted_on, place, motion, *totals, "PASS" in outcome, votes, key[:120])

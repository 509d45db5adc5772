"""Finding officials: by name, by seat, by district, page by page in the order of their names."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from campaigns.advocacy.models import Official, OfficialQuerySet, OfficialTerm, OfficialTermQuerySet
from campaigns.advocacy.seats import Seat, seat_of
from chapters.members.models import sorting_key

PAGE = 50
MOST_WORDS = 6
FILLERS = {"district", "distrito", "of", "the", "de", "del", "la"}


@dataclass(frozen=True)
class Row:
    official: Official
    seat: Seat
    phone: str


@dataclass(frozen=True)
class Page:
    """`after` is the code to go on from, '' on the last page."""

    rows: list[Row]
    total: int
    after: str


def search(officials: OfficialQuerySet, words: str) -> OfficialQuerySet:
    """Every word must fit the name, the body, the kind of seat or the district."""
    for word in words[:120].split()[:MOST_WORDS]:
        plain = sorting_key(word)
        if plain not in FILLERS:
            officials = officials.filter(fits(word, plain))
    return officials


def fits(word: str, plain: str) -> Q:
    kinds = [value for value, label in OfficialTerm.Kind.choices if plain in sorting_key_of(str(label)).split()]
    seat = Q(body__icontains=word) | Q(district__iexact=word) | Q(kind__in=kinds)
    # A number is a district, or the end of one such as CA-34; it is never part of a name.
    if word.isdigit():
        return Q(Exists(terms().filter(Q(district=word) | Q(district__endswith=f"-{word}"))))
    return Q(sort_name__contains=plain) | Q(Exists(terms().filter(seat)))


def sorting_key_of(words: str) -> str:
    return " ".join(sorting_key(word) for word in words.split())


def terms() -> OfficialTermQuerySet:
    return OfficialTerm.objects.filter(official=OuterRef("pk"))


def page(officials: OfficialQuerySet, after: str, today: date) -> Page:
    """The next PAGE officials behind the one with the code `after`, with their seats and one phone. Five queries."""
    start = officials.filter(code=after).values_list("sort_name", "id").first() if after else None
    rest = officials
    if start:
        rest = officials.filter(Q(sort_name__gt=start[0]) | Q(sort_name=start[0], id__gt=start[1]))
    found = list(rest.with_seats().order_by("sort_name", "id")[: PAGE + 1])
    shown = found[:PAGE]
    rows = [Row(official, seat_of(official, today), first_phone(official)) for official in shown]
    return Page(rows, officials.count(), shown[-1].code if len(found) > PAGE else "")


def first_phone(official: Official) -> str:
    """From the prefetched `offices`."""
    return next((office.phone for office in official.offices.all() if office.phone), "")

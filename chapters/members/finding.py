"""Find people: by name, by exact phone or email, page by page in the order of their names."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Q, Subquery, Value
from django.db.models.functions import Coalesce

from chapters.members.contacts import read_phone
from chapters.members.models import Member, MemberQuerySet, sorting_key

PAGE = 50
MANY_DIGITS = 5  # more than a house number: the person means a phone


@dataclass(frozen=True)
class Page:
    """`first` to `last` of `total`; `after` is the code to go on from, '' on the last page."""

    members: list[Member]
    first: int
    last: int
    total: int
    after: str


@dataclass(frozen=True)
class Search:
    """`is_close` when nobody has exactly this name; `trouble` says why a phone could not be looked up."""

    people: MemberQuerySet
    is_close: bool = False
    trouble: str = ""


def search(people: MemberQuerySet, words: str) -> Search:
    words = words.strip()[:120]
    if "@" in words:
        return Search(people.with_email(words))
    if len(re.sub(r"\D", "", words)) >= MANY_DIGITS:
        try:
            return Search(people.with_phone(read_phone(words)))
        except ValidationError as error:
            return Search(people.none(), trouble=error.messages[0])
    if not sorting_key(words):
        return Search(people)
    exact = people.named(words)
    return Search(exact) if exact.exists() else Search(people.named_nearly(words), is_close=True)


def by_name(people: MemberQuerySet, words: str) -> MemberQuerySet:
    """By name alone: words that come from an address are never tried as a phone or an email."""
    words = words.strip()[:120]
    if not sorting_key(words):
        return people.none()
    exact = people.named(words)
    return exact if exact.exists() else people.named_nearly(words)


def by_first_name(people: MemberQuerySet, words: str) -> MemberQuerySet:
    """All that a helper may search: first names, so that nobody can try out whole names, phones or emails."""
    return people.filter(first_name__istartswith=words.strip()[:60]) if words.strip() else people


def page(people: MemberQuerySet, after: str, *, order: str = "sort_name", before: int | None = None) -> Page:
    """The next PAGE people behind the one with the code `after`; `before` says how many that are, if it is known."""
    rest = people.exclude(until(people, order, after)).filter(**{f"{order}__gte": place_of(people, order, after)})
    found = list((rest if after else people).order_by(order, "id")[: PAGE + 1])
    total = people.count() if after or len(found) > PAGE else len(found)
    if before is None:
        before = people.filter(until(people, order, after)).count() if after else 0
    members = found[:PAGE]
    more = members[-1].code if len(found) > PAGE else ""
    return Page(members, before + 1 if members else 0, before + len(members), total, more)


def until(people: MemberQuerySet, order: str, after: str) -> Q:
    """Those up to and with the one of this code; nobody when there is none."""
    start = place_of(people, order, after)
    return Q(**{f"{order}__lt": start}) | Q(**{order: start, "id__lte": place_of(people, "id", after, unknown=0)})


def place_of(people: MemberQuerySet, field: str, code: str, *, unknown: str | int = "") -> Coalesce:
    """Looked up in the query itself, which then asks the database once."""
    return Coalesce(Subquery(people.filter(code=code).order_by().values(field)[:1]), Value(unknown))

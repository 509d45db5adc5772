"""Find people: by name, by exact phone or email, page by page in the order of their names."""

import re
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q

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


def page(people: MemberQuerySet, after: str, *, order: str = "sort_name") -> Page:
    """The next PAGE people behind the one with the code `after`."""
    start = people.filter(code=after).values_list(order, "id").first() if after else None
    rest = people.exclude(until(order, start)) if start else people
    found = list(rest.filter(**({f"{order}__gte": start[0]} if start else {})).order_by(order, "id")[: PAGE + 1])
    total = people.count()
    before = people.filter(until(order, start)).count() if start else 0
    members = found[:PAGE]
    more = members[-1].code if len(found) > PAGE else ""
    return Page(members, before + 1 if members else 0, before + len(members), total, more)


def until(order: str, start: tuple[Any, int]) -> Q:
    """Those up to and with `start`."""
    value, pk = start
    return Q(**{f"{order}__lt": value}) | Q(**{order: value, "id__lte": pk})

"""Which seat an official holds, as a page says it. Files err about ends: nobody is without a seat for a date alone."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.advocacy.models import Official, OfficialTerm
from chapters.models import Chapter


@dataclass(frozen=True)
class Seat:
    """The term to speak of. `is_over`: by its dates it has ended, which may be the file's mistake."""

    term: OfficialTerm | None
    is_over: bool = False

    def __str__(self) -> str:
        return str(self.term) if self.term else _("No seat known")


def holds(term: OfficialTerm, today: date) -> bool:
    return (term.starts_on is None or term.starts_on <= today) and (term.ends_on is None or today <= term.ends_on)


def seat_of(official: Official, today: date) -> Seat:
    """From the official's prefetched `terms`: the newest that holds, else the one that ended last."""
    terms = list(official.terms.all())
    held = [term for term in terms if holds(term, today)]
    if held:
        return Seat(max(held, key=by_start))
    past = [term for term in terms if term.ends_on and term.ends_on < today]
    if past:
        return Seat(max(past, key=lambda term: term.ends_on or date.min), is_over=True)
    return Seat(min(terms, key=by_start, default=None))


def by_start(term: OfficialTerm) -> date:
    return term.starts_on or date.min


def today_in(chapter: Chapter) -> date:
    return timezone.localdate(timezone=chapter.zone)

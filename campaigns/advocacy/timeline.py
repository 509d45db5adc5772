"""A campaign's story: what was typed in and what is drawn from its events, officials, bills, actions and the press.

In two steps, so that a story of thousands stays quick: `lines` puts all in order without their words, `told` fetches
the words of those that are shown.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from campaigns.advocacy.facts import Fact, drawn
from campaigns.models import Campaign, Moment
from chapters import dates


@dataclass(frozen=True)
class Line:
    """Where one moment stands. `moment` is the number of a typed one; `fact` what it stands for, or was drawn from."""

    slug: str  # names it in an address
    kind: str
    on: date | None
    is_exact: bool
    is_public: bool
    fact: Fact | None = None
    moment: int | None = None
    state: str = ""  # "", "won", "next" or "later", as the look draws them


@dataclass(frozen=True)
class Entry:
    """A line with its words. `language` and `body_language` are "" where they are those of the page."""

    line: Line
    title: str
    body: str
    language: str = ""
    body_language: str = ""

    @property
    def when(self) -> str:
        return dates.on_day(self.line.on, exact=self.line.is_exact) if self.line.on else _("Date not set")

    @property
    def year(self) -> str:
        return str(self.line.on.year) if self.line.on else _("Date not set")

    @property
    def word(self) -> str:
        """Wins, what is next and what went wrong are said, not only drawn."""
        if self.line.state == "later":
            return ""
        words = {
            "next": pgettext("story", "Next"),
            Moment.Kind.WIN: pgettext("story", "Won"),
            Moment.Kind.SETBACK: pgettext("story", "Setback"),
            Moment.Kind.PAUSE: pgettext("story", "Pause"),
        }
        return words.get("next" if self.line.state == "next" else self.line.kind, "")

    @property
    def kind_word(self) -> str:
        return str(capfirst(Moment.Kind(self.line.kind).label))

    @property
    def source_url(self) -> str:
        """Where anyone can read more: the page of the event, the bill, the newspaper."""
        return self.line.fact.url if self.line.fact else ""

    @property
    def inside_url(self) -> str:
        return self.line.fact.inside_url if self.line.fact else ""


# --- in order --------------------------------------------------------------------------------------


def lines(campaign: Campaign, *, public: bool) -> list[Line]:
    """Oldest first; what has no date comes last. A typed moment takes the place of what it was drawn from, so that a
    moment kept inside also keeps that inside."""
    facts = {fact.key: fact for fact in drawn(campaign)}
    typed, replaced = typed_in(campaign, facts)
    everything = [*typed, *untold(facts.values(), replaced, public=public)]
    shown = [line for line in everything if line.is_public or not public]
    shown.sort(key=lambda line: line.on or date.max)
    today = timezone.localdate(timezone=campaign.chapter.zone)
    if public and campaign.outcome:
        shown = [line for line in shown if line.on and line.on <= today]
    return with_states(shown, today)


def typed_in(campaign: Campaign, facts: dict[str, Fact]) -> tuple[list[Line], set[str]]:
    """The moments people wrote, and the keys of the facts they take the place of."""
    found: list[Line] = []
    replaced: set[str] = set()
    rows = campaign.moments.order_by("id").values_list(
        "pk", "code", "kind", "happened_on", "precision", "is_public", "instead_of", "event__code", "event__ends_at"
    )
    now = timezone.now()
    for pk, code, kind, on, precision, is_public, instead_of, event, ends_at in rows:
        key = f"event:{event}" if event else instead_of
        replaced.add(key)
        fact = facts.get(key)
        is_exact = precision == Moment.Precision.DAY
        if event and ends_at > now:
            is_public = is_public and fact is not None and fact.is_public  # noqa: PLW2901 - nothing gives it away
            on, is_exact = (fact.on, True) if fact else (on, is_exact)  # noqa: PLW2901 - the event may move
        found.append(Line(code, kind, on, is_exact, is_public, fact, pk))
    return found, replaced


def untold(facts: Iterable[Fact], replaced: set[str], *, public: bool) -> list[Line]:
    """Of the events ahead only the soonest, and the hearings: the page lists the others."""
    left = [fact for fact in facts if fact.key not in replaced and (fact.is_public or not public)]
    ahead = [fact for fact in left if fact.is_open and fact.on]
    rest = sorted(ahead, key=lambda fact: fact.on or date.max)[1:]
    later = {fact.key for fact in rest if fact.kind != Moment.Kind.HEARING}
    return [
        Line(fact.key.replace(":", "-"), fact.kind, fact.on, fact.is_exact, fact.is_public, fact)
        for fact in left
        if fact.key not in later
    ]


def with_states(found: Sequence[Line], today: date) -> list[Line]:
    """Give the first line ahead of us the flame; wins behind us bloom."""
    story: list[Line] = []
    has_next = False
    for line in found:
        if is_ahead(line, today):
            state = "later" if has_next or line.on is None else "next"
            has_next = has_next or state == "next"
        else:
            state = "won" if line.kind == Moment.Kind.WIN else ""
        story.append(replace(line, state=state) if state else line)
    return story


def is_ahead(line: Line, today: date) -> bool:
    return line.on is None or line.on > today or (line.fact is not None and line.fact.is_open)


# --- in words --------------------------------------------------------------------------------------


def told(campaign: Campaign, shown: Sequence[Line]) -> list[Entry]:
    """These lines with their words: two look-ups, however many they are."""
    keys = [line.moment for line in shown if line.moment]
    moments = Moment.objects.prefetch_related("texts").in_bulk(keys) if keys else {}
    for moment in moments.values():
        moment.chapter = campaign.chapter
    return list(in_words(shown, moments))


def in_words(shown: Iterable[Line], moments: dict[int, Moment]) -> Iterator[Entry]:
    for line in shown:
        if moment := moments.get(line.moment or 0):
            language = getattr(moment.text, "language", "")
            yield Entry(line, str(moment), moment.words("body"), language, language)
        elif line.fact and not line.moment:
            fact = line.fact
            yield Entry(line, fact.title, fact.body, fact.language, fact.body_language)


# --- parts of it -----------------------------------------------------------------------------------


BEGINNING, SHOWN = 2, 8
WEIGHTY = (Moment.Kind.WIN, Moment.Kind.SETBACK, Moment.Kind.PAUSE)


def folded(story: Sequence[Line]) -> list[Line]:
    """A long story for a page that tells more than the story: how it began, what weighs most since, what is ahead."""
    behind = [line for line in story if not is_to_come(line)]
    ahead = [line for line in story if is_to_come(line)][:SHOWN]
    first = ([line for line in behind if line.moment] or behind)[:BEGINNING]
    since = [line for line in behind if line not in first]
    kept = {line.slug for line in [*first, *weighty(since, most=SHOWN - BEGINNING)]}
    return [*(line for line in behind if line.slug in kept), *ahead]


def is_to_come(line: Line) -> bool:
    return line.state in {"next", "later"}


def weighty(story: Sequence[Line], *, most: int) -> list[Line]:
    """At most so many, in order: rather what people wrote down themselves and how it turned out, rather the latest."""
    kept = {line.slug for line in [line for line in story if line.moment or line.kind in WEIGHTY][-most:]}
    light = [line.slug for line in story if line.slug not in kept]
    kept.update(light[max(len(light) + len(kept) - most, 0) :])
    return [line for line in story if line.slug in kept]


def kinds(story: Iterable[Line]) -> list[tuple[str, str]]:
    """(value, words) of the kinds there are."""
    there = {line.kind for line in story}
    return [(value, str(capfirst(words))) for value, words in Moment.Kind.choices if value in there]


def years(story: Iterable[Line]) -> list[int]:
    return sorted({line.on.year for line in story if line.on})


def chosen(story: Sequence[Line], *, kind: str, year: str) -> list[Line]:
    """Of a kind and a year; "" for all of them."""
    return [
        line
        for line in story
        if (not kind or line.kind == kind) and (not year or (line.on is not None and str(line.on.year) == year))
    ]

"""Lists that ask about events, and a person's history."""

import pytest
from django.utils import translation

from campaigns.events import seats, timeline
from campaigns.models import Event
from chapters.members import segments
from chapters.models import Member
from tests.cast import Cast
from tests.factories import make_event, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(cast: Cast) -> Event:
    """Ana said yes, Ben no, Cleo nothing; a namesake of another chapter said yes to its own event."""
    event, other = make_event(cast.here), make_event(cast.there)
    seats.save(event, member=make_member(cast.here, "Ana"), party_size=2, source="page")
    seats.decline(event, member=make_member(cast.here, "Ben"), source="text")
    make_member(cast.here, "Cleo")
    seats.save(other, member=make_member(cast.there, "Ana"), source="page")
    return event


def tree(name: str, code: str) -> segments.Tree:
    return {"version": 1, "all": [{"filter": name, "value": code}]}


@pytest.mark.parametrize(
    ("name", "people", "words"),
    [
        ("said_yes", ["Ana"], "people who said yes to “Candlelight vigil”"),
        ("no_seat", ["Ben", "Cleo"], "people who have no seat at “Candlelight vigil” yet"),
        ("no_answer", ["Cleo"], "people who have not answered about “Candlelight vigil”"),
    ],
)
def test_a_list_by_answers(cast: Cast, event: Event, name: str, people: list[str], words: str) -> None:
    found = segments.matching(cast.here, tree(name, event.code))
    assert sorted(member.name for member in found) == people
    assert segments.describe(cast.here, tree(name, event.code)) == words
    offered = [code for code, _words in segments.all_filters()[name].choices(cast.here)]
    assert offered == [event.code]


def test_a_list_about_an_event_of_another_chapter_is_empty(cast: Cast, event: Event) -> None:
    theirs = Event.objects.get(chapter=cast.there).code
    for name in ("said_yes", "no_seat", "no_answer"):
        assert segments.matching(cast.here, tree(name, theirs)).count() == 0
        assert "Candlelight" not in segments.describe(cast.here, tree(name, theirs))


def test_a_history_says_what_was_answered_but_not_to_sensitive_events(cast: Cast, event: Event) -> None:
    ana = Member.objects.get(chapter=cast.here, name="Ana")
    seats.save(make_event(cast.here, "Court day", kind="court_support"), member=ana, source="page")
    assert [entry.words for entry in timeline.entries(ana)] == ["Saved 2 seats: Candlelight vigil"]
    with translation.override("es"):
        [entry] = timeline.entries(Member.objects.get(name="Ben"))
        assert entry.words.endswith("Vigilia con velas")

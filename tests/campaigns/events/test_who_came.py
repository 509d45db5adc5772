"""Lists by who came: to one event, lately, never; and never of an event that keeps no attendance."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from campaigns.models import Event
from chapters.members import segments
from chapters.members.segments import SegmentForm
from chapters.models import Chapter
from tests.campaigns.events.people import make_rsvp, over
from tests.cast import Cast
from tests.factories import make_event, make_member, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(cast: Cast) -> Event:
    """Ana came, Ben did not, Cleo cancelled, Eva never answered; a namesake of another chapter came to its own."""
    event = over(cast.here)
    make_rsvp(event, "Ana", came=1)
    make_rsvp(event, "Ben", came=0)
    make_rsvp(event, "Cleo", state="cancelled")
    make_member(cast.here, "Eva")
    make_rsvp(over(cast.there), "Ana", came=1)
    return event


def people(chapter: Chapter, name: str, value: str) -> list[str]:
    return sorted(member.name for member in segments.matching(chapter, tree(name, value)))


def tree(name: str, value: str) -> segments.Tree:
    return {"version": 1, "all": [{"filter": name, "value": value}]}


def test_who_came_and_who_said_yes_and_did_not(cast: Cast, event: Event) -> None:
    assert people(cast.here, "came_to", event.code) == ["Ana"]
    assert people(cast.here, "missed", event.code) == ["Ben"]
    said = [segments.describe(cast.here, tree(name, event.code)) for name in ("came_to", "missed")]
    assert said == [
        "people who came to “Candlelight vigil”",
        "people who said yes to “Candlelight vigil” and did not come",
    ]
    with translation.override("es"):
        assert segments.describe(cast.here, tree("missed", event.code)) == (
            "personas que dijeron que sí a “Vigilia con velas” y no vinieron"
        )
        assert segments.describe(cast.here, tree("came_to", event.code)) == (
            "personas que vinieron a “Vigilia con velas”"
        )


def test_lists_of_another_chapters_event_are_empty(cast: Cast, event: Event) -> None:
    theirs = Event.objects.get(chapter=cast.there).code
    for name in ("came_to", "missed"):
        assert people(cast.here, name, theirs) == []
        assert "Candlelight" not in segments.describe(cast.here, tree(name, theirs))


@pytest.mark.parametrize(
    "fields", [{"kind": "know_your_rights"}, {"kind": "court_support"}, {"kind": "direct_action"},
               {"is_marked_sensitive": True}]
)  # fmt: skip
def test_none_of_an_event_that_keeps_no_attendance(cast: Cast, event: Event, fields: dict[str, object]) -> None:
    Event.objects.filter(pk=event.pk).update(**fields)
    for name in ("came_to", "missed"):
        assert people(cast.here, name, event.code) == []
        offered = [code for code, _words in segments.all_filters()[name].choices(cast.here)]
        assert offered == []
    assert people(cast.here, "came", "ever") == people(cast.here, "came", "lately") == []


def test_only_events_that_are_over_are_offered(cast: Cast, event: Event) -> None:
    make_event(cast.here, "Ahead")
    over(cast.here, "Called off", cancelled_at=timezone.now())
    over(cast.here, "Names are gone", days=31)
    offered = [code for code, _words in segments.all_filters()["came_to"].choices(cast.here)]
    assert offered == [event.code]


def test_who_came_lately_ever_and_never(cast: Cast, event: Event) -> None:
    """From the rows while they are there, and from the counts that outlive them."""
    today = timezone.localdate()
    make_member(cast.here, "Old", came_count=2, last_came_on=today - timedelta(days=91))
    make_member(cast.here, "Recent", came_count=1, last_came_on=today - timedelta(days=60))
    assert people(cast.here, "came", "ever") == ["Ana", "Old", "Recent"]
    assert people(cast.here, "came", "lately") == ["Ana", "Recent"]
    assert people(cast.here, "came", "away") == ["Old"]
    assert people(cast.here, "came", "never") == ["Ben", "Cleo", "Eva"]
    assert segments.describe(cast.here, tree("came", "lately")) == "people who came at least once in the last 90 days"
    assert segments.describe(cast.here, tree("came", "never")) == "people who never came yet"
    with translation.override("es"):
        assert segments.describe(cast.here, tree("came", "lately")) == (
            "personas que vinieron al menos una vez en los últimos 90 días"
        )


def test_the_sentence_of_the_people_page_offers_them(cast: Cast, event: Event) -> None:
    shown = signed_in(cast.lead).get("/c/highland-park/people/", {"came_to": event.code}).content.decode()
    assert "who came to “Candlelight vigil”" in shown
    assert [name in shown for name in (">Ana<", ">Ben<")] == [True, False]
    form = SegmentForm({"missed": event.code, "came": "lately"}, chapter=cast.here)
    assert form.is_valid()
    assert form.tree["all"] == [{"filter": "came", "value": "lately"}, {"filter": "missed", "value": event.code}]
    assert not SegmentForm({"came_to": "nothere"}, chapter=cast.here).is_valid()
    assert not SegmentForm({"came": "often"}, chapter=cast.here).is_valid()


def test_compose_takes_the_list(cast: Cast, event: Event) -> None:
    shown = signed_in(cast.lead).get("/c/highland-park/messages/new/", {"came_to": event.code}).content.decode()
    assert f'<option value="{event.code}" selected>' in shown


def test_today_counts_who_came_lately(cast: Cast, event: Event) -> None:
    make_member(cast.here, "Recent", came_count=1, last_came_on=timezone.localdate())
    assert "<b>2</b> came to something in the last 3 months." in (
        signed_in(cast.lead).get("/c/highland-park/").content.decode()
    )

"""What passed between us and an official, and what of it waits for a person today.

Views: campaigns:advocacy_contact_edit, campaigns:advocacy_promise_edit.
"""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from campaigns.models import Action, ActionTaken, ActionText, Commitment, Official
from chapters import dates
from tests.campaigns.advocacy.people import day, make_official, make_promise, make_target, make_term
from tests.cast import Cast
from tests.factories import make_campaign, signed_in


@pytest.fixture
def organizer(cast: Cast) -> Client:
    return signed_in(cast.organizer)


@pytest.fixture
def official(cast: Cast) -> Official:
    return make_official(cast.here)


def at(official: Official, rest: str = "") -> str:
    return f"/c/highland-park/officials/{official.code}/{rest}"


def page(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_a_contact_is_logged_with_who_logged_it(cast: Cast, organizer: Client, official: Official) -> None:
    campaign = make_campaign(cast.here)
    assert f'value="{campaign.code}" selected' in page(organizer, at(official, f"log/new/?campaign={campaign.code}"))
    given = {"kind": "meeting", "happened_on": day(-1), "with_whom": "Dana", "note": "Wants a letter"}
    organizer.post(at(official, "log/new/"), given | {"campaign": campaign.code})
    entry = official.contact_entries.get()
    assert (entry.logged_by, entry.campaign, entry.note) == (cast.organizer, campaign, "Wants a letter")
    html = page(organizer, at(official))
    for words in (f"Meeting, {dates.on_day(day(-1))}", "with Dana", "Wants a letter", "logged by Carmen Ibarra"):
        assert words in html
    organizer.post(at(official, f"log/{entry.code}/"), given | {"note": "Wants two letters"})
    entry.refresh_from_db()
    assert entry.note == "Wants two letters"
    organizer.post(at(official, f"log/{entry.code}/"), {"remove": "1"})
    assert not official.contact_entries.exists()


def test_nothing_is_logged_before_it_happened_or_for_another_chapter(
    cast: Cast, organizer: Client, official: Official
) -> None:
    elsewhere = make_campaign(cast.there)
    given = {"kind": "call", "happened_on": day(1), "note": "Tomorrow", "campaign": elsewhere.code}
    refused = organizer.post(at(official, "log/new/"), given)
    html = refused.content.decode()
    assert refused.status_code == 422
    assert "This day is still to come." in html
    assert "Select a valid choice" in html
    assert "Tomorrow" in html


def test_a_long_log_shows_its_newest_lines_first(cast: Cast, organizer: Client, official: Official) -> None:
    for n in range(30):
        official.contact_entries.create(chapter=cast.here, kind="call", happened_on=day(-n), with_whom=f"Person {n:02}")
    short, whole = page(organizer, at(official)), page(organizer, at(official, "?all=1"))
    assert ("Person 00" in short, "Person 29" in short, "Show all 30 entries" in short) == (True, False, True)
    assert ("Person 29" in whole, "Show all" in whole) == (True, False)


def test_what_many_did_is_counted_by_action_and_outcome(cast: Cast, organizer: Client, official: Official) -> None:
    action = Action.objects.create(chapter=cast.here, campaign=make_campaign(cast.here), kind="call")
    ActionText.objects.create(parent=action, language="en", title="Call Rosa")
    for n, outcome in enumerate(["spoke", "message", "message", "no_answer"]):
        ActionTaken.objects.create(
            chapter=cast.here, action=action, official=official, outcome=outcome, source="link", key=f"{n}"
        )
    html = " ".join(page(organizer, at(official)).split())
    assert "Call Rosa</b> · 4 times" in html
    assert 'Left a message: <span class="num">2</span> · ' in html
    assert 'Talked with someone: <span class="num">1</span>' in html


def test_a_promise_with_its_days(cast: Cast, organizer: Client, official: Official) -> None:
    given = {"words": "Bring the motion", "promised_on": day(-20), "due_on": day(-3), "source_words": "At the forum"}
    organizer.post(at(official, "promises/new/"), given)
    promise = official.commitments.get()
    assert promise.logged_by == cast.organizer
    html = page(organizer, at(official))
    for words in ("Bring the motion", "At the forum", "3 days late", "20 days since the promise"):
        assert words in html
    organizer.post(at(official, f"promises/{promise.code}/"), given | {"due_on": day(5)})
    assert "due in 5 days" in page(organizer, at(official))


def test_a_promise_is_kept_or_broken_and_opened_again(organizer: Client, official: Official) -> None:
    promise = make_promise(official)
    for state in ("kept", "broken"):
        organizer.post(at(official, f"promises/{promise.code}/settle/"), {"state": state})
        promise.refresh_from_db()
        assert (promise.state, promise.settled_on) == (state, day())
        assert f"{state} on {dates.on_day(day())}" in page(organizer, at(official))
    organizer.post(at(official, f"promises/{promise.code}/settle/"), {"state": "open"})
    promise.refresh_from_db()
    assert (promise.state, promise.settled_on) == ("open", None)
    organizer.post(at(official, f"promises/{promise.code}/settle/"), {"state": "nonsense"})
    promise.refresh_from_db()
    assert promise.state == Commitment.State.OPEN


def test_a_promise_is_not_due_before_it_was_made(organizer: Client, official: Official) -> None:
    given = {"words": "Bring it", "promised_on": day(-2), "due_on": day(-5)}
    refused = organizer.post(at(official, "promises/new/"), given)
    assert "This is before the day they promised it." in refused.content.decode()
    assert not official.commitments.exists()


def test_promises_due_and_terms_ending_are_on_today(cast: Cast, organizer: Client, official: Official) -> None:
    make_promise(official, words="bring the motion", due_on=day(-2))
    make_promise(official, words="not yet", due_on=day(10))
    make_promise(official, words="long settled", due_on=day(-2), state="kept", settled_on=day())
    mayor, other = make_official(cast.here, "Karen Alcaldesa", district=""), make_official(cast.here, "No Target")
    make_term(mayor, kind="mayor", body="Rivertown", ends_on=day(1))
    other.terms.update(ends_on=day(1))
    make_target(make_campaign(cast.here), mayor)
    html = page(organizer, "/c/highland-park/")
    assert "Rosa Concejal promised: bring the motion" in html
    assert "2 days late." in html
    assert "The term of Karen Alcaldesa ends tomorrow: who follows?" in html
    for words in ("not yet", "long settled", "No Target"):
        assert words not in html
    assert "promised" not in page(signed_in(cast.volunteer), "/c/highland-park/")


def test_the_days_are_those_of_the_chapter(cast: Cast, organizer: Client, official: Official) -> None:
    tomorrow = (timezone.now() + timedelta(days=1)).date()
    refused = organizer.post(at(official, "log/new/"), {"kind": "call", "happened_on": tomorrow})
    assert refused.status_code == 422

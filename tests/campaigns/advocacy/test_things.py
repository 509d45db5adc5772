"""Things and places: `campaigns:advocacy_things`, `campaigns:advocacy_thing`, `campaigns:advocacy_thing_add`,
`campaigns:advocacy_thing_edit`, `campaigns:advocacy_thing_back`."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.advocacy.shelf_people import MOVERS
from campaigns.models import Thing, ThingHold
from chapters import retention
from chapters.members import erasing, merging
from chapters.members.exporting import as_data
from tests.cast import Cast
from tests.factories import make_member, signed_in

pytestmark = pytest.mark.django_db
HERE = "/c/highland-park/things/"
TO = {"partner": "", "new_partner": "", "name": "", "place": "", "since_on": "2017-06-01", "until_on": ""}


@pytest.fixture
def lead(cast: Cast) -> Client:
    return signed_in(cast.lead)


@pytest.fixture
def thing(lead: Client) -> Thing:
    lead.post(f"{HERE}new/", {"kind": "thing", "name": "The giant letters", "note": "In 9 bags", "campaign": ""})
    return Thing.objects.get()


def hand(lead: Client, thing: Thing, **changes: Any) -> Any:
    return lead.post(f"{HERE}{thing.code}/", TO | changes)


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_who_has_the_letters_and_which_window(cast: Cast, lead: Client, thing: Thing) -> None:
    assert "with us" in page(lead, HERE)
    member = make_member(cast.here, "Walt Okafor")
    hand(lead, thing, name="walt okafor", place="His garage")
    hold = ThingHold.objects.get()
    assert (hold.member, hold.name, hold.handed_by) == (member, "", cast.lead)
    hand(
        lead,
        thing,
        new_partner="La Monarca Bakery",
        place="Window on York",
        since_on="2017-06-08",
        until_on="2017-06-30",
    )
    first, second = ThingHold.objects.order_by("id")
    assert (first.ended_on, second.ended_on, second.partner.name) == (  # type: ignore[union-attr]
        date(2017, 6, 8), None, "La Monarca Bakery",
    )  # fmt: skip
    shown = page(lead, HERE)
    assert not [word for word in ("La Monarca Bakery", "Window on York", "Overdue") if word not in shown]
    history = page(lead, f"{HERE}{thing.code}/").split("Who had it before")[-1]
    assert "Walt Okafor" in history
    assert "Fetch: The giant letters" in page(lead, "/c/highland-park/")
    lead.post(f"{HERE}{thing.code}/back/")
    assert "It is with us" in page(lead, f"{HERE}{thing.code}/")
    assert "Fetch" not in page(lead, "/c/highland-park/")
    assert lead.post(f"{HERE}{thing.code}/back/").status_code == 302, "twice is once"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "Who has it now?"),
        ({"name": "Walt", "new_partner": "A bakery"}, "Choose one at a time."),
        ({"name": "Walt", "until_on": "2017-05-01"}, "before the first one"),
        ({"name": "Walt", "since_on": "2036-05-01"}, "still ahead"),
        ({"name": "Walt", "since_on": ""}, "Please fill this in"),
        ({"name": "Walt", "place": "he lives at 512 Meridian Street"}, "where exactly someone lives"),
    ],
)
def test_a_bad_hand_over_changes_nothing(lead: Client, thing: Thing, changes: dict[str, str], words: str) -> None:
    answer = hand(lead, thing, **changes)
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert not ThingHold.objects.exists()


def test_a_thing_is_on_the_list_once_and_goes_with_its_history(lead: Client, thing: Thing) -> None:
    again = lead.post(f"{HERE}new/", {"kind": "place", "name": "the GIANT  letters", "note": "", "campaign": ""})
    assert "This one is on your list already." in again.content.decode()
    hand(lead, thing, name="Walt")
    changed = {"kind": "thing", "name": "The letters", "note": "", "campaign": ""}
    assert lead.post(f"{HERE}{thing.code}/edit/", changed).status_code == 302
    lead.post(f"{HERE}{thing.code}/edit/", {"remove": "1"})
    assert (Thing.objects.count(), ThingHold.objects.count()) == (0, 0)


def test_a_volunteer_does_not_see_who_has_what(cast: Cast, lead: Client, thing: Thing) -> None:
    hand(lead, thing, name="CANARY Name", place="CANARY place", until_on="2017-06-02")
    for user in (cast.volunteer, cast.texter, cast.liaison):
        client = signed_in(user)
        assert "CANARY" not in page(client, HERE) + page(client, f"{HERE}{thing.code}/") + page(
            client, "/c/highland-park/"
        )


def test_the_list_costs_the_same_whatever_is_on_it(cast: Cast, lead: Client, thing: Thing) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            page(lead, HERE)
        return len(found)

    hand(lead, thing, name="Walt")
    first = queries()
    for number in range(10):
        other = cast.here.things.create(name=f"Candle {number}")
        other.holds.create(chapter=cast.here, member=make_member(cast.here), since_on="2017-06-01")
    assert queries() == first


def test_one_holder_at_a_time_even_for_the_database(thing: Thing) -> None:
    given = {"chapter": thing.chapter, "thing": thing, "since_on": "2017-06-01"}
    ThingHold.objects.create(**given)
    with pytest.raises(IntegrityError, match="thing_held_by_one"), transaction.atomic():
        ThingHold.objects.create(**given)


def test_a_person_is_merged_told_and_erased(cast: Cast, lead: Client, thing: Thing) -> None:
    kept, gone = make_member(cast.here, "Walt Okafor"), make_member(cast.here, "Walter Okafor")
    hand(lead, thing, name="Walter Okafor", place="His garage")
    merging.merge(kept, gone, theirs=set(), by=cast.lead)
    assert ThingHold.objects.get().member == kept
    assert as_data(kept)["things"][0]["place"] == "His garage"
    assert {column for mover in MOVERS for column in mover.columns} == {"Testimony.member", "ThingHold.member"}
    erasing.erase(kept)
    assert (ThingHold.objects.get().member, ThingHold.objects.get().place) == (None, "")
    assert "Somebody has it" in page(lead, f"{HERE}{thing.code}/")


def test_holders_are_forgotten_a_year_after(lead: Client, thing: Thing) -> None:
    hand(lead, thing, name="Walt", place="Garage")
    list(retention.purge(timezone.now() + timedelta(days=400)))
    assert ThingHold.objects.get().name == "Walt", "who still has it is not forgotten"
    ThingHold.objects.update(ended_on=date(2017, 7, 1))
    list(retention.purge(timezone.now() + timedelta(days=400)))
    assert (ThingHold.objects.get().name, ThingHold.objects.get().place) == ("", "")

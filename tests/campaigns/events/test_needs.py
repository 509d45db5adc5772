"""Needs beside offers (campaigns:events_needs): near first, one tap joins two (campaigns:events_needs_join), both are
told, nobody rides twice."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from campaigns.events import needs as board
from campaigns.events import seats
from campaigns.events.guests import ticket
from campaigns.models import Delivery, Event, NeedMatch, Rsvp
from chapters.models import AuditEntry, Chapter, Member, Zip
from tests.campaigns.events.people import make_rsvp
from tests.cast import Cast, make_cast
from tests.factories import make_event, make_member, make_sender, signed_in

pytestmark = pytest.mark.django_db


def zips() -> None:
    """90042 is ours, 90065 next to it, 92101 is San Diego."""
    places = {"90042": (34.11, -118.19), "90065": (34.11, -118.23), "92101": (32.72, -117.16)}
    for zip, (north, west) in places.items():
        Zip.objects.update_or_create(zip=zip, defaults={"latitude": north, "longitude": west})


@pytest.fixture
def event(cast: Cast) -> Event:
    """Rosa (of two) needs a ride and reads Spanish; Ana drives from afar, Ben from near, Cleo has one place only."""
    make_sender(cast.here)
    zips()
    event = make_event(cast.here)
    rosa = make_member(cast.here, "Rosa Vidal", language="es", phone="+13235550142")
    make_rsvp(event, rosa, needs_ride=True, party_size=2)
    make_rsvp(event, make_member(cast.here, "Ana Reyes", zip="92101"), offers_ride=3)
    ben = make_member(cast.here, "Ben Soto", zip="90065", phone="+13235550177")
    make_rsvp(event, ben, offers_ride=3, has_shared_contact=True)
    make_rsvp(event, "Cleo Park", offers_ride=1)
    theirs = make_event(cast.there)
    make_rsvp(theirs, make_member(cast.there, "Canary Other"), needs_ride=True, offers_ride=4)
    return event


def path(event: Event, rest: str = "") -> str:
    return f"/c/highland-park/events/{event.code}/needs/{rest}"


def of(name: str) -> Rsvp:
    return Rsvp.objects.get(member__name=name)


def join(client: Client, event: Event, need: str, offer: str, what: str = "ride") -> str:
    posted = {"what": what, "need": of(need).code, "offer": of(offer).code}
    return client.post(path(event, "join/"), posted, follow=True).content.decode()


def told(name: str) -> list[str]:
    return list(of(name).member.deliveries.order_by("id").values_list("body", flat=True))


def told_of(name: str, what: str) -> Delivery:
    return Delivery.objects.get(key__startswith=f"rsvp:{of(name).pk}:{what}:")


def test_offers_stand_beside_the_need_near_first(cast: Cast, event: Event) -> None:
    shown = signed_in(cast.organizer).get(path(event)).content.decode()
    assert "1 need is open" in shown
    assert "Rosa Vidal: a ride" in shown
    assert shown.index("Ben Soto can") < shown.index("Ana Reyes can")
    assert "about 2 miles away" in shown
    assert "Cleo Park can" not in shown, "one place is too few for two"
    assert "Cleo Park: 1 place in the car" in shown
    assert "Canary" not in shown
    assert shown.count("btn small flame") == 1


@pytest.mark.parametrize("who", ["texter", "volunteer", "liaison"])
def test_only_who_sees_people_sees_needs(cast: Cast, event: Event, who: str) -> None:
    client = signed_in(getattr(cast, who))
    assert client.get(path(event)).status_code == 403
    assert client.post(path(event, "join/")).status_code == 403


def test_one_tap_joins_and_tells_both_in_their_language(cast: Cast, event: Event) -> None:
    said = join(signed_in(cast.lead), event, "Rosa Vidal", "Ben Soto")
    assert "Ben helps Rosa. We write to both." in said
    assert "Every need is met" in said
    match = NeedMatch.objects.get()
    assert (match.made_by, match.told_at is None) == (cast.lead, False)
    [spanish], [english] = told("Rosa Vidal"), told("Ben Soto")
    assert "Highland Park Neighbors: Ben puede llevarle a Vigilia con velas" in spanish
    assert "Comuniquese con Ben: (323) 555-0177" in spanish
    assert "Rosa needs a ride to Candlelight vigil" in english
    assert "2 people. You offered: thank you." in english
    assert "0142" not in english, "Rosa did not say that her number may be passed on"
    assert AuditEntry.objects.get(act="need_met").subject == f"needmatch {match.code}"


def test_a_number_is_passed_on_only_with_a_yes(cast: Cast, event: Event) -> None:
    shown = join(signed_in(cast.lead), event, "Rosa Vidal", "Ana Reyes")
    [spanish] = told("Rosa Vidal")
    assert "555" not in spanish
    assert "Neither of them shares a number." in shown


def test_a_car_is_never_given_twice(cast: Cast, event: Event) -> None:
    make_rsvp(event, "Dan Ruiz", needs_ride=True, party_size=2)
    make_rsvp(event, "Eva Luna", needs_ride=True, party_size=1)
    client = signed_in(cast.lead)
    join(client, event, "Rosa Vidal", "Ben Soto")
    assert "This offer does not fit any more." in join(client, event, "Dan Ruiz", "Ben Soto")
    assert "Eva" in join(client, event, "Eva Luna", "Ben Soto")
    assert sorted(NeedMatch.objects.values_list("need__member__name", flat=True)) == ["Eva Luna", "Rosa Vidal"]
    assert "Somebody helps them already." in join(client, event, "Rosa Vidal", "Ana Reyes")


def test_childcare_and_interpretation(cast: Cast, event: Event) -> None:
    make_rsvp(event, "Dan Ruiz", children=2)
    make_rsvp(event, "Eva Luna", can_mind_children=True)
    make_rsvp(event, "Flor Paz", needs_language="asl")
    make_rsvp(event, "Gil Mora", offers_language="asl")
    client = signed_in(cast.lead)
    Member.objects.filter(name="Eva Luna").update(came_count=6)
    make_rsvp(event, "New Face", can_mind_children=True)
    shown = client.get(path(event)).content.decode()
    assert "childcare for 2 children" in shown
    assert "Choose somebody you know, and ask the parents first." in shown
    assert shown.index("Eva Luna can") < shown.index("Came 6 times.") < shown.index("New Face can")
    assert shown.index("New Face can") < shown.index("Never came yet")
    join(client, event, "Dan Ruiz", "Eva Luna", "childcare")
    assert "Dan brings 2 children to Candlelight vigil" in told("Eva Luna")[0]
    assert "Eva looks after your children at Candlelight vigil" in told("Dan Ruiz")[0]
    assert "does not fit" in join(client, event, "Flor Paz", "Eva Luna", "language")
    join(client, event, "Flor Paz", "Gil Mora", "language")
    assert "Flor needs sign language at Candlelight vigil" in told("Gil Mora")[0]
    assert "Gil interprets for you at Candlelight vigil" in told("Flor Paz")[0]


def unused(shown: str) -> str:
    return shown.split("Offers nobody uses yet")[1]


def test_only_the_used_offer_leaves_the_list(cast: Cast, event: Event) -> None:
    make_rsvp(event, "Dan Ruiz", children=2)
    make_rsvp(event, "Eva Luna", can_mind_children=True, offers_ride=3, offers_language="asl")
    client = signed_in(cast.lead)
    join(client, event, "Dan Ruiz", "Eva Luna", "childcare")
    left = unused(join(client, event, "Rosa Vidal", "Eva Luna"))
    assert "Eva Luna: 1 place in the car, interprets into sign language" in left
    assert "looks after children" not in left


def test_one_tap_interprets_for_everyone(cast: Cast, event: Event) -> None:
    for name in ("Dan Ruiz", "Eva Luna"):
        make_rsvp(event, name, needs_language="es")
    make_rsvp(event, "Gil Mora", offers_language="es")
    client = signed_in(cast.lead)
    shown = client.get(path(event)).content.decode()
    assert "2 needs are open" in shown, "one ride, and one language for both"
    assert shown.count("Gil Mora interprets for everyone") == 1
    posted = {"language": "es", "offer": of("Gil Mora").code}
    said = client.post(path(event, "join/"), posted, follow=True).content.decode()
    assert "Gil interprets for everyone who asked." in said
    assert NeedMatch.objects.filter(what="language").exclude(told_at=None).count() == 2
    [once] = told("Gil Mora")
    assert "2 people need Spanish at Candlelight vigil" in once
    assert "Gil interprets for you" in told("Dan Ruiz")[0]
    assert "not needed any more" in client.post(path(event, "join/"), posted, follow=True).content.decode()
    assert (
        "does not fit" in client.post(path(event, "join/"), posted | {"language": "asl"}, follow=True).content.decode()
    )
    Delivery.objects.filter(member=of("Gil Mora").member).update(state="delivered")
    for match in NeedMatch.objects.filter(what="language"):
        client.post(path(event, f"{match.code}/part/"))
    assert len(told("Gil Mora")) == 2, "and hears once that it is off"


def test_a_language_that_is_spoken_anyway_is_no_open_need(cast: Cast, event: Event) -> None:
    Event.objects.filter(pk=event.pk).update(interpretation=["en", "es"])
    make_rsvp(event, "Dan Ruiz", needs_language="es")
    shown = signed_in(cast.lead).get(path(event)).content.decode()
    assert "1 need is open" in shown
    assert "Dan Ruiz" not in shown


def test_odd_pairs_are_refused(cast: Cast, event: Event) -> None:
    client, theirs = signed_in(cast.lead), Rsvp.objects.get(chapter=cast.there)
    rosa, ben = of("Rosa Vidal"), of("Ben Soto")
    pairs: list[tuple[str, str, str]] = [
        ("ride", rosa.code, theirs.code),
        ("ride", theirs.code, ben.code),
        ("ride", rosa.code, rosa.code),
        ("ride", "", ""),
        ("ride", ben.code, rosa.code),
        ("childcare", rosa.code, ben.code),
        ("gold", rosa.code, ben.code),
    ]
    for what, need, offer in pairs:
        client.post(path(event, "join/"), {"what": what, "need": need, "offer": offer})
    assert (NeedMatch.objects.count(), Delivery.objects.count()) == (0, 0)
    Event.objects.filter(pk=event.pk).update(cancelled_at=timezone.now())
    assert "called off" in join(client, event, "Rosa Vidal", "Ben Soto")
    assert NeedMatch.objects.count() == 0


def test_who_cannot_be_written_to_is_to_be_called(cast: Cast, event: Event) -> None:
    Rsvp.objects.filter(pk=of("Rosa Vidal").pk).update(channel="")
    assert "We could not write to both. Please call them." in join(
        signed_in(cast.lead), event, "Rosa Vidal", "Ben Soto"
    )
    assert NeedMatch.objects.get().told_at is None


# --- apart again -------------------------------------------------------------------------------------------------


def test_the_undo_before_anything_went_is_silent(cast: Cast, event: Event) -> None:
    client = signed_in(cast.lead)
    shown = join(client, event, "Rosa Vidal", "Ben Soto")
    undo = path(event, f"{NeedMatch.objects.get().code}/part/")
    assert f'action="{undo}"' in shown
    client.post(undo)
    assert NeedMatch.objects.count() == 0
    assert set(Delivery.objects.values_list("state", "reason")) == {("cancelled", "not_needed")}
    join(client, event, "Rosa Vidal", "Ben Soto")
    assert Delivery.objects.filter(state="queued").count() == 2


def test_after_it_went_both_hear_that_it_is_off(cast: Cast, event: Event) -> None:
    client = signed_in(cast.lead)
    join(client, event, "Rosa Vidal", "Ben Soto")
    Delivery.objects.update(state="delivered")
    client.post(path(event, f"{NeedMatch.objects.get().code}/part/"))
    assert "Ben ya no puede ayudarle en Vigilia con velas" in told_of("Rosa Vidal", "need_off").body
    assert "Rosa does not need your help at Candlelight vigil any more." in told_of("Ben Soto", "need_off").body
    assert AuditEntry.objects.filter(act="need_unmet").count() == 1


def test_who_cancels_leaves_nobody_waiting_at_the_corner(cast: Cast, event: Event) -> None:
    join(signed_in(cast.lead), event, "Rosa Vidal", "Ben Soto")
    Delivery.objects.update(state="delivered")
    seats.cancel(of("Ben Soto"))
    assert NeedMatch.objects.count() == 0
    assert "no puede ayudarle" in told_of("Rosa Vidal", "need_off").body
    assert not Delivery.objects.filter(key__startswith=f"rsvp:{of('Ben Soto').pk}:need_off").exists()
    assert "1 need is open" in signed_in(cast.lead).get(path(event)).content.decode()


def test_matches_of_others_are_out_of_reach(cast: Cast, event: Event) -> None:
    theirs = Event.objects.get(chapter=cast.there)
    other = make_rsvp(theirs, make_member(cast.there, "Canary Driver"), offers_ride=4)
    match = NeedMatch.objects.create(
        chapter=cast.there, event=theirs, what="ride", need=theirs.rsvps.get(member__name="Canary Other"), offer=other
    )
    client = signed_in(cast.lead)
    for address in (path(event, f"{match.code}/part/"), path(theirs, f"{match.code}/part/"), path(theirs)):
        assert client.post(address).status_code in {404, 405}
    assert client.get(path(theirs)).status_code == 404
    assert NeedMatch.objects.count() == 1


# --- the offers of one person ------------------------------------------------------------------------------------


def offers(rsvp: Rsvp, token: str = "", **fields: str) -> Any:
    posted = {"offers_ride": "0", "offers_language": ""} | fields
    return Client().post(f"/r/{token or rsvp.secret}/offers/", posted, follow=True)


def test_people_offer_on_the_page_of_their_seat(cast: Cast, event: Event) -> None:
    dan = make_rsvp(event, "Dan Ruiz")
    assert "Can you help a neighbor come?" in Client().get(f"/r/{dan.secret}/").content.decode()
    said = offers(dan, offers_ride="3", offers_language="es", can_mind_children="on", has_shared_contact="on")
    assert "Thank you. We tell you if somebody needs it." in said.content.decode()
    dan.refresh_from_db()
    assert (dan.offers_ride, dan.offers_language) == (3, "es")
    assert dan.can_mind_children
    assert dan.has_shared_contact
    assert '<option value="3" selected>' in Client().get(f"/r/{dan.secret}/").content.decode()
    offers(dan)
    dan.refresh_from_db()
    assert (dan.offers_ride, dan.can_mind_children) == (0, False)


@pytest.mark.parametrize("fields", [{"offers_ride": "500"}, {"offers_ride": "x"}, {"offers_language": "xx"}])
def test_an_odd_offer_is_refused_and_shown_again(cast: Cast, event: Event, fields: dict[str, str]) -> None:
    ben = of("Ben Soto")
    answer = offers(ben, can_mind_children="on", **fields)
    assert answer.status_code == 422
    assert "Back to your seat" in answer.content.decode()
    ben.refresh_from_db()
    assert (ben.offers_ride, ben.can_mind_children) == (3, False)


def test_a_typed_name_neither_shows_nor_takes_back_what_was_offered(cast: Cast, event: Event) -> None:
    ben = of("Ben Soto")
    page = Client().get(f"/r/{ticket(ben)}/").content.decode()
    assert '<option value="3" selected>' not in page
    offers(ben, token=ticket(ben), offers_language="es")
    ben.refresh_from_db()
    assert (ben.offers_ride, ben.offers_language, ben.has_shared_contact) == (3, "es", True)


def test_an_offer_taken_back_ends_what_rests_on_it(cast: Cast, event: Event) -> None:
    make_rsvp(event, "Eva Luna", needs_ride=True)
    client = signed_in(cast.lead)
    join(client, event, "Rosa Vidal", "Ben Soto")
    join(client, event, "Eva Luna", "Ben Soto")
    Delivery.objects.update(state="delivered")
    offers(of("Ben Soto"), offers_ride="2")
    assert [match.need.member.name for match in NeedMatch.objects.all()] == ["Rosa Vidal"]
    assert "cannot help you" in told_of("Eva Luna", "need_off").body
    offers(of("Ben Soto"))
    assert NeedMatch.objects.count() == 0


def test_a_need_taken_back_frees_the_driver(cast: Cast, event: Event) -> None:
    join(signed_in(cast.lead), event, "Rosa Vidal", "Ben Soto")
    Delivery.objects.update(state="delivered")
    Client().post(f"/r/{of('Rosa Vidal').secret}/", {"children": "0", "needs_language": "", "zip": ""})
    assert NeedMatch.objects.count() == 0
    assert "Rosa does not need your help" in told_of("Ben Soto", "need_off").body


def test_a_party_that_grew_is_pointed_out(cast: Cast, event: Event) -> None:
    client = signed_in(cast.lead)
    join(client, event, "Rosa Vidal", "Ben Soto")
    seats.change(of("Rosa Vidal"), party_size=5)
    assert "More people than places in the car." in client.get(path(event)).content.decode()


def test_no_offer_to_an_event_that_is_closed_or_from_who_does_not_come(cast: Cast, event: Event) -> None:
    ben = of("Ben Soto")
    seats.cancel(ben)
    assert "Nothing was saved." in offers(ben, offers_ride="8").content.decode()
    ana = of("Ana Reyes")
    Event.objects.filter(pk=event.pk).update(cancelled_at=timezone.now())
    assert "Nothing was saved." in offers(ana, offers_ride="8").content.decode()
    assert set(Rsvp.objects.filter(pk__in=(ben.pk, ana.pk)).values_list("offers_ride", flat=True)) == {3}


def test_spanish(cast: Cast, event: Event) -> None:
    shown = signed_in(cast.lead).get(path(event), {"lang": "es"}).content.decode()
    assert "Falta atender 1 necesidad" in shown
    for words in ("need is open", "places left", "Nobody", "One tap"):
        assert words not in shown
    seat = Client().get(f"/r/{of('Rosa Vidal').secret}/").content.decode()
    assert "¿Puede ayudar a otra persona a venir?" in seat


@pytest.mark.django_db(transaction=True)
def test_two_leads_at_once_never_give_a_place_twice() -> None:
    cast = make_cast()
    event = make_event(cast.here)
    driver = make_rsvp(event, "Ben Soto", offers_ride=3)
    riders = [make_rsvp(event, f"Rider {n}", needs_ride=True, party_size=1 + n % 2) for n in range(8)]

    def tap(rider: Rsvp) -> bool:
        try:
            board.join(Event.objects.get(pk=event.pk), "ride", need=rider.code, offer=driver.code, by=cast.lead)
        except board.NotNow:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as pool:
        joined = sum(pool.map(tap, riders))
    rides = NeedMatch.objects.select_related("need")
    assert joined == rides.count() > 0
    assert sum(match.need.party_size for match in rides) <= 3
    assert Chapter.objects.count() == 2

"""Who speaks at a hearing and with which point: campaigns:events_points_deal, campaigns:events_point_create,
campaigns:events_point, campaigns:events_slot_add, campaigns:events_slot, campaigns:events_slot_move,
campaigns:events_slot_spoke, campaigns:events_seat_speak.
"""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from campaigns.events import guests, seats, speaking
from campaigns.models import Event, Hearing, Rsvp, SpeakingSlot, TalkingPoint
from chapters import retention
from chapters.members import merging
from chapters.models import Member
from tests.campaigns.events.people import make_rsvp
from tests.cast import Cast, make_cast
from tests.factories import make_event, make_member, signed_in

pytestmark = pytest.mark.django_db


def hearing(cast: Cast, **fields: Any) -> Event:
    return make_event(cast.here, "The committee hears us", **({"kind": "hearing"} | fields))


def speaker(event: Event, who: Member | str, **fields: Any) -> SpeakingSlot:
    return speaking.join(make_rsvp(event, who, **fields))


def write_point(event: Event, title: str, *languages: str) -> TalkingPoint:
    point = TalkingPoint.objects.create(chapter=event.chapter, event=event, order=event.talking_points.count())
    for language in languages or ("en", "es"):
        point.texts.create(language=language, title=f"{title} {language}", body=f"Say {title}.")
    return point


def path(event: Event, rest: str = "") -> str:
    return f"/c/highland-park/events/{event.code}/hearing/{rest}"


def deal(cast: Cast, event: Event) -> str:
    return signed_in(cast.lead).post(path(event, "deal/"), follow=True).content.decode()


def held(event: Event) -> dict[str, str]:
    rows = event.speaking_slots.select_related("rsvp__member", "point").prefetch_related("point__texts")
    return {slot.rsvp.member.name: str(slot.point.texts.first()) if slot.point else "" for slot in rows}


# --- saying so -------------------------------------------------------------------------------------


def test_a_person_with_a_seat_says_that_they_would_speak_and_takes_it_back(cast: Cast) -> None:
    ana = make_rsvp(hearing(cast), "Ana Paz")
    assert "I would like to speak" in Client().get(f"/r/{ana.secret}/").content.decode()
    for _again in range(2):
        answer = Client().post(f"/r/{ana.secret}/speak/", {"yes": "1"}, follow=True).content.decode()
    assert "You are on the list of speakers" in answer
    assert SpeakingSlot.objects.count() == 1
    Client().post(f"/r/{ana.secret}/speak/", {"no": "1"})
    assert SpeakingSlot.objects.count() == 0


def test_only_the_own_link_shows_the_point_or_takes_it_back(cast: Cast) -> None:
    event = hearing(cast)
    slot, ticket = speaker(event, "Ana Paz"), ""
    write_point(event, "Canary")
    deal(cast, event)
    ticket = guests.ticket(slot.rsvp)
    assert "Canary" not in Client().get(f"/r/{ticket}/").content.decode()
    Client().post(f"/r/{ticket}/speak/", {"no": "1"})
    assert SpeakingSlot.objects.count() == 1
    Hearing.objects.create(chapter=cast.here, event=event, minutes_each=2)
    page = Client().get(f"/r/{slot.rsvp.secret}/").content.decode()
    assert ("Say Canary." in page, "You have 2 minutes." in page) == (True, True)


def test_no_seat_no_place_among_the_speakers(cast: Cast) -> None:
    gone = make_rsvp(hearing(cast), "Ana Paz", state="cancelled")
    answer = Client().post(f"/r/{gone.secret}/speak/", {"yes": "1"}, follow=True)
    assert "Nothing was saved." in answer.content.decode()
    vigil = make_rsvp(make_event(cast.here), "Ben")
    assert "I would like to speak" not in Client().get(f"/r/{vigil.secret}/").content.decode()
    Client().post(f"/r/{vigil.secret}/speak/", {"yes": "1"})
    assert not SpeakingSlot.objects.exists()


def test_a_lead_adds_somebody_with_a_seat_once(cast: Cast) -> None:
    event = hearing(cast)
    ana, client = make_rsvp(event, "Ana Paz"), signed_in(cast.organizer)
    assert "Ana Paz" in client.get(path(event, "speak/add/")).content.decode()
    answer = client.post(path(event, "speak/add/"), {"seat": ana.code}, follow=True)
    assert "Ana P. speaks." in answer.content.decode()
    again = client.post(path(event, "speak/add/"), {"seat": ana.code})
    assert (again.status_code, event.speaking_slots.count()) == (422, 1)
    assert "Nobody with a seat is left to ask" in client.get(path(event, "speak/add/")).content.decode()


def test_speakers_change_places_minutes_and_points_and_go(cast: Cast) -> None:
    event, client = hearing(cast), signed_in(cast.lead)
    first, last = speaker(event, "Ana Paz"), speaker(event, "Ben Ruiz")
    point = write_point(event, "Courts")
    client.post(path(event, f"speak/{last.code}/move/"), {"earlier": "1"})
    assert [slot.pk for slot in event.speaking_slots.all()] == [last.pk, first.pk]
    client.post(path(event, f"speak/{first.code}/"), {"minutes": "3", "point": point.code})
    first.refresh_from_db()
    assert (first.minutes, first.point) == (3, point)
    refused = client.post(path(event, f"speak/{first.code}/"), {"minutes": "99", "point": point.code})
    assert (refused.status_code, 'value="99"' in refused.content.decode()) == (422, True)
    client.post(path(event, f"speak/{first.code}/"), {"remove": "1"})
    assert (event.speaking_slots.count(), event.rsvps.going().count()) == (1, 2)


# --- the deal --------------------------------------------------------------------------------------


def test_each_speaker_gets_a_different_point_and_all_are_covered(cast: Cast) -> None:
    event = hearing(cast)
    for name in ("Ana", "Ben", "Cleo"):
        speaker(event, name)
    for title in ("Jails", "Courts", "Schools"):
        write_point(event, title)
    assert "3 speakers got a point to say." in deal(cast, event)
    assert set(held(event).values()) == {"Jails en", "Courts en", "Schools en"}
    assert "Every point has somebody" in signed_in(cast.lead).get(path(event)).content.decode()


def test_dealing_again_takes_nothing_from_anybody(cast: Cast) -> None:
    event = hearing(cast)
    for title in ("Jails", "Courts"):
        write_point(event, title)
    speaker(event, "Ana")
    deal(cast, event)
    before = held(event)
    for name in ("Ben", "Cleo", "Dora", "Eli"):
        speaker(event, name)
    deal(cast, event)
    after = held(event)
    assert after["Ana"] == before["Ana"]
    assert sorted(Counter(after.values()).values()) == [2, 3]
    assert "Every speaker has a point already" in deal(cast, event)
    assert held(event) == after


def test_a_point_in_their_language_goes_first_and_the_list_says_where_it_lacks(cast: Cast) -> None:
    event = hearing(cast)
    write_point(event, "Jails", "en")
    write_point(event, "Cortes", "es")
    speaker(event, "Luz", language="es")
    deal(cast, event)
    assert held(event) == {"Luz": "Cortes es"}
    speaker(event, "Mar", language="es")
    deal(cast, event)
    assert held(event)["Mar"] == "Jails en"
    assert signed_in(cast.lead).get(path(event)).content.decode().count("Not written in their language") == 1


def test_the_point_of_somebody_who_gave_the_seat_back_is_dealt_next(cast: Cast) -> None:
    event = hearing(cast)
    for title in ("Jails", "Courts"):
        write_point(event, title)
    ana, _ben = speaker(event, "Ana"), speaker(event, "Ben")
    deal(cast, event)
    free = held(event)["Ana"]
    seats.cancel(Rsvp.objects.select_related("event__chapter", "member").get(pk=ana.rsvp_id))
    page = signed_in(cast.lead).get(path(event)).content.decode()
    assert ("Ana" in page, "1 point has nobody yet" in page) == (False, True)
    speaker(event, "Cleo")
    deal(cast, event)
    assert held(event)["Cleo"] == free


@pytest.mark.django_db(transaction=True)
def test_two_leads_who_deal_at_once_never_deal_one_speaker_twice() -> None:
    cast = make_cast()
    event = hearing(cast)
    for n in range(12):
        speaker(event, f"P{n}")
    for n in range(4):
        write_point(event, f"Point{n}")

    def turn(_n: int) -> int:
        try:
            return speaking.deal(event, by=cast.lead)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        dealt = list(pool.map(turn, range(8)))
    assert sorted(dealt) == [0] * 7 + [12]
    assert sorted(Counter(held(event).values()).values()) == [3, 3, 3, 3]


@pytest.mark.django_db(transaction=True)
def test_people_who_join_while_points_are_dealt_keep_one_place_each() -> None:
    cast = make_cast()
    event = hearing(cast)
    write_point(event, "Jails")
    crowd = [make_rsvp(event, f"P{n}") for n in range(6)]

    def turn(n: int) -> None:
        try:
            if n % 3 == 2:
                speaking.deal(event, by=cast.lead)
            else:
                speaking.join(crowd[n % 6])
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(turn, range(24)))
    places = [slot.order for slot in event.speaking_slots.all()]
    assert places == list(range(1, len(places) + 1))


# --- points ----------------------------------------------------------------------------------------


def test_a_point_is_written_in_both_languages_changed_and_taken_away(cast: Cast) -> None:
    event, client = hearing(cast), signed_in(cast.lead)
    given = {"en-title": "Jails", "en-body": "No calls.", "es-title": "Cárceles", "es-body": "Sin llamadas."}
    client.post(path(event, "points/new/"), given)
    point = event.talking_points.get()
    ana = speaker(event, "Ana", language="es")
    deal(cast, event)
    page = Client().get(f"/r/{ana.rsvp.secret}/").content.decode()
    assert ("Cárceles" in page, "Sin llamadas." in page, "No calls." in page) == (True, True, False)
    client.post(path(event, f"points/{point.code}/"), given | {"en-title": "Jails and calls"})
    assert "Jails and calls" in client.get(path(event)).content.decode()
    client.post(path(event, f"points/{point.code}/"), {"remove": "1"})
    ana.refresh_from_db()
    assert (ana.point, event.talking_points.exists()) == (None, False)


def test_a_point_without_words_is_refused(cast: Cast) -> None:
    event = hearing(cast)
    given = {"en-title": "", "en-body": "No calls.", "es-title": "", "es-body": ""}
    answer = signed_in(cast.lead).post(path(event, "points/new/"), given)
    page = answer.content.decode()
    assert (answer.status_code, "Please fill this in." in page, "No calls." in page) == (422, True, True)
    assert not event.talking_points.exists()


# --- who spoke -------------------------------------------------------------------------------------


def begun(cast: Cast, **fields: Any) -> Event:
    now = timezone.now()
    return hearing(cast, starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1), **fields)


def test_who_spoke_is_ticked_and_unticked_on_the_phone(cast: Cast) -> None:
    event, client = begun(cast), signed_in(cast.organizer)
    slot = speaker(event, "Ana Paz")
    answer = client.post(path(event, f"speak/{slot.code}/spoke/"), HTTP_HX_REQUEST="true").content.decode()
    assert answer.lstrip().startswith('<section class="sect" id="speakers">')
    slot.refresh_from_db()
    first = slot.spoke_at
    client.post(path(event, f"speak/{slot.code}/spoke/"))
    slot.refresh_from_db()
    assert (slot.spoke_at, first is not None) == (first, True)
    assert "1 of 1 spoke" in client.get(path(event)).content.decode()
    client.post(path(event, f"speak/{slot.code}/spoke/"), {"undo": "1"})
    slot.refresh_from_db()
    assert slot.spoke_at is None


def test_nobody_is_ticked_where_no_attendance_is_kept(cast: Cast) -> None:
    event = begun(cast, is_marked_sensitive=True)
    slot = speaker(event, "Ana Paz")
    page = signed_in(cast.lead).get(path(event)).content.decode()
    assert "spoke/" not in page
    signed_in(cast.lead).post(path(event, f"speak/{slot.code}/spoke/"))
    slot.refresh_from_db()
    assert slot.spoke_at is None


def test_a_volunteer_sees_a_first_name_and_an_initial_and_a_liaison_none(cast: Cast) -> None:
    event = begun(cast)
    slot = speaker(event, "Ana Paz")
    page = signed_in(cast.volunteer).get(path(event)).content.decode()
    assert ("Ana P." in page, "Ana Paz" in page, "spoke/" in page) == (True, False, False)
    liaison = signed_in(cast.liaison).get(path(event)).content.decode()
    assert ("Ana" in liaison, "A neighbor" in liaison) == (False, True)
    for rest in ("deal/", f"speak/{slot.code}/spoke/", f"speak/{slot.code}/move/"):
        assert signed_in(cast.volunteer).post(path(event, rest)).status_code == 403
        assert signed_in(cast.stranger).post(path(event, rest)).status_code == 404


# --- how long it is kept ---------------------------------------------------------------------------


@pytest.mark.parametrize(("fields", "days"), [({}, 30), ({"is_marked_sensitive": True}, 3)])
def test_who_spoke_is_forgotten_with_the_seat(cast: Cast, fields: dict[str, Any], days: int) -> None:
    event = hearing(cast, **fields)
    write_point(event, "Jails")
    speaker(event, "Ana")
    deal(cast, event)
    list(retention.purge(event.ends_at + timedelta(days=days - 1)))
    assert SpeakingSlot.objects.count() == 1
    list(retention.purge(event.ends_at + timedelta(days=days + 1)))
    assert (SpeakingSlot.objects.count(), event.talking_points.count()) == (0, 1)


def test_two_entries_of_one_person_speak_once_and_part_again(cast: Cast) -> None:
    event = hearing(cast)
    write_point(event, "Jails")
    keeps = make_rsvp(event, "Ana Paz")
    gone = speaker(event, "Ana P")
    deal(cast, event)
    merge = merging.merge(keeps.member, gone.rsvp.member, theirs=set(), by=cast.lead)
    slot = event.speaking_slots.get()
    assert (slot.rsvp.member, slot.point is not None) == (keeps.member, True)
    merging.undo(merge, by=cast.lead)
    assert event.speaking_slots.get().rsvp.member.name == "Ana P"


def test_the_own_page_tells_what_a_person_said_and_when_they_spoke(cast: Cast) -> None:
    event = begun(cast)
    write_point(event, "Jails")
    slot = speaker(event, make_member(cast.here, "Ana Paz"))
    deal(cast, event)
    speaking.mark(slot, has_spoken=True)
    page = Client().get(f"/m/{slot.rsvp.member.page_secret}/all/").content.decode()
    assert ("Jails en" in page, "You spoke" in page) == (True, True)


def test_today_says_who_waits_for_a_point(cast: Cast) -> None:
    event = hearing(cast)
    write_point(event, "Jails")
    speaker(event, "Ana")
    words = "1 speaker has no talking point"
    assert words in signed_in(cast.lead).get("/c/highland-park/").content.decode()
    deal(cast, event)
    assert words not in signed_in(cast.lead).get("/c/highland-park/").content.decode()

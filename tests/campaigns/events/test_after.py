"""After an event (campaigns:events_after): the account of it, its moment, its marks (campaigns:events_after_rest for
whoever is not marked), and the drafts that follow (campaigns:events_after_draft)."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from campaigns.models import CallToAction, CheckIn, Collected, DoorTap, Event, EventLink, Moment, Rsvp
from chapters.members.segments import describe, matching
from chapters.models import AuditEntry
from tests.campaigns.events.people import make_rsvp, over
from tests.cast import Cast
from tests.factories import make_campaign, make_event, make_member, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(cast: Cast) -> Event:
    """Ana and one more came, Ben did not, Cleo is not marked; East Valley has the same with a canary."""
    event = over(cast.here, campaign=make_campaign(cast.here))
    make_rsvp(event, "Ana Reyes", party_size=2, came=2)
    make_rsvp(event, "Ben Soto", came=0)
    make_rsvp(event, "Cleo Park")
    make_rsvp(event, "Dan Ruiz", state="cancelled")
    make_rsvp(over(cast.there, "CANARY vigil"), "Canary Other", came=1)
    return event


def path(event: Event, rest: str = "") -> str:
    return f"/c/highland-park/events/{event.code}/after/{rest}"


def typed(**fields: Any) -> dict[str, str]:
    """What the page posts when nothing was changed in it."""
    base = {"came": "3", "after_note": "", "kind": "step", "shown": "public", "collected-rows": "2", "links-rows": "2"}
    return base | fields


def test_the_page_knows_who_came_so_far(cast: Cast, event: Event) -> None:
    DoorTap.objects.create(chapter=cast.here, event=event, key=uuid.uuid4(), heads=5)
    shown = signed_in(cast.organizer).get(path(event)).content.decode()
    assert 'name="came" value="7"' in shown
    for words in ("Ana Reyes", "2 came", "Ben Soto", "did not come", "Cleo Park", "not marked", "4 people said yes."):
        assert words in shown
    assert "Thank the 1 who came" in shown
    assert "Ask the 1 who did not" in shown
    assert "1 person is not marked." in shown
    for stranger in ("Dan Ruiz", "CANARY", "Canary"):
        assert stranger not in shown


@pytest.mark.parametrize("who", ["texter", "volunteer", "liaison"])
def test_only_who_holds_events_may(cast: Cast, event: Event, who: str) -> None:
    client = signed_in(getattr(cast, who))
    assert client.get(path(event)).status_code == 403
    assert client.post(path(event), typed()).status_code == 403


def test_an_event_that_is_not_over_has_no_account_yet(cast: Cast) -> None:
    for event in (make_event(cast.here), over(cast.here, cancelled_at=timezone.now())):
        answer = signed_in(cast.lead).get(path(event), follow=True)
        assert "Write down how it went once the event is over." in answer.content.decode()
        signed_in(cast.lead).post(path(event), typed())
        event.refresh_from_db()
        assert (event.came, event.closed_out_at) == (None, None)


def test_the_account_is_kept_and_can_be_changed(cast: Cast, event: Event) -> None:
    client = signed_in(cast.lead)
    told = typed(
        **{"came": "120", "after_note": "Bring more chairs.", "en-title": "120 of us stood on York", "shown": "us"},
        **{"es-title": "Éramos 120 en York", "kind": "win", "collected-0-what": "postcards"},
        **{"collected-0-count": "85", "links-0-kind": "press", "links-0-label": "The Eastsider"},
        **{"links-0-url": "https://news.example/vigil"},
    )
    answer = client.post(path(event), told, follow=True)
    assert "120 people came" in answer.content.decode()
    event.refresh_from_db()
    assert (event.came, event.after_note, event.closed_out_at is None) == (120, "Bring more chairs.", False)
    assert [str(one) for one in event.collected.all()] == ["85 postcards"]
    assert event.links.get().url == "https://news.example/vigil"
    moment = event.moments.get()
    assert (moment.kind, moment.is_public, moment.campaign, moment.written_by) == (
        "win", False, event.campaign, cast.lead
    )  # fmt: skip
    assert (str(moment.happened_on), {text.language for text in moment.texts.all()}) == (
        f"{event.starts_at.astimezone(event.zone):%Y-%m-%d}", {"en", "es"}
    )  # fmt: skip
    closed = event.closed_out_at
    again = told | {
        "came": "118",
        "shown": "public",
        "collected-0-count": "",
        "collected-0-what": "",
        "links-rows": "3",
    }
    client.post(path(event), again)
    event.refresh_from_db()
    assert (event.came, event.closed_out_at, event.collected.count(), event.links.count()) == (118, closed, 0, 1)
    assert (Moment.objects.get().pk, Moment.objects.get().is_public) == (moment.pk, True)
    assert AuditEntry.objects.filter(act="event_written_down", user=cast.lead).count() == 2


def test_the_moment_stands_in_the_public_story_until_its_words_go(cast: Cast, event: Event) -> None:
    client = signed_in(cast.lead)
    story = "/highland-park/sanctuary/"
    client.post(path(event), typed(**{"es-title": "Éramos muchos"}))
    assert "Éramos muchos" in Client().get(story, headers={"Accept-Language": "es"}).content.decode()
    client.post(path(event), typed(**{"es-title": "Éramos muchos", "shown": "us"}))
    assert "Éramos muchos" not in Client().get(story).content.decode()
    client.post(path(event), typed())
    assert Moment.objects.count() == 0


def test_a_moment_that_was_planned_becomes_what_happened(cast: Cast, event: Event) -> None:
    moment = Moment.objects.create(chapter=cast.here, campaign=event.campaign, event=event, kind="plan")  # type: ignore[misc]
    moment.texts.create(language="en", title="We will stand on York")
    shown = signed_in(cast.lead).get(path(event)).content.decode()
    assert "We will stand on York" in shown
    signed_in(cast.lead).post(path(event), typed(**{"en-title": "We stood on York"}))
    moment.refresh_from_db()
    assert (moment.kind, str(moment)) == ("step", "We stood on York")


def test_without_a_campaign_nothing_is_asked_about_the_story(cast: Cast) -> None:
    event = over(cast.here)
    client = signed_in(cast.lead)
    assert "This event is part of no campaign." in client.get(path(event)).content.decode()
    client.post(path(event), typed(**{"en-title": "We stood"}))
    event.refresh_from_db()
    assert (event.came, Moment.objects.count()) == (3, 0)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"came": "-1"}, "Write 0 or more."),
        ({"came": "many"}, "Write a whole number"),
        ({"came": "9" * 12}, "That is too many."),
        ({"collected-0-count": "5"}, "Say what was collected."),
        ({"collected-0-what": "other", "collected-0-count": "5"}, "Say in your own words what it was."),
        ({"collected-0-label": "pies", "collected-0-what": "other"}, "Please fill this in."),
        ({"collected-0-what": "gold", "collected-0-count": "5"}, "Choose one from the list."),
        ({"links-0-url": "http://a.example", "links-0-label": "A"}, "The link must begin with https://"),
        ({"links-0-url": "javascript:alert(1)", "links-0-label": "A"}, "This is no link."),
        ({"links-0-label": "Photos"}, "Please fill this in."),
        ({"kind": "press"}, "Choose one from the list."),
        ({"en-body": "Words without a title"}, "Please fill this in."),
    ],
)
def test_a_mistake_is_said_and_nothing_is_lost(cast: Cast, event: Event, fields: dict[str, str], words: str) -> None:
    answer = signed_in(cast.lead).post(path(event), typed(after_note="My typed words", **fields))
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert words in shown
    assert "data-errors" in shown
    assert "My typed words" in shown
    event.refresh_from_db()
    assert (event.came, event.after_note, event.links.count(), Moment.objects.count()) == (None, "", 0, 0)


def test_the_same_thing_on_two_lines_is_one_too_many(cast: Cast, event: Event) -> None:
    rows = {f"collected-{n}-{name}": value for n in (0, 1) for name, value in (("what", "letters"), ("count", "4"))}
    answer = signed_in(cast.lead).post(path(event), typed(**rows))
    assert answer.status_code == 422
    assert "Put the numbers together." in answer.content.decode()


def test_more_lines_come_without_a_script_and_keep_what_was_typed(cast: Cast, event: Event) -> None:
    rows = {"collected-0-what": "letters", "collected-0-count": "4", "collected-1-label": "half typed"}
    answer = signed_in(cast.lead).post(path(event), typed(more="collected", **rows))
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert 'name="collected-3-count"' in shown
    assert "half typed" in shown
    assert Collected.objects.count() == 0
    assert 'name="links-2-url"' not in shown
    odd = signed_in(cast.lead).post(
        path(event), typed(more="links", **{"links-rows": "９" * 9, "collected-rows": "-4"})
    )
    assert odd.status_code == 200
    most = signed_in(cast.lead).post(path(event), typed(more="links", **{"links-rows": "999"})).content.decode()
    assert most.count('-url"') < 200


def test_a_doubtful_note_is_asked_about_before_it_is_saved(cast: Cast, event: Event) -> None:
    client = signed_in(cast.lead)
    answer = client.post(path(event), typed(after_note="Two of them are undocumented"))
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "This looks like immigration status." in shown
    assert "Two of them are undocumented" in shown
    event.refresh_from_db()
    assert event.after_note == ""
    client.post(path(event), typed(after_note="The word undocumented was on a sign", is_sure="1"))
    event.refresh_from_db()
    assert event.after_note == "The word undocumented was on a sign"


def test_spanish(cast: Cast, event: Event) -> None:
    client = signed_in(cast.lead)
    shown = client.get(path(event), {"lang": "es"}).content.decode()
    for words in ("¿Cuántas personas vinieron?", "Vigilia con velas", "Agradecer a"):
        assert words in shown
    for words in ("How many", "Write them", "did not come", "Add another line"):
        assert words not in shown


def test_one_letter_is_a_letter_and_no_letter_of_the_alphabet(cast: Cast, event: Event) -> None:
    for what, count in (("letters", 1), ("postcards", 2)):
        Collected.objects.create(chapter=cast.here, event=event, what=what, count=count)
    client, address = signed_in(cast.lead), f"/c/highland-park/events/{event.code}/"
    shown = {language: client.get(address, {"lang": language}).content.decode() for language in ("en", "es")}
    assert [words in shown["en"] for words in ("1 letter<", "2 postcards")] == [True] * 2
    assert "1 carta<" in shown["es"]
    form = client.get(path(event), {"lang": "es"}).content.decode()
    assert [words in form for words in ("Cartas", "Letras", "Cuántas personas<")] == [True, False, False]


def test_a_link_whose_kind_says_enough_needs_no_name(cast: Cast, event: Event) -> None:
    signed_in(cast.lead).post(path(event), typed(**{"links-0-kind": "photos", "links-0-url": "https://a.example/p"}))
    assert event.links.get().url == "https://a.example/p"
    assert ">Photos</a>" in Client().get(f"/e/{event.code}/").content.decode()


# --- marks -------------------------------------------------------------------------------------------------------


def test_who_came_is_marked_by_tapping(cast: Cast, event: Event) -> None:
    cleo, client = Rsvp.objects.get(member__name="Cleo Park"), signed_in(cast.organizer)
    part = client.post(path(event, f"{cleo.code}/"), {"arrived": "1"}, headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith("<tr")
    assert "1 came" in part
    assert (CheckIn.objects.get(rsvp=cleo).arrived, CheckIn.objects.get(rsvp=cleo).is_own_word) == (1, False)
    answer = client.post(path(event, f"{cleo.code}/"), {"arrived": "0"})
    assert (answer.status_code, answer["Location"]) == (302, path(event, "?after=#who"))
    assert CheckIn.objects.get(rsvp=cleo).arrived == 0


def test_a_part_of_a_party_is_marked_by_a_number(cast: Cast, event: Event) -> None:
    dora, client = make_rsvp(event, "Dora Gil", party_size=4), signed_in(cast.lead)
    assert "How many of them came: Dora Gil" in client.get(path(event)).content.decode()
    client.post(path(event, f"{dora.code}/"), {"arrived": "3"})
    assert CheckIn.objects.get(rsvp=dora).arrived == 3


@pytest.mark.parametrize("arrived", ["", "-1", "51", "two", "１"])
def test_an_odd_mark_changes_nothing(cast: Cast, event: Event, arrived: str) -> None:
    ana = Rsvp.objects.get(member__name="Ana Reyes")
    answer = signed_in(cast.lead).post(path(event, f"{ana.code}/"), {"arrived": arrived}, follow=True)
    assert "Say how many of them came, 0 to 50." in answer.content.decode()
    assert CheckIn.objects.get(rsvp=ana).arrived == 2


def test_seats_of_another_event_or_chapter_are_out_of_reach(cast: Cast, event: Event) -> None:
    theirs = Rsvp.objects.get(chapter=cast.there)
    for seat in (theirs, make_rsvp(over(cast.here), "Eva Luna")):
        assert signed_in(cast.lead).post(path(event, f"{seat.code}/"), {"arrived": "0"}).status_code == 404
    assert CheckIn.objects.get(rsvp=theirs).arrived == 1


def test_a_long_list_has_pages(cast: Cast, django_assert_max_num_queries: Any) -> None:
    event = over(cast.here)
    people = [make_member(cast.here, f"Ana {n:03}", consents=()) for n in range(103)]
    Rsvp.objects.bulk_create(
        Rsvp(chapter=cast.here, event=event, member=person, state="going", source="page") for person in people
    )
    client = signed_in(cast.lead)
    with django_assert_max_num_queries(30):
        first = client.get(path(event)).content.decode()
    after = Rsvp.objects.get(member__name="Ana 099").code
    assert (f"?after={after}" in first, "Ana 100" in first) == (True, False)
    second = client.get(path(event), {"after": after}).content.decode()
    assert [name in second for name in ("Ana 099", "Ana 100", "Ana 102")] == [False, True, True]


@pytest.mark.parametrize(
    "fields", [{"kind": "know_your_rights"}, {"kind": "court_support"}, {"kind": "direct_action"},
               {"is_marked_sensitive": True}]
)  # fmt: skip
def test_of_a_sensitive_event_only_numbers_are_kept(cast: Cast, fields: dict[str, Any]) -> None:
    event = over(cast.here, **fields)
    ana = make_rsvp(event, "Ana Reyes", came=1)
    client = signed_in(cast.lead)
    shown = client.get(path(event)).content.decode()
    assert "We keep the number, and no names." in shown
    for hidden in ("Ana", "Thank the", "Ask the"):
        assert hidden not in shown
    client.post(path(event, f"{ana.code}/"), {"arrived": "0"})
    assert CheckIn.objects.get().arrived == 1
    for kind in ("came", "missed"):
        client.post(path(event, "draft/"), {"kind": kind})
    assert CallToAction.objects.count() == 0
    client.post(path(event), typed(came="40", **{"collected-0-what": "letters", "collected-0-count": "4"}))
    public = Client().get(f"/e/{event.code}/").content.decode()
    for hidden in ("40+", "4 letters", "How it went"):
        assert hidden not in public


# --- drafts ------------------------------------------------------------------------------------------------------


def test_thanks_to_those_who_came(cast: Cast, event: Event) -> None:
    client = signed_in(cast.organizer)
    answer = client.post(path(event, "draft/"), {"kind": "came"}, follow=True)
    call = CallToAction.objects.get()
    assert answer.redirect_chain[-1][0].endswith(f"/messages/{call.code}/write/")
    assert (call.state, call.event, call.campaign, call.written_by) == ("draft", None, event.campaign, cast.organizer)
    assert {text.language: text.text_body.split(",")[0] for text in call.texts.all()} == {
        "en": "{chapter}: Thank you for coming to Candlelight vigil",
        "es": "{grupo}: Gracias por venir a Vigilia con velas",
    }
    assert [member.name for member in matching(cast.here, call.audience)] == ["Ana Reyes"]
    assert describe(cast.here, call.audience) == "people who came to “Candlelight vigil”"
    client.post(path(event, "draft/"), {"kind": "came"})
    assert CallToAction.objects.count() == 1


def test_a_second_ask_to_those_who_were_missed_asks_for_the_next_event(cast: Cast, event: Event) -> None:
    make_event(cast.here, "Secret supper", days=1, audience="invited")
    ahead = make_event(cast.here, "Town hall", days=9, campaign=event.campaign)
    make_event(cast.here, "Other meeting", days=2)
    make_event(cast.there, "CANARY", days=1)
    client = signed_in(cast.lead)
    assert signed_in(cast.volunteer).post(path(event, "rest/")).status_code == 403
    assert "1 person is marked as not there." in client.post(path(event, "rest/"), follow=True).content.decode()
    client.post(path(event, "draft/"), {"kind": "missed"})
    call = CallToAction.objects.get()
    assert call.event == ahead
    assert sorted(member.name for member in matching(cast.here, call.audience)) == ["Ben Soto", "Cleo Park"]
    body = call.texts.get(language="es").text_body
    assert "nos hizo falta en Vigilia con velas. ¿Viene a {evento}?" in body


def test_nobody_is_missed_before_anybody_was_marked(cast: Cast) -> None:
    event = over(cast.here, "Plain {first_name} vigil")
    make_rsvp(event, "Ana Reyes")
    shown = signed_in(cast.lead).get(path(event)).content.decode()
    assert "Mark who came first." in shown
    signed_in(cast.lead).post(path(event, "draft/"), {"kind": "missed"})
    call = CallToAction.objects.get()
    assert matching(cast.here, call.audience).count() == 0
    assert "missed you at Plain (first_name) vigil" in call.texts.get(language="en").text_body


@pytest.mark.parametrize("kind", ["", "everyone", "missed_next"])
def test_there_is_no_other_draft(cast: Cast, event: Event, kind: str) -> None:
    answer = signed_in(cast.lead).post(path(event, "draft/"), {"kind": kind}, follow=True)
    assert "There is no such message for this event." in answer.content.decode()
    assert CallToAction.objects.count() == 0


# --- what others see ---------------------------------------------------------------------------------------------


def test_the_public_page_of_what_is_over(cast: Cast, event: Event) -> None:
    Event.objects.filter(pk=event.pk).update(came=127, after_note="CANARY note")
    Collected.objects.create(chapter=cast.here, event=event, what="other", label="pies eaten", count=12)
    EventLink.objects.create(
        chapter=cast.here, event=event, kind="press", label="The Eastsider", url="https://news.example"
    )
    shown = Client().get(f"/e/{event.code}/").content.decode()
    for words in ("100+ people came.", "12 pies eaten", 'href="https://news.example"', "The Eastsider"):
        assert words in shown
    for private in ("127", "CANARY", "Ana", "Ben Soto"):
        assert private not in shown
    Event.objects.filter(pk=event.pk).update(came=19)
    assert "people came" not in Client().get(f"/e/{event.code}/").content.decode()


def test_today_asks_for_the_account_until_it_is_there(cast: Cast, event: Event) -> None:
    words = "“Candlelight vigil” is over: write down how it went"
    over(cast.here, "Long ago", days=7.1)
    over(cast.here, "Called off", cancelled_at=timezone.now())
    over(cast.here, "Never public", published_at=None)
    client = signed_in(cast.organizer)
    shown = client.get("/c/highland-park/").content.decode()
    assert (words in shown, path(event) in shown) == (True, True)
    for other in ("Long ago” is over", "Called off” is over", "Never public” is over", "CANARY"):
        assert other not in shown
    assert words not in signed_in(cast.volunteer).get("/c/highland-park/").content.decode()
    client.post(path(event), typed())
    assert words not in client.get("/c/highland-park/").content.decode()


def test_the_page_of_the_event_shows_the_account_by_role(cast: Cast, event: Event) -> None:
    at = timezone.now() - timedelta(hours=1)
    Event.objects.filter(pk=event.pk).update(came=3, after_note="CANARY note", closed_out_at=at)
    address = f"/c/highland-park/events/{event.code}/"
    for who, sees in (("lead", True), ("volunteer", False)):
        shown = signed_in(getattr(cast, who)).get(address).content.decode()
        assert "3 people came" in shown
        assert ("CANARY note" in shown, "Change how it went" in shown) == (sees, sees)


# --- by link: did you come? --------------------------------------------------------------------------------------


def test_people_say_themselves_if_they_came(cast: Cast, event: Event) -> None:
    cleo = Rsvp.objects.get(member__name="Cleo Park")
    address = f"/r/{cleo.secret}/came/"
    asked = Client().get(address)
    assert "Did you come, Cleo?" in asked.content.decode()
    assert "Cleo Park" not in asked.content.decode()
    assert not hasattr(cleo, "check_in")
    assert "Thank you for coming, Cleo" in Client().post(address, {"came": "yes"}).content.decode()
    found = CheckIn.objects.get(rsvp=cleo)
    assert (found.arrived, found.is_own_word) == (1, True)
    Client().post(address, {"came": "no"})
    assert CheckIn.objects.get(rsvp=cleo).arrived == 0
    assert Client().post(address, {"came": "maybe"}).status_code == 422
    assert "(says so)" in signed_in(cast.lead).get(path(event)).content.decode()


def test_what_a_host_saw_holds(cast: Cast, event: Event) -> None:
    ana = Rsvp.objects.get(member__name="Ana Reyes")
    assert Client().post(f"/r/{ana.secret}/came/", {"came": "no"}).status_code == 200
    assert (CheckIn.objects.get(rsvp=ana).arrived, CheckIn.objects.get(rsvp=ana).is_own_word) == (2, False)


def test_the_question_in_spanish(cast: Cast, event: Event) -> None:
    rosa = make_rsvp(event, make_member(cast.here, "Rosa Vidal", language="es"))
    shown = Client().get(f"/r/{rosa.secret}/came/").content.decode()
    assert "¿Vino usted, Rosa?" in shown
    assert "Vigilia con velas" in shown


def test_the_question_is_only_for_events_that_are_over_and_keep_names(cast: Cast, event: Event) -> None:
    soon = make_rsvp(make_event(cast.here), "Eva Luna")
    assert Client().get(f"/r/{soon.secret}/came/")["Location"] == f"/r/{soon.secret}/"
    Client().post(f"/r/{soon.secret}/came/", {"came": "yes"})
    quiet = make_rsvp(over(cast.here, kind="court_support"), "Flor Paz")
    assert Client().post(f"/r/{quiet.secret}/came/", {"came": "yes"}).status_code == 404
    assert CheckIn.objects.filter(rsvp__in=(soon, quiet)).count() == 0
    assert Client().get("/r/nonsense/came/").status_code == 404


def test_whoever_only_typed_a_name_cannot_answer_for_it(cast: Cast, event: Event) -> None:
    from campaigns.events.guests import ticket

    cleo = Rsvp.objects.get(member__name="Cleo Park")
    assert Client().post(f"/r/{ticket(cleo)}/came/", {"came": "yes"}).status_code == 404

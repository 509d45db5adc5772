"""What the form asks by kind, whose hours it means, copies, drafts and campaigns:events_preview."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from campaigns.models import Event, EventText, Shift
from chapters.models import Zip
from tests.campaigns.events.repeating import NEW, answers, begin, here
from tests.cast import Cast
from tests.factories import make_campaign, make_event, make_member, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def zips(db: None) -> None:
    for code, zone in (("90042", "America/Los_Angeles"), ("60622", "America/Chicago"), ("99634", "Napakiak")):
        Zip.objects.create(zip=code, place="Here", state="XX", timezone=zone)


def send(cast: Cast, **fields: Any) -> tuple[Event | None, str]:
    """The event that the form made, and what the page then says."""
    client = signed_in(cast.lead)
    answer = client.post(NEW, answers(**({"publish": "1"} | fields)))
    shown = client.get(answer["Location"]) if answer.status_code == 302 else answer
    return Event.objects.order_by("-id").first(), shown.content.decode()


@pytest.mark.parametrize("kind", Event.Kind.values)
def test_every_kind_can_be_held(cast: Cast, kind: str) -> None:
    event, page = send(cast, kind=kind, online_url="https://meet.example/room")
    assert event is not None, page
    in_person = kind in {"canvass", "rally", "direct_action", "tabling", "court_support"}
    assert (event.online_url == "") is in_person
    assert ("Not kept, because this kind of event does not need it: " in page) is in_person
    assert event.keeps_no_attendance is (kind in {"know_your_rights", "court_support", "direct_action"})


def test_a_phone_bank_asks_for_the_link_first_and_needs_no_place(cast: Cast) -> None:
    event, page = send(cast, kind="phone_bank", place="", address="")
    assert (event, "Say where: a place, an address or an online link." in page) == (None, True)
    assert page.index('name="online_url"') < page.index('name="place"')
    event, page = send(
        cast, kind="phone_bank", place="", address="", online_url="https://meet.example", has_childcare="on"
    )
    assert event is not None
    assert (event.online_url, event.is_step_free, event.has_childcare, event.transit) == (
        *("https://meet.example", False, False, ""),
    )
    meeting = signed_in(cast.lead).get(NEW).content.decode()
    assert meeting.index('name="place"') < meeting.index('name="online_url"')


def test_a_rally_needs_a_place_to_meet_and_has_no_seats(cast: Cast) -> None:
    assert "Say where people meet." in send(cast, kind="rally", place="", address="")[1]
    event, page = send(cast, kind="rally", capacity="50")
    assert event is not None
    assert event.capacity is None
    assert "does not need it: Seats." in page
    public = Client().get(f"/e/{event.code}/").content.decode()
    assert "No steps on the way" in public


@pytest.mark.parametrize("kind", ["know_your_rights", "court_support", "direct_action"])
def test_where_no_list_is_kept_the_form_and_the_page_say_so(cast: Cast, kind: str) -> None:
    assert "no list of who came is kept" in signed_in(cast.lead).get(NEW).content.decode()
    event, _page = send(cast, kind=kind, is_marked_sensitive="")
    assert event is not None
    assert "We keep no list of who came" in Client().get(f"/e/{event.code}/").content.decode()


def test_the_new_answers_are_kept_and_what_is_for_guests_stays_off_the_public_page(cast: Cast) -> None:
    given = {"asks_approval": "on", "address_shown": "approved", "is_marked_sensitive": "on", "is_silent": "on"}
    event, _page = send(cast, **given)
    assert event is not None
    assert (event.asks_approval, event.address_shown, event.is_marked_sensitive, event.is_silent) == (
        *(True, "approved", True, True),
    )
    assert event.texts.get(language="en").for_guests == "Ring twice."
    public = Client().get(f"/e/{event.code}/").content.decode()
    assert "By bus or train: Gold Line" in public
    assert "Ring twice." not in public
    assert "Figueroa" not in public
    assert "Ring twice." in signed_in(cast.lead).get(f"{NEW[:-4]}{event.code}/edit/").content.decode()


@pytest.mark.parametrize(
    ("zip", "says"),
    [
        ("90042", ""),
        ("60622", "The times are Central Time, as this ZIP code has it. The chapter is on Pacific Time."),
        ("99634", ""),  # the table names a zone that no clock knows
    ],
)
def test_whose_hours_they_are(cast: Cast, zips: None, zip: str, says: str) -> None:
    event, page = send(cast, zip=zip)
    assert event is not None
    assert says in page
    assert ("as this ZIP code has it" in page) is bool(says)
    form = signed_in(cast.lead).get(f"{NEW[:-4]}{event.code}/edit/").content.decode()
    assert (says or "The times are Pacific Time.") in form
    spanish = signed_in(cast.lead).get(f"{NEW[:-4]}{event.code}/edit/", {"lang": "es"}).content.decode()
    assert ("hora central" if says else "hora del Pacífico") in spanish


def test_an_unknown_zip_is_refused_but_never_the_chapters_own(cast: Cast, zips: None) -> None:
    assert "We do not know this ZIP code. Check the 5 digits." in send(cast, zip="11111")[1]
    cast.here.zips.create(zip="11111")
    assert send(cast, zip="11111")[0] is not None


def test_the_hour_that_comes_twice_is_the_first_and_said(cast: Cast) -> None:
    event, page = send(cast, day="2027-11-07", begins="01:30", ends="03:30")
    assert event is not None
    assert "The clocks go back that night, so 1:30 am comes twice. We took the first." in page
    assert f"{event.starts_at:%H:%M}" == "08:30"


@pytest.mark.parametrize("goal", ["0", "-1"])
def test_a_goal_of_nobody_is_refused(cast: Cast, goal: str) -> None:
    event, page = send(cast, goal=goal)
    assert (event, "Write 1 or more, or leave it blank." in page) == (None, True)


def test_an_event_is_not_moved_into_the_past_by_mistake_but_one_that_is_over_can_be_mended(cast: Cast) -> None:
    event = make_event(cast.here)
    client, path = signed_in(cast.lead), f"{NEW[:-4]}{event.code}/edit/"
    answer = client.post(path, answers(day="2017-10-05"))
    assert "This is over already. Check the day." in answer.content.decode()
    Event.objects.update(starts_at=timezone.now() - timedelta(days=2), ends_at=timezone.now() - timedelta(days=1))
    assert client.post(path, answers(day="2017-10-05")).status_code == 302


def test_a_title_of_pictures_only_is_a_title(cast: Cast) -> None:
    event, page = send(cast, **{"en-title": "🕯️🕯️", "es-title": ""})
    assert event is not None
    assert "🕯️🕯️" in page
    client = Client()
    for path in (f"/e/{event.code}/", f"/e/{event.code}/event.ics", f"/e/{event.code}/?lang=es"):
        answer = client.get(path)
        assert (answer.status_code, "🕯️" in answer.content.decode()) == (200, True)
    for path in ("/c/highland-park/events/", f"/c/highland-park/events/{event.code}/edit/"):
        assert "🕯️🕯️" in signed_in(cast.lead).get(path).content.decode()


def test_an_error_in_a_field_that_the_kind_does_not_need_is_none(cast: Cast) -> None:
    assert send(cast, kind="canvass", online_url="not a link")[0] is not None


# --- a copy ----------------------------------------------------------------------------------------


def test_a_copy_has_words_facts_and_shifts_a_week_later_and_nothing_else(cast: Cast) -> None:
    campaign = make_campaign(cast.here)
    source = make_event(
        cast.here, days=5, campaign=campaign, capacity=40, seats_taken=3, transit="Gold Line",
        cancelled_at=timezone.now(), has_asl=True, came=12,
    )  # fmt: skip
    source.rsvps.create(chapter=cast.here, member=make_member(cast.here), state="going", source="page", party_size=3)
    hours = {"starts_at": source.starts_at - timedelta(hours=1), "ends_at": source.starts_at}
    Shift.objects.create(chapter=cast.here, event=source, job="setup", capacity=2, **hours)
    client = signed_in(cast.lead)
    page = client.get(f"{NEW}?copy={source.code}").content.decode()
    day = here(source).date() + timedelta(weeks=1)
    for words in (
        "Hold it once more",
        f'value="{day}"',
        'value="Candlelight vigil"',
        'value="Vigilia con velas"',
        "Gold Line",
    ):
        assert words in page
    assert f'value="{campaign.code}" selected' in page
    posted = answers(
        kind="vigil", day=day.isoformat(), begins=f"{here(source):%H:%M}", ends="23:59", campaign=campaign.code
    )
    assert client.post(f"{NEW}?copy={source.code}", posted).status_code == 302
    copy = Event.objects.latest("id")
    assert (copy.state, copy.seats_taken, copy.rsvps.count(), copy.came, copy.campaign) == (
        "draft",
        0,
        0,
        None,
        campaign,
    )
    shift = copy.shifts.get()
    assert (shift.job, shift.taken) == ("setup", 0)
    assert abs(copy.starts_at - shift.starts_at - timedelta(hours=1)) < timedelta(minutes=1)


def test_a_copy_of_an_old_event_is_in_the_future_and_of_another_chapters_there_is_none(cast: Cast) -> None:
    old, theirs = make_event(cast.here, days=-100), make_event(cast.there, "Their secret supper")
    client = signed_in(cast.lead)
    page = client.get(f"{NEW}?copy={old.code}").content.decode()
    assert f'value="{here(old).date() + timedelta(weeks=15)}"' in page
    assert "secret" not in client.get(f"{NEW}?copy={theirs.code}").content.decode()


def test_the_page_of_an_event_leads_to_its_copy_and_its_previews(cast: Cast) -> None:
    event = make_event(cast.here)
    page = signed_in(cast.lead).get(f"/c/highland-park/events/{event.code}/").content.decode()
    assert f"?copy={event.code}" in page
    assert "See the page in Spanish" in page
    assert "?copy=" not in signed_in(cast.volunteer).get(f"/c/highland-park/events/{event.code}/").content.decode()


# --- drafts and previews ---------------------------------------------------------------------------


def test_a_preview_is_what_the_public_will_see_in_each_language(cast: Cast) -> None:
    draft = make_event(cast.here, published_at=None, address="5601 Figueroa St", address_shown="rsvp")
    EventText.objects.filter(parent=draft).update(for_guests="Ring twice.")
    client = signed_in(cast.lead)
    path = f"/c/highland-park/events/{draft.code}/preview/"
    english, spanish = (client.get(path, {"in": code}).content.decode() for code in ("en", "es"))
    assert ("Candlelight vigil" in english, "Save my seat" in english) == (True, True)
    assert ("Vigilia con velas" in spanish, "Candlelight vigil" in spanish) == (True, False)
    for page in (english, spanish):
        assert ("Figueroa" in page, "Ring twice." in page, 'id="rsvp"' in page) == (False, False, True)
    assert "language" not in client.cookies
    answer = client.post(path, {"name": "Ana", "phone": "323 555 0142"}, follow=True)
    assert "This is a preview. No seat was saved." in answer.content.decode()
    draft.refresh_from_db()
    assert (draft.published_at, draft.rsvps.count()) == (None, 0)
    assert Client().get(f"/e/{draft.code}/").status_code == 404


def test_a_preview_is_for_the_chapter_only(cast: Cast) -> None:
    draft = make_event(cast.here, published_at=None)
    assert signed_in(cast.volunteer).get(f"/c/highland-park/events/{draft.code}/preview/").status_code == 200
    assert signed_in(cast.stranger).get(f"/c/east-valley/events/{draft.code}/preview/").status_code == 404
    assert signed_in(cast.nobody).get(f"/c/highland-park/events/{draft.code}/preview/").status_code == 404


def test_drafts_are_listed_apart_to_be_finished(cast: Cast) -> None:
    draft = make_event(cast.here, "Half an idea", published_at=None, days=2)
    old = make_event(cast.here, "Never finished", published_at=None, days=-9)
    make_event(cast.here, "A neighbor proposed it", published_at=None, proposed_at=timezone.now())
    make_event(cast.there, "Their draft", published_at=None)
    begin(cast)
    page = signed_in(cast.lead).get("/c/highland-park/events/").content.decode()
    drafts, rest = page.split("Drafts to finish")[1].split("</section>", 1)
    assert [name in drafts for name in ("Half an idea", "Never finished", "its day is over")] == [True] * 3
    assert [f"/events/{event.code}/edit/" in drafts for event in (draft, old)] == [True, True]
    assert [name in rest for name in ("Half an idea", "Weekly meeting")] == [False, True]
    assert "Their draft" not in page
    assert "proposed it" not in drafts
    seen = signed_in(cast.volunteer).get("/c/highland-park/events/").content.decode()
    assert ("Half an idea" in seen, "/edit/" in seen) == (True, False)


def test_without_its_script_the_form_shows_everything(cast: Cast) -> None:
    page = signed_in(cast.lead).get(NEW).content.decode()
    assert "js/event-form.js" in page
    for name in ("online_url", "capacity", "weekdays", "stops_on", "is_marked_sensitive", "en-for_guests"):
        assert f'name="{name}"' in page
    assert re.search(r"<\w+[^>]* hidden[ >]", page.split("data-kinds")[1].split("</form>")[0]) is None


def test_what_needs_fixing_is_listed_as_it_stands_on_the_page(cast: Cast) -> None:
    _event, page = send(cast, begins="", zip="12", online_url="no link", capacity="0")
    targets = re.findall(r'<a href="#id_(\w+)"', page.split("data-errors")[1].split("</ul>")[0])
    assert targets == ["begins", "zip", "online_url", "capacity"]

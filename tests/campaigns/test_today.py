"""The first page: what needs whom, most urgent first, and what is coming."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries

from campaigns.models import CallToAction, Delivery, EventText, Moment, MomentText, Rsvp, Sender, SendGate, Shift
from campaigns.today_views import from_now, headline, nothing_to_do
from chapters.members.contacts import shown_phone
from chapters.models import Chapter, Import, User
from chapters.setup import all_steps
from tests.campaigns.messaging.test_replies import wrote
from tests.cast import Cast
from tests.factories import make_call, make_campaign, make_email_sender, make_event, make_member, make_sender, signed_in

pytestmark = pytest.mark.django_db
TODAY = "/c/highland-park/"
ZONE = ZoneInfo("America/Los_Angeles")


@pytest.fixture
def ready(cast: Cast) -> Cast:
    """Highland Park lacks nothing; East Valley has one of everything that could leak."""
    Chapter.objects.update(postal_address="PO Box 1", hotline="323-555-0199", hotline_name="Line")
    make_sender(cast.here)
    make_email_sender(cast.here)
    make_sender(cast.there, trouble="CANARY trouble")
    wrote(cast.there, "CANARY", kind="emergency", is_emergency=True)
    make_call(cast.there, title="CANARY call", state="asked", asked_count=9, asked_at=timezone.now())
    make_event(cast.there, "CANARY event")
    make_campaign(cast.there)
    return cast


def things(user: User) -> list[str]:
    response = signed_in(user).get(TODAY)
    assert response.status_code == 200
    assert "CANARY" not in response.content.decode()
    return [task.words for task in response.context["tasks"]]


def call(chapter: Chapter, title: str, state: str, **fields: Any) -> CallToAction:
    return make_call(chapter, title=title, state=state, approved_at=timezone.now(), **fields)


def test_nothing_needs_you(ready: Cast) -> None:
    make_event(ready.here, "Vigil on York", days=3)
    for user in (ready.lead, ready.texter, ready.volunteer, ready.liaison):
        assert things(user) == []
        html = signed_in(user).get(TODAY).content.decode()
        assert "Nothing needs you" in html
        assert "Next: Vigil on York" in html
        assert "btn flame" not in html


def test_the_most_urgent_is_on_top_and_only_it_is_lit(ready: Cast) -> None:
    here = ready.here
    wrote(here, "ICE here", kind="emergency", is_emergency=True)
    wrote(here, "Hola", hours=5, member=make_member(here, "Rosa", language="es"))
    wrote(here, "Hi", hours=1)
    SendGate.objects.update_or_create(pk=1, defaults={"is_open": False, "reason": "A backup was restored."})
    Sender.objects.filter(chapter=here, kind="local").update(trouble="Twilio says the number is not registered.")
    call(here, "Stuck", "paused", approved_count=56, paused_reason="Too many stops.")
    asked = call(here, "Come", "asked", written_by=ready.second_lead, asked_count=184, asked_at=timezone.now())
    call(here, "Mine waits", "asked", written_by=ready.lead, asked_count=70)
    call(here, "Not yet", "sent_back", written_by=ready.lead, sent_back_reason="Say where.")
    late = call(here, "Yesterday", "done", finished_at=timezone.now() - timedelta(hours=14))
    message(late, "expired")
    message(late, "parked")
    EventText.objects.filter(parent=make_event(here, "Vigil"), language="es").delete()
    call(here, "Half", "draft", written_by=ready.lead, languages=("en",))
    Import.objects.create(chapter=here, uploaded_by=ready.lead, filename="a.csv", state="mapped", row_count=12)
    Chapter.objects.filter(pk=here.pk).update(hotline="")
    local = here.senders.get(kind="local")
    assert things(ready.lead) == [
        "Someone wrote about an emergency",
        "Nothing can be sent right now",
        f"{shown_phone(local.address)} cannot send",
        "A message to 56 people is paused",
        "Say yes or no to a message for 184 people",
        "Change “Not yet” and ask again",
        "Answer 2 replies",
        "1 person did not get the message in time",
        "Decide about 1 message",
        "Write “Vigil” in Spanish",
        "Write “Half” in Spanish",
        "Check a list of 12 people",
        "Still missing: a hotline",
    ]
    assert things(ready.second_lead)[4] == "Say yes or no to a message for 70 people"
    html = signed_in(ready.lead).get(TODAY).content.decode()
    assert "Marisol. Seven things come first." in html
    assert "The oldest has waited 5 hours. 1 is in Spanish." in html
    assert "Walt Okafor wrote it and asked 1 min ago." not in html or asked.pk
    assert html.count("btn flame") == 1
    assert html.index("btn flame") < html.index("Nothing can be sent")


def message(call: CallToAction, state: str) -> Delivery:
    now = timezone.now()
    return Delivery.objects.create(
        key=f"test:{call.pk}:{state}",
        chapter=call.chapter,
        call_to_action=call,
        purpose="ask",
        queue="bulk",
        channel="text",
        sender=call.chapter.senders.exclude(kind="email").get(),
        address="+13235550101",
        address_index="x",
        language="en",
        state=state,
        not_before=now,
        expires_at=now,
    )


def test_each_role_sees_what_it_can_act_on(ready: Cast) -> None:
    wrote(ready.here, "Hi")
    call(ready.here, "Come", "asked", written_by=ready.organizer, asked_count=184)
    call(ready.here, "Going", "sending", approved_count=20)
    EventText.objects.filter(parent=make_event(ready.here, "Vigil"), language="es").delete()
    answer, approve, watch, write = (
        "Answer 1 reply",
        "Say yes or no to a message for 184 people",
        "A message to 20 people is going out",
        "Write “Vigil” in Spanish",
    )
    assert things(ready.lead) == [watch, approve, answer, write]
    assert things(ready.organizer) == [answer, write]
    assert things(ready.texter) == [answer]
    assert things(ready.volunteer) == things(ready.liaison) == []
    for user, sees_people in ((ready.lead, True), (ready.organizer, True), (ready.texter, False)):
        assert ("Our people" in signed_in(user).get(TODAY).content.decode()) is sees_people


def test_what_is_missing_in_the_set_up_is_a_thing_to_do(cast: Cast) -> None:
    missing = [step for step in all_steps(cast.here) if not step.is_done]
    found = things(cast.lead)
    assert [words for words in found if words.startswith("Still missing")] == found
    assert len(found) == min(3, len(missing)) > 0


def test_coming_up_shows_turnout_against_the_goal(ready: Cast) -> None:
    event = make_event(ready.here, "Town hall", days=4, goal=20)
    for state, size in (("going", 3), ("going", 1), ("unconfirmed", 2), ("cancelled", 9), ("waitlisted", 5)):
        Rsvp.objects.create(
            chapter=ready.here,
            event=event,
            member=make_member(ready.here),
            state=state,
            party_size=size,
            source="page",
            held_until=timezone.now() if state == "unconfirmed" else None,
        )
    make_event(ready.here, "Called off", days=1, cancelled_at=timezone.now())
    make_event(ready.here, "Long past", days=-9)
    html = signed_in(ready.volunteer).get(TODAY).content.decode()
    assert 'aria-label="4 coming, 2 maybe, goal 20"' in html
    assert "Called off" not in html
    assert "Long past" not in html


def test_the_campaign_shows_its_next_step_and_what_happened_last(ready: Cast) -> None:
    campaign = make_campaign(ready.here)
    for title, on in (("We marched", -40), ("They voted", -2), ("The hearing", 30), ("Some day", None)):
        happened_on = timezone.localdate() + timedelta(days=on) if on is not None else None
        moment = Moment.objects.create(chapter=ready.here, campaign=campaign, happened_on=happened_on)
        MomentText.objects.create(parent=moment, language="en", title=title)
    html = signed_in(ready.lead).get(TODAY).content.decode()
    assert "Next: The hearing" in html
    assert html.index("They voted") < html.index("We marched")
    assert "Some day" not in html
    make_event(ready.here, "Vigil on York", days=9, campaign=campaign)
    assert "Next: Vigil on York, in 9 days." in signed_in(ready.lead).get(TODAY).content.decode()


def test_many_things_cost_few_queries(ready: Cast, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(6):
        wrote(ready.here, "Hi", is_emergency=number % 2 == 0)
        call(ready.here, f"Come {number}", "asked", written_by=ready.second_lead, asked_count=60)
        make_event(ready.here, f"Event {number}")
    with django_assert_max_num_queries(77):
        signed_in(ready.lead).get(TODAY)


def test_the_greeting_keeps_to_the_clock_and_the_language() -> None:
    morning, evening = (datetime(2026, 3, 4, hour, tzinfo=ZONE) for hour in (9, 20))
    assert headline("Marisol", 1, morning) == "Good morning, Marisol. One thing needs you."
    assert headline("Marisol", 7, evening) == "Good evening, Marisol. Seven things need you."
    assert headline("Marisol", 12, evening) == "Good evening, Marisol. Seven things come first."
    assert headline("Marisol", 0, evening) == "Good evening, Marisol."
    assert nothing_to_do([], evening) == "Nothing needs you tonight."
    assert [from_now(days) for days in (0, 1, 2)] == ["today", "tomorrow", "in 2 days"]
    with translation.override("es"):
        assert headline("Marisol", 4, morning) == "Buenos días, Marisol. Cuatro cosas le esperan."


@pytest.mark.parametrize(("who", "status"), [("stranger", 404), ("nobody", 404)])
def test_others_do_not_see_it(cast: Cast, who: str, status: int) -> None:
    assert signed_in(getattr(cast, who)).get(TODAY).status_code == status


def test_people_who_ask_odd_answers_and_missing_hands_are_things_to_do(ready: Cast) -> None:
    event = make_event(ready.here, "Town hall", days=2)
    for state, doubt in (("asked", ""), ("asked", ""), ("going", "name"), ("cancelled", "flood"), ("going", "")):
        Rsvp.objects.create(
            chapter=ready.here, event=event, member=make_member(ready.here), state=state, doubt=doubt, source="page"
        )
    hours = {"starts_at": event.starts_at, "ends_at": event.ends_at}
    Shift.objects.create(chapter=ready.here, event=event, job="marshal", capacity=4, taken=1, **hours)
    Shift.objects.create(chapter=ready.here, event=make_event(ready.here, days=9), job="food", capacity=2, **hours)
    wanted = ["2 people ask to come to Town hall", "1 answer to Town hall looks odd", "Town hall lacks 3 helpers"]
    assert [words for words in things(ready.lead) if "Town hall" in words] == wanted
    assert not [words for words in things(ready.volunteer) if "Town hall" in words]
    there = make_event(ready.there, "Elsewhere", days=2)
    Rsvp.objects.create(chapter=ready.there, event=there, member=make_member(ready.there), state="asked", source="page")
    assert not [words for words in things(ready.lead) if "Elsewhere" in words]

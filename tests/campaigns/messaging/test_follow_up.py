"""The draft of a message that follows another: one button, our own words, and the hour that suits it."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from campaigns.messaging import checking, follow_ups, next_steps
from campaigns.messaging.audience import reckon
from campaigns.messaging.follow_words import FOLLOW_WORDS
from campaigns.models import CallToAction, Delivery, Event
from chapters.models import Chapter
from tests.campaigns.messaging.test_following import come, reached, sent
from tests.cast import Cast
from tests.factories import make_call, make_email_sender, make_event, make_member, make_sender, signed_in

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("America/Los_Angeles")


def press(cast: Cast, first: CallToAction, kind: str) -> CallToAction:
    address = f"/c/highland-park/messages/{first.code}/follow-up/"
    answer = signed_in(cast.organizer).post(address, {"kind": kind})
    made = CallToAction.objects.with_words().filter(follows=first, follow_kind=kind).get()
    assert answer.headers["Location"] == f"/c/highland-park/messages/{made.code}/write/"
    return made


def gone(chapter: Chapter, start: datetime, **fields: Any) -> CallToAction:
    """A message that went to one person at this hour."""
    first = sent(chapter, starts_sending_at=start, finished_at=start + timedelta(minutes=1), **fields)
    reached(first, make_member(chapter), attempted_at=start + timedelta(seconds=5))
    return first


def yesterday(hour: int, minute: int = 0) -> datetime:
    day = timezone.localtime(timezone.now(), ZONE) - timedelta(days=1)
    return day.replace(hour=hour, minute=minute, second=0, microsecond=0)


def test_a_second_ask_comes_with_our_words_at_the_same_hour_two_days_later(cast: Cast) -> None:
    start = yesterday(17, 2)
    event = make_event(cast.here, days=9)
    first = gone(cast.here, start, event=event, reach="both", written_by=cast.lead)
    made = press(cast, first, "second_ask")
    assert (made.event, made.reach, made.state, made.written_by) == (event, "both", "draft", cast.organizer)
    assert made.send_at == (start + timedelta(days=2)).replace(minute=15), "not a second inside the 48 hours"
    words = {text.language: text.text_body for text in made.texts.all()}
    assert words == {language: ours[0]["text_body"] for language, ours in FOLLOW_WORDS["second_ask"].items()}
    page = signed_in(cast.organizer).get(f"/c/highland-park/messages/{made.code}/write/").content.decode()
    assert "This goes to people who got “Come to the vigil” and have not answered when this goes." in page
    assert f'href="/c/highland-park/messages/{first.code}/"' in page


def test_pressing_twice_makes_one_draft(cast: Cast) -> None:
    first = gone(cast.here, yesterday(17))
    assert press(cast, first, "second_ask") == press(cast, first, "second_ask")
    assert press(cast, first, "thanks") != press(cast, first, "second_ask")


@pytest.mark.parametrize("hours", [40, 47])
def test_there_is_no_second_ask_without_two_days_before_the_event(cast: Cast, hours: int) -> None:
    starts_at = yesterday(17) + timedelta(hours=hours)
    event = make_event(cast.here, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))
    first = gone(cast.here, yesterday(17), event=event)
    client = signed_in(cast.lead)
    answer = client.post(f"/c/highland-park/messages/{first.code}/follow-up/", {"kind": "second_ask"})
    assert (answer.status_code, first.follow_ups.count()) == (302, 0)
    page = client.get(f"/c/highland-park/messages/{first.code}/progress/").content.decode()
    assert "The event comes too soon to ask again: nobody is asked twice in 48 hours." in page
    assert "Ask again those who did not answer" not in page


def test_a_second_ask_keeps_to_the_hours_of_the_chapter(cast: Cast, settings: Any) -> None:
    settings.SEND_QUIET_HOURS = True
    start = yesterday(19, 50)
    first = gone(cast.here, start)
    Delivery.objects.update(attempted_at=start + timedelta(minutes=9))
    made = press(cast, first, "second_ask")
    assert made.send_at == start + timedelta(days=3), "two days later at 8 pm is too late in the evening"


def test_thanks_come_at_ten_the_morning_after(cast: Cast) -> None:
    event = make_event(cast.here, days=9)
    made = press(cast, gone(cast.here, yesterday(17), event=event), "thanks")
    after = timezone.localtime(event.ends_at, ZONE) + timedelta(days=1)
    assert made.send_at == after.replace(hour=10, minute=0, second=0, microsecond=0)
    assert "id_send_on" not in {problem.place for problem in checking.problems(made, reckon(made))}
    without = press(cast, gone(cast.here, yesterday(17)), "thanks")
    assert without.send_at == yesterday(10) + timedelta(days=3), "not inside the 48 hours"


def test_after_the_event_thanks_can_still_go(cast: Cast) -> None:
    event = make_event(cast.here, days=-1)
    first = gone(cast.here, yesterday(9) - timedelta(days=5), event=event)
    client = signed_in(cast.lead)
    page = client.get(f"/c/highland-park/messages/{first.code}/progress/").content.decode()
    assert "Thank those who said yes" in page
    assert "Ask again those who did not answer" not in page
    made = press(cast, first, "thanks")
    assert made.send_at is not None
    assert made.send_at > timezone.now()
    assert not {"id_event", "id_send_on"} & {problem.place for problem in checking.problems(made, reckon(made))}


def test_those_it_missed_are_asked_with_the_same_words(cast: Cast) -> None:
    first = gone(cast.here, yesterday(17))
    client = signed_in(cast.lead)
    address = f"/c/highland-park/messages/{first.code}/progress/"
    assert "did not get it</button>" not in client.get(address).content.decode()
    for name in ("Ana", "Beth"):
        reached(first, make_member(cast.here, name), "expired")
    page = client.get(address).content.decode()
    assert "Ask the 2 people who did not get it" in page
    assert 'id="late"' in page
    made = press(cast, first, "")
    assert made.text_in("es").text_body == first.text_in("es").text_body  # type: ignore[union-attr]
    assert (made.send_at, reckon(made).count) == (None, 2)
    CallToAction.objects.filter(pk=first.pk).update(finished_at=timezone.now())
    today = client.get("/c/highland-park/").content.decode()
    assert f"{address}#late" in today


def test_who_got_a_message_and_answered_was_not_left_out(cast: Cast) -> None:
    event = make_event(cast.here)
    first = gone(cast.here, yesterday(17), event=event)
    come(event, cast.here.members.get())
    come(event, make_member(cast.here, "Came Without"))
    make_member(cast.here, "Never Agreed", consents=())
    reached(first, make_member(cast.here, "Passed Over"), "skipped", reason="asked_lately")
    found = next_steps.of(CallToAction.objects.with_words().get(pk=first.pk))
    assert found is not None
    assert {line.reason: line.count for line in found.left_out} == {"answered": 1, "no_consent": 1, "asked_lately": 1}
    page = signed_in(cast.lead).get(f"/c/highland-park/messages/{first.code}/left-out/answered/").content.decode()
    assert "Came Without" in page
    assert "Lupe" not in page


def test_those_it_missed_are_not_asked_twice(cast: Cast) -> None:
    first = gone(cast.here, yesterday(17))
    late = make_member(cast.here, "Late")
    reached(first, late, "expired")
    made = press(cast, first, "")
    assert reckon(made).count == 1
    reached(made, late)
    assert (reckon(made).total, next_steps.late_people(first)) == (1, 0)


def test_nobody_is_asked_for_permission_after_every_message(cast: Cast) -> None:
    make_email_sender(cast.here)
    ana = make_member(cast.here, "Ana", email="ana@hp.example", consents=("email",))
    one, other = (press(cast, gone(cast.here, yesterday(17)), "permission") for _ in range(2))
    assert (reckon(one).count, reckon(other).count) == (1, 1)
    reached(one, ana, channel="email")
    assert (reckon(one).total, reckon(other).total) == (1, 0)
    Delivery.objects.filter(call_to_action=one).update(attempted_at=timezone.now() - timedelta(days=91))
    assert reckon(other).count == 1


def test_permission_to_text_is_asked_by_email(cast: Cast) -> None:
    make_email_sender(cast.here)
    first = gone(cast.here, yesterday(17))
    make_member(cast.here, "Only Email", email="only@hp.example", consents=("email",))
    page = signed_in(cast.lead).get(f"/c/highland-park/messages/{first.code}/progress/").content.decode()
    assert "Ask 1 person by email if we may text" in page
    made = press(cast, first, "permission")
    assert (made.reach, made.event, reckon(made).count) == ("email", None, 1)
    assert {text.language for text in made.texts.all()} == {"en", "es"}
    assert [problem.words for problem in checking.problems(made, reckon(made))] == []


@pytest.mark.parametrize("kind", ["second_ask", "thanks", "permission"])
def test_our_own_words_pass_our_own_checks(cast: Cast, kind: str) -> None:
    make_sender(cast.here)
    make_email_sender(cast.here)
    for event in (make_event(cast.here), None):
        first = sent(cast.here, event=event, reach="both")
        made = follow_ups.draft(first, kind, by=cast.lead)
        found = [*checking.about_the_words(CallToAction.objects.with_words().get(pk=made.pk))]
        assert [problem.words for problem in found] == []
        for text in made.texts.all():
            assert not set("áíóú") & set(text.text_body), "one of these halves what fits in a text"


def test_a_message_shows_what_follows_it_and_each_says_what_it_follows(cast: Cast) -> None:
    first = gone(cast.here, yesterday(17))
    press(cast, first, "second_ask")
    there = sent(cast.there, title="Secret first")
    make_call(cast.there, title="Secret follow-up", follows=there, follow_kind="thanks")
    client = signed_in(cast.lead)
    page = client.get(f"/c/highland-park/messages/{first.code}/progress/").content.decode()
    assert "Second ask: Come to the vigil" in page
    listed = client.get("/c/highland-park/messages/").content.decode()
    assert "Then: “Second ask: Come to the vigil” (draft)" in listed
    assert "Asks again those who did not answer “Come to the vigil”" in listed
    assert "Secret" not in page + listed


@pytest.mark.parametrize("kind", ["second_ask", "thanks", "permission", "", "nonsense"])
def test_what_cannot_be_followed_is_not(cast: Cast, kind: str) -> None:
    draft = make_call(cast.here)
    follows = sent(cast.here, follows=sent(cast.here), follow_kind="permission")
    for call in (draft, follows):
        answer = signed_in(cast.lead).post(f"/c/highland-park/messages/{call.code}/follow-up/", {"kind": kind})
        assert (answer.status_code, call.follow_ups.count()) == (302, 0)
    there = sent(cast.there)
    assert signed_in(cast.lead).post(f"/c/highland-park/messages/{there.code}/follow-up/").status_code == 404
    assert signed_in(cast.texter).post(f"/c/highland-park/messages/{draft.code}/follow-up/").status_code == 403
    assert Event.objects.count() == 0


def test_a_follow_up_is_approved_like_any_other(cast: Cast) -> None:
    first = gone(cast.here, yesterday(17) - timedelta(days=3), event=make_event(cast.here))
    made = press(cast, first, "second_ask")
    organizer, lead = signed_in(cast.organizer), signed_in(cast.lead)
    address = f"/c/highland-park/messages/{made.code}/"
    page = organizer.get(f"{address}write/")
    form = {"form_key": str(made.form_key), "ask": "1", "when": "now", "reach": "text", "title": made.title}
    form |= {f"{text.language}-text_body": text.text_body for text in made.texts.all()}
    form |= {"event": made.event.code, "campaign": ""}  # type: ignore[union-attr]
    assert (page.status_code, organizer.post(f"{address}write/", form).status_code) == (200, 302)
    assert "Meant for people who got “Come to the vigil”" in lead.get(f"{address}approve/").content.decode()
    lead.post(f"{address}approve/", {"count": "1"})
    made.refresh_from_db()
    assert (made.state, made.follows, made.deliveries.get().purpose) == ("held", first, "follow_up")

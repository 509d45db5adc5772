"""A newer version: actions ask for new words, messages that quote the old one are held:
`campaigns:advocacy_measure_still_right`.
"""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from campaigns.messaging import calling, follow_ups, upkeep
from campaigns.messaging.following import LATE
from campaigns.models import Action, CallToAction, Delivery, LeadNotice, Measure, MeasureVersion
from chapters.models import AuditEntry
from tests.campaigns.advocacy.bills import make_measure, make_version
from tests.campaigns.advocacy.test_versions import VERSION
from tests.cast import Cast
from tests.factories import make_call, make_campaign, make_member, make_sender, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def measure(cast: Cast) -> Measure:
    return make_measure(make_campaign(cast.here))


@pytest.fixture
def old(measure: Measure) -> MeasureVersion:
    return make_version(measure, "As introduced", date(2016, 12, 5), "Old words")


@pytest.fixture
def lead(cast: Cast) -> Client:
    return signed_in(cast.lead)


def home(measure: Measure) -> str:
    return f"/c/highland-park/campaigns/{measure.campaign.code}/bills/{measure.code}/"


def amend(measure: Measure, lead: Client, day: str = "2017-09-11") -> Any:
    new = VERSION | {"label": "As amended", "dated_on": day, "source_text": "New words"}
    return lead.post(f"{home(measure)}versions/new/", new, follow=True)


def make_action(version: MeasureVersion, **fields: Any) -> Action:
    opened = {"published_at": timezone.now() - timedelta(days=1)}
    action = Action.objects.create(
        chapter=version.chapter, campaign=version.measure.campaign, kind="call", cites=version, **(opened | fields)
    )
    action.texts.create(language="en", title="Call your senator")
    return action


def approved(cast: Cast, **fields: Any) -> CallToAction:
    """On hold, to one person, frozen."""
    make_sender(cast.here)
    make_member(cast.here)
    call = make_call(cast.here, state="asked", written_by=cast.lead, **fields)
    calling.approve(call, by=cast.second_lead, expected=1)
    return call


def test_open_actions_that_cite_an_older_version_ask_for_new_words(old: MeasureVersion, lead: Client) -> None:
    measure = old.measure
    action = make_action(old)
    closed = make_action(old, closes_at=timezone.now() - timedelta(hours=1))
    draft = make_action(old, published_at=None)
    body = amend(measure, lead).content.decode()
    assert "The bill changed: 2 actions need new words." in body
    flagged = Action.objects.exclude(rewrite_since=None)
    assert {*flagged} == {action, draft}
    assert closed not in flagged
    today = lead.get("/c/highland-park/").content.decode()
    assert "SB 54 changed: rewrite your 2 scripts" in today
    page = lead.get(home(measure)).content.decode()
    assert ("Call your senator" in page, "It speaks of “As introduced”." in page) == (True, True)
    for one in (action, draft):
        assert f'href="/c/highland-park/actions/{one.code}/edit/"' in page
        lead.post(f"{home(measure)}still-right/{one.code}/")
    action.refresh_from_db()
    assert (action.cites, action.rewrite_since) == (measure.newest_version, None)
    assert "rewrite your" not in lead.get("/c/highland-park/").content.decode()
    assert AuditEntry.objects.filter(act="action_words_confirmed").count() == 2


def test_a_version_from_before_changes_nothing(old: MeasureVersion, lead: Client) -> None:
    action = make_action(old)
    amend(old.measure, lead, day="2016-11-01")
    action.refresh_from_db()
    assert action.rewrite_since is None
    other = make_measure(old.measure.campaign, "AB 3131")
    amend(other, lead)
    action.refresh_from_db()
    assert action.rewrite_since is None


def test_saving_the_newest_again_does_not_undo_what_was_confirmed(old: MeasureVersion, lead: Client) -> None:
    action, measure = make_action(old), old.measure
    amend(measure, lead)
    lead.post(f"{home(measure)}still-right/{action.code}/")
    newest = MeasureVersion.objects.get(label="As amended")
    lead.post(
        f"{home(measure)}versions/{newest.code}/edit/", VERSION | {"label": "As amended", "dated_on": "2017-09-12"}
    )
    action.refresh_from_db()
    assert action.rewrite_since is None


@pytest.mark.parametrize("state", ["held", "scheduled", "sending"])
def test_what_is_on_its_way_is_paused_at_once(cast: Cast, old: MeasureVersion, lead: Client, state: str) -> None:
    later = {"send_at": timezone.now() + timedelta(days=1)} if state == "scheduled" else {}
    call = approved(cast, cites=old, **later)
    other = make_call(cast.here, title="Not about the bill", state="held", approved_at=timezone.now())
    if state == "sending":
        CallToAction.objects.filter(pk=call.pk).update(state="sending")
    assert CallToAction.objects.get(pk=call.pk).state == state
    body = amend(old.measure, lead).content.decode()
    assert "1 message that quotes the old text is held" in body
    call.refresh_from_db()
    assert call.state == "paused"
    assert call.paused_reason == "SB 54 changed: As amended. Check that the words are still right."
    assert CallToAction.objects.get(pk=other.pk).state == "held"
    assert LeadNotice.objects.filter(about="paused", facts__call=call.code).count() == 1
    assert AuditEntry.objects.filter(act="call_held_for_bill").count() == 1
    assert "SB 54 changed: As amended." in lead.get("/c/highland-park/").content.decode()


def test_a_paused_one_never_goes_out_by_itself(cast: Cast, old: MeasureVersion, lead: Client) -> None:
    call = approved(cast, cites=old)
    amend(old.measure, lead)
    CallToAction.objects.filter(pk=call.pk).update(starts_sending_at=timezone.now() - timedelta(minutes=1))
    assert upkeep.begin_due() == 0
    assert CallToAction.objects.get(pk=call.pk).state == "paused"
    assert {*Delivery.objects.values_list("state", flat=True)} == {"queued"}


def test_the_lead_says_the_words_are_still_right(cast: Cast, old: MeasureVersion, lead: Client) -> None:
    call = approved(cast, cites=old)
    amend(old.measure, lead)
    page = f"/c/highland-park/messages/{call.code}/"
    assert "The words are still right: go on" in lead.get(f"{page}progress/").content.decode()
    CallToAction.objects.filter(pk=call.pk).update(starts_sending_at=timezone.now() - timedelta(minutes=1))
    lead.post(f"{page}resume/")
    call.refresh_from_db()
    assert (call.state, call.paused_reason, call.cites) == ("sending", "", old.measure.newest_version)
    assert [*AuditEntry.objects.order_by("-id").values_list("act", flat=True)[:2]] == [
        "call_words_confirmed",
        "call_resumed",
    ]


def test_one_set_for_later_keeps_its_hour(cast: Cast, old: MeasureVersion, lead: Client) -> None:
    call = approved(cast, cites=old, send_at=timezone.now() + timedelta(days=1))
    amend(old.measure, lead)
    lead.post(f"/c/highland-park/messages/{call.code}/resume/")
    assert CallToAction.objects.get(pk=call.pk).state == "scheduled"
    assert upkeep.begin_due() == 0


def test_the_lead_takes_it_back_to_change_the_words(cast: Cast, old: MeasureVersion, lead: Client) -> None:
    call = approved(cast, cites=old)
    amend(old.measure, lead)
    page = f"/c/highland-park/messages/{call.code}/"
    assert "Take it back and change the words" in lead.get(f"{page}progress/").content.decode()
    lead.post(f"{page}undo/")
    call.refresh_from_db()
    assert (call.state, call.paused_reason, Delivery.objects.count()) == ("draft", "", 0)


def test_half_sent_it_cannot_be_taken_back(cast: Cast, old: MeasureVersion, lead: Client) -> None:
    make_member(cast.here, "Second")
    make_sender(cast.here)
    make_member(cast.here)
    call = make_call(cast.here, state="asked", written_by=cast.lead, cites=old)
    calling.approve(call, by=cast.second_lead, expected=2)
    first = Delivery.objects.order_by("pk").first()
    assert first is not None
    Delivery.objects.filter(pk=first.pk).update(state="sent")
    amend(old.measure, lead)
    page = f"/c/highland-park/messages/{call.code}/"
    assert "Some people have these words already." in lead.get(f"{page}progress/").content.decode()
    answer = lead.post(f"{page}undo/", follow=True)
    assert "Some of it has gone out" in answer.content.decode()
    assert (CallToAction.objects.get(pk=call.pk).state, Delivery.objects.count()) == ("paused", 2)


@pytest.mark.parametrize("state", ["draft", "asked"])
def test_what_is_still_written_goes_back_to_its_writer(
    cast: Cast, old: MeasureVersion, lead: Client, state: str
) -> None:
    call = make_call(cast.here, state=state, cites=old, written_by=cast.lead)
    amend(old.measure, lead)
    call.refresh_from_db()
    assert (call.state, "SB 54 changed" in call.sent_back_reason) == ("sent_back", True)
    compose = lead.get(f"/c/highland-park/messages/{call.code}/write/").content.decode()
    assert ("SB 54 changed: As amended." in compose, "As amended" in compose) == (True, True)


def test_what_a_lead_asked_for_before_stays_readable(cast: Cast, old: MeasureVersion, lead: Client) -> None:
    call = make_call(cast.here, state="sent_back", cites=old, sent_back_reason="Shorter, please.")
    for _twice in range(2):
        amend(old.measure, lead)
    call.refresh_from_db()
    assert call.sent_back_reason == "Shorter, please. SB 54 changed: As amended. Check that the words are still right."


def test_words_sent_once_more_still_speak_of_their_version(cast: Cast, old: MeasureVersion) -> None:
    first = make_call(cast.here, state="done", approved_at=timezone.now(), finished_at=timezone.now(), cites=old)
    assert follow_ups.draft(first, LATE, by=cast.lead).cites == old
    assert follow_ups.draft(first, "thanks", by=cast.lead).cites is None


def test_a_stale_message_is_neither_asked_for_nor_approved(cast: Cast, old: MeasureVersion, lead: Client) -> None:
    make_sender(cast.here)
    make_member(cast.here)
    call = make_call(cast.here, cites=old, written_by=cast.lead)
    amend(old.measure, lead)
    page = f"/c/highland-park/messages/{call.code}/write/"
    posted = {
        "form_key": call.form_key, "title": "Call", "reach": "text", "when": "now", "ask": "1",
        "cites": old.code, "en-text_body": call.texts.get(language="en").text_body,
        "es-text_body": call.texts.get(language="es").text_body,
    }  # fmt: skip
    answer = lead.post(page, posted)
    assert answer.status_code == 422
    assert "SB 54 has a newer version than the one this message speaks of" in answer.content.decode()
    CallToAction.objects.filter(pk=call.pk).update(state="asked")
    call.refresh_from_db()
    with pytest.raises(calling.NotNow, match="newer version"):
        calling.approve(call, by=cast.second_lead, expected=1)
    CallToAction.objects.filter(pk=call.pk).update(state="draft")
    newest = MeasureVersion.objects.get(label="As amended")
    assert lead.post(page, posted | {"cites": newest.code}).status_code == 302
    assert CallToAction.objects.get(pk=call.pk).state == "asked"


def test_a_message_for_an_action_speaks_of_what_the_action_cites(cast: Cast, old: MeasureVersion, lead: Client) -> None:
    action = make_action(old)
    call = approved(cast, action=action)
    amend(old.measure, lead)
    assert CallToAction.objects.get(pk=call.pk).state == "paused"
    lead.post(f"{home(old.measure)}still-right/{action.code}/")
    assert "Go on sending" in lead.get(f"/c/highland-park/messages/{call.code}/progress/").content.decode()


def test_a_message_of_another_chapter_stays(cast: Cast, old: MeasureVersion, lead: Client) -> None:
    theirs = make_version(make_measure(make_campaign(cast.there, "theirs")), "As introduced", date(2016, 12, 5))
    call = make_call(cast.there, cites=theirs, state="held", approved_at=timezone.now())
    amend(old.measure, lead)
    assert CallToAction.objects.get(pk=call.pk).state == "held"


def test_taking_the_newest_out_again_frees_what_cites_the_one_before(old: MeasureVersion, lead: Client) -> None:
    action = make_action(old)
    amend(old.measure, lead)
    newest = MeasureVersion.objects.get(label="As amended")
    lead.post(f"{home(old.measure)}versions/{newest.code}/remove/")
    action.refresh_from_db()
    assert action.rewrite_since is None

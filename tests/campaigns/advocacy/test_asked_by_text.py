"""A text asks for an action: its link knows the person, an answer counts where a word can settle it."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from campaigns.advocacy import asks
from campaigns.messaging import asks as all_asks
from campaigns.messaging import checking, merging, results
from campaigns.messaging.audience import reckon
from campaigns.messaging.counting import segments
from campaigns.models import Action, ActionTaken, CallToAction, CallToActionText, Delivery, ShareLink
from chapters.members.segments import describe, matching
from chapters.models import Member, Zip
from tests.campaigns.advocacy.acts import make_action, make_official
from tests.campaigns.test_tap import LINK, PREVIEWS, make_delivery
from tests.cast import Cast
from tests.factories import make_call, make_event, make_member, signed_in

pytestmark = pytest.mark.django_db
ADDRESS = f"/t/{LINK}/"
CONSTANT = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


@pytest.fixture
def action(cast: Cast) -> Action:
    return make_action(cast.here, make_official(cast.here), make_official(cast.here, "Omar Best"))


@pytest.fixture
def lupe(cast: Cast) -> Member:
    Zip.objects.get_or_create(zip="90065", defaults={"place": "Glassell Park", "state": "CA"})
    return make_member(cast.here, "Lupe Canario", phone="+13235550142", zip="90065", email="lupe@example.org")


@pytest.fixture
def call(cast: Cast, action: Action) -> CallToAction:
    return make_call(cast.here, action=action, campaign=action.campaign, title="Call them")


@pytest.fixture
def delivery(cast: Cast, lupe: Member, call: CallToAction) -> Delivery:
    return make_delivery(cast.here, lupe, call)


def kind(action: Action, value: str) -> None:
    Action.objects.filter(pk=action.pk).update(kind=value)


def taken() -> list[tuple[str, str, str | None]]:
    rows = ActionTaken.objects.order_by("id").select_related("member")
    return [(row.outcome, row.source, row.member.first_name if row.member else None) for row in rows]


# --- the link -------------------------------------------------------------------------------------------


def test_the_link_says_hello_fills_in_name_and_place_and_gives_nothing_else_away(delivery: Delivery) -> None:
    body = Client().get(ADDRESS).content.decode()
    assert "Hello Lupe" in body
    assert "Not you?" in body
    assert "my name is <b>Lupe</b> and I live in <b>Glassell Park</b>" in body
    assert 'href="tel:+13235550177"' in body
    for private in ("Canario", "90065", "lupe@example.org", "5550142", "555-0142"):
        assert private not in body
    assert ActionTaken.objects.count() == 0
    delivery.refresh_from_db()
    assert (delivery.taps, delivery.answered_at) == (1, None)


def test_outcomes_count_for_the_person_the_message_and_the_official(delivery: Delivery, action: Action) -> None:
    client = Client()
    for _again in range(2):
        answer = client.post(ADDRESS, {"outcome": "message"})
    assert answer["Location"].startswith(f"{ADDRESS}?official=")
    client.get(answer["Location"])
    assert client.post(answer["Location"], {"outcome": "spoke"})["Location"] == f"{ADDRESS}?thanks=1"
    assert "Thank you, Lupe" in client.get(f"{ADDRESS}?thanks=1").content.decode()
    assert taken() == [("message", "link", "Lupe"), ("spoke", "link", "Lupe")]
    row = ActionTaken.objects.order_by("id").first()
    assert row is not None
    assert (row.call_to_action, row.official.name if row.official else "") == (delivery.call_to_action, "Nora Fielding")
    action.refresh_from_db()
    delivery.refresh_from_db()
    assert (action.taken_count, delivery.answered_at is not None, delivery.taps) == (2, True, 0)


def test_a_forwarded_link_does_not_tell_what_the_person_did(delivery: Delivery) -> None:
    before = Client().get(ADDRESS).content.decode()
    Client().post(ADDRESS, {"outcome": "message"})
    after = Client().get(ADDRESS).content.decode()
    assert CONSTANT.sub("", before) == CONSTANT.sub("", after)


def test_a_preview_of_a_chat_counts_nothing(delivery: Delivery) -> None:
    for agent in PREVIEWS:
        assert Client().get(ADDRESS, headers={"User-Agent": agent}).status_code == 200
    delivery.refresh_from_db()
    assert (delivery.taps, ActionTaken.objects.count()) == (0, 0)


def test_a_petition_takes_one_tap_of_somebody_we_know(delivery: Delivery, action: Action) -> None:
    kind(action, "petition")
    body = Client().get(ADDRESS).content.decode()
    assert 'name="phone"' not in body
    assert "Hello Lupe" in body
    for _again in range(2):
        assert Client().post(ADDRESS, {"is_name_public": "on"})["Location"] == f"{ADDRESS}?thanks=1"
    row = ActionTaken.objects.get()
    assert (row.member, row.name, row.is_name_public) == (delivery.member, "Lupe Canario", True)


def test_the_link_of_a_spanish_text_opens_in_spanish(delivery: Delivery) -> None:
    Delivery.objects.update(language="es")
    body = Client().get(ADDRESS).content.decode()
    assert '<html lang="es">' in body
    assert "Hola, me llamo <b>Lupe</b>" in body


def test_a_draft_or_a_shared_link_leads_to_what_anyone_may_see(
    delivery: Delivery, call: CallToAction, action: Action
) -> None:
    shared = ShareLink.objects.create(chapter=action.chapter, call_to_action=call, place="WhatsApp")
    assert Client().get(f"/t/{shared.code}/")["Location"] == f"/a/{action.code}/"
    Action.objects.update(published_at=None)
    assert Client().get(ADDRESS)["Location"] == "/highland-park/"
    assert Client().get(f"/t/{shared.code}/")["Location"] == "/highland-park/sanctuary/"


# --- the answer by text ----------------------------------------------------------------------------------


def test_yes_to_a_call_is_a_promise_and_done_is_the_deed(delivery: Delivery, action: Action) -> None:
    promised = all_asks.answer(delivery, coming=True)
    assert promised is not None
    assert promised.endswith(f"The words are here: http://localhost:8000/t/{LINK}/ Reply DONE when you did it.")
    assert taken() == []
    for _again in range(2):
        said = all_asks.done(delivery)
    assert said == "Highland Park Neighbors: Thank you, Lupe. It is written down."
    assert taken() == [("done", "text", "Lupe")]
    action.refresh_from_db()
    assert action.taken_count == 1


def test_done_after_a_tap_counts_no_second_time(delivery: Delivery, action: Action) -> None:
    Client().post(ADDRESS, {"outcome": "spoke"})
    all_asks.done(delivery)
    action.refresh_from_db()
    assert (action.taken_count, taken()) == (1, [("spoke", "link", "Lupe")])


@pytest.mark.parametrize("value", ["petition", "pledge"])
def test_yes_to_a_petition_signs_it_once(delivery: Delivery, action: Action, value: str) -> None:
    kind(action, value)
    all_asks.answer(delivery, coming=True)
    all_asks.answer(delivery, coming=True)
    Client().post(ADDRESS, {})
    assert taken() == [("done", "text", "Lupe")]


def test_in_spanish_and_cheap(delivery: Delivery, action: Action) -> None:
    delivery.language = "es"
    for said in (
        all_asks.answer(delivery, coming=False),
        all_asks.answer(delivery, coming=True),
        all_asks.done(delivery),
    ):
        assert said is not None
        assert "Gracias" in said
        assert segments(said).encoding == "GSM-7"


def test_what_is_over_is_said(delivery: Delivery) -> None:
    Action.objects.update(closes_at=timezone.now())
    said = "Highland Park Neighbors: “Call the council” is over. Thank you for writing."
    assert (all_asks.answer(delivery, coming=True), all_asks.done(delivery)) == (said, said)
    assert taken() == []


def test_a_message_about_something_else_is_not_ours(cast: Cast) -> None:
    other = make_delivery(cast.here, make_member(cast.here), make_call(cast.here, event=make_event(cast.here)))
    assert (asks.answer(other, coming=True, party_size=None), asks.done(other), asks.target(other)) == (
        None,
        None,
        None,
    )


def test_what_somebody_told_us_by_voice(call: CallToAction, action: Action, lupe: Member) -> None:
    assert all_asks.answer_for(call, lupe, coming=True) is True
    assert taken() == []
    kind(action, "pledge")
    assert all_asks.answer_for(call, lupe, coming=True) is True
    assert taken() == [("done", "lead", "Lupe")]
    Action.objects.update(closes_at=timezone.now())
    assert all_asks.answer_for(call, lupe, coming=True) is False


# --- writing and following up ------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("follows", ["", "second_ask", "thanks"])
def test_our_own_words_pass_our_own_checks(cast: Cast, call: CallToAction, language: str, follows: str) -> None:
    call.texts.all().delete()
    call.reach, call.follow_kind = "both", follows
    call.save()
    text = CallToActionText.objects.create(parent=call, language=language, **merging.suggested(language, call))
    assert list(checking.about_one_language(call, text)) == []
    assert segments(checking.as_sent(call, text)).encoding == "GSM-7"


def test_the_field_has_a_name_in_both_languages(call: CallToAction) -> None:
    def said(body: str, language: str) -> str:
        return merging.render(body, call=call, member=None, language=language, link="")

    assert said("{action}", "en") == "Call the council"
    assert said("{accion} {acción}", "es") == "Llame al concejo Llame al concejo"
    assert "{accion}" in merging.offered("es", about=call)


def test_the_compose_page_offers_open_actions_and_begins_with_our_words(cast: Cast, action: Action) -> None:
    over = make_action(cast.here, closes_at=timezone.now(), campaign=action.campaign)
    client = signed_in(cast.lead)
    page = client.get(f"/c/highland-park/messages/new/?action={action.code}").content.decode()
    assert f'value="{action.code}" selected' in page
    asked = page.partition('name="action"')[2].partition("</select>")[0]
    assert (action.code in asked, over.code in asked) == (True, False)
    assert "The words are ready: {link}" in page
    typed = {
        "title": "Call",
        "action": action.code,
        "reach": "text",
        "when": "now",
        "en-text_body": "{chapter} {action}",
    }
    client.post("/c/highland-park/messages/new/", typed | {"save": "1"})
    made = CallToAction.objects.get()
    assert (made.action, made.campaign) == (action, action.campaign)


def test_one_ask_at_a_time_and_only_an_open_one(cast: Cast, call: CallToAction) -> None:
    def words() -> list[str]:
        call.refresh_from_db()
        return [problem.words for problem in checking.about_the_call(call)]

    assert words() == ["This chapter has no number to text from yet. Add one in the set-up."]
    CallToAction.objects.update(event=make_event(cast.here))
    assert "Ask for one thing: choose the event or the action, not both." in words()
    CallToAction.objects.update(event=None)
    Action.objects.update(closes_at=timezone.now())
    assert "This action is not open. Open it first, or choose another." in words()
    assert call.too_late_at is not None


def test_who_did_it_is_not_asked_again_and_is_thanked(cast: Cast, delivery: Delivery, call: CallToAction) -> None:
    make_member(cast.here, "Omar Silent")
    assert reckon(call).count == 2
    Client().post(ADDRESS, {"outcome": "no_answer"})
    assert reckon(call).count == 2
    Client().post(ADDRESS, {"outcome": "message"})
    assert (reckon(call).count, reckon(call).reasons) == (1, {"answered": 1})
    thanked = Member.objects.filter(results.said_yes(call))
    assert [member.first_name for member in thanked] == ["Lupe"]
    told = results.tally(call)
    assert told is not None
    assert (told.words, told.did, told.total, told.url) == (
        "Did it", 1, 1, f"/c/highland-park/actions/{call.action.code if call.action else ''}/",
    )  # fmt: skip


def test_a_list_can_ask_who_did_it_and_who_did_not(cast: Cast, delivery: Delivery, action: Action) -> None:
    make_member(cast.here, "Omar Silent")
    Client().post(ADDRESS, {"outcome": "message"})
    for name, who, words in (
        ("did_action", "Lupe", "people who did “Call the council”"),
        ("not_action", "Omar", "people who have not done “Call the council” yet"),
    ):
        tree = {"version": 1, "all": [{"filter": name, "value": action.code}]}
        assert [member.first_name for member in matching(cast.here, tree)] == [who]
        assert describe(cast.here, tree) == words
    gone = {"version": 1, "all": [{"filter": "not_action", "value": "gone"}]}
    assert (matching(cast.here, gone).count(), describe(cast.here, gone)) == (0, "people of an action that is gone")
    assert describe(cast.there, tree) == "people of an action that is gone"


def test_their_page_tells_what_they_did(cast: Cast, delivery: Delivery, lupe: Member) -> None:
    Client().post(ADDRESS, {"outcome": "message"})
    body = signed_in(cast.lead).get(f"/c/highland-park/people/{lupe.code}/").content.decode()
    assert "Called Nora Fielding: left a message" in body

"""The public page of an action, from a shared link: call, count once, go on to the next."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.models import Action, ActionTaken, Position, Target
from chapters.models import Chapter
from tests.campaigns.advocacy.acts import make_action, make_official
from tests.cast import Cast
from tests.factories import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(cast: Cast) -> Action:
    """Two officials, in this order."""
    return make_action(cast.here, make_official(cast.here), make_official(cast.here, "Omar Best", phone="+13235550178"))


def page(client: Client, action: Action, query: str = "", **more: object) -> str:
    answer = client.get(f"/a/{action.code}/{query}", **more)  # type: ignore[arg-type]
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_number_and_the_words_are_there_without_an_account(call: Action) -> None:
    body = page(Client(), call)
    assert 'href="tel:+13235550177"' in body
    assert body.count("btn flame") == 1
    assert "I ask <b>Nora Fielding</b> to vote yes." in body
    assert '<mark class="gap">[your name]</mark>' in body
    assert "1 of 2" in body


def test_in_spanish(call: Action) -> None:
    body = page(Client(), call, "?lang=es")
    assert "Le pido a <b>Nora Fielding</b> que vote a favor." in body
    assert '<mark class="gap">[su nombre]</mark>' in body


def test_one_tap_counts_and_leads_to_the_next(call: Action) -> None:
    client = Client()
    page(client, call)
    answer = client.post(f"/a/{call.code}/", {"outcome": "message"})
    assert answer.status_code == 302
    body = page(client, call, answer["Location"].partition("/a/" + call.code + "/")[2])
    assert "Next is Omar Best." in body
    assert 'href="tel:+13235550178"' in body
    last = client.post(answer["Location"], {"outcome": "spoke"})
    assert last["Location"] == f"/a/{call.code}/?thanks=1"
    assert "Thank you" in client.get(last["Location"]).content.decode()
    call.refresh_from_db()
    assert call.taken_count == 2
    rows = ActionTaken.objects.order_by("id").values_list("official__name", "outcome", "source", "member", "name")
    assert [*map(tuple, rows)] == [
        ("Nora Fielding", "message", "shared", None, ""),
        ("Omar Best", "spoke", "shared", None, ""),
    ]


def test_a_second_tap_corrects_the_first_and_another_browser_counts(call: Action) -> None:
    client, address = Client(), f"/a/{call.code}/"
    for outcome in ("busy", "busy", "spoke", "spoke", "message", "no_answer", "spoke"):
        page(client, call)
        client.post(address, {"outcome": outcome})
    call.refresh_from_db()
    assert (ActionTaken.objects.get().outcome, call.taken_count) == ("spoke", 1)
    Client().post(address, {"outcome": "spoke"})
    call.refresh_from_db()
    assert (ActionTaken.objects.count(), call.taken_count) == (2, 2)


def test_tomorrow_counts_anew(call: Action, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client()
    page(client, call)
    client.post(f"/a/{call.code}/", {"outcome": "spoke"})
    later = timezone.now() + timedelta(hours=25)
    with monkeypatch.context() as patch:
        patch.setattr("django.utils.timezone.now", lambda: later)
        client.post(f"/a/{call.code}/", {"outcome": "spoke"})
    assert ActionTaken.objects.count() == 2


def test_who_did_not_get_through_does_not_count_for_the_goal(call: Action) -> None:
    for outcome in ("no_answer", "busy", "wrong"):
        Client().post(f"/a/{call.code}/", {"outcome": outcome})
    call.refresh_from_db()
    assert (ActionTaken.objects.count(), call.taken_count) == (3, 0)


@pytest.mark.parametrize("said", ["", "done", "hacked", "spoke' OR 1=1"])
def test_an_outcome_that_the_page_does_not_offer_is_refused(call: Action, said: str) -> None:
    assert Client().post(f"/a/{call.code}/", {"outcome": said}).status_code == 422
    assert ActionTaken.objects.count() == 0


def test_the_browser_keeps_a_word_without_meaning(call: Action) -> None:
    client = Client()
    page(client, call)
    cookie = client.cookies["acted"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 86_400)
    client.post(f"/a/{call.code}/", {"outcome": "spoke"})
    assert cookie.value.split(":")[0] not in str(ActionTaken.objects.values().get())
    client.cookies["acted"] = "forged:word"
    assert page(client, call)


def test_an_official_without_a_phone_gets_the_next_way(cast: Cast, call: Action) -> None:
    silent = make_official(cast.here, "Ida Quiet", phone="", email="ida@city.example")
    call.action_targets.create(chapter=cast.here, official=silent, order=9)
    body = page(Client(), call, f"?official={silent.code}")
    assert "We have no phone number of Ida Quiet." in body
    assert "mailto:ida@city.example?subject=" in body
    assert "1 Elm St" in body
    assert 'href="tel:+1' not in body


def test_a_draft_is_there_for_those_who_run_the_chapter_only(cast: Cast, call: Action) -> None:
    Action.objects.update(published_at=None)
    assert Client().get(f"/a/{call.code}/").status_code == 404
    assert signed_in(cast.stranger).get(f"/a/{call.code}/").status_code == 404
    assert "This is a draft." in page(signed_in(cast.volunteer), call)
    Action.objects.update(published_at=timezone.now())
    Chapter.objects.update(closed_at=timezone.now())
    assert Client().get(f"/a/{call.code}/").status_code == 404


def test_what_is_over_says_so_and_counts_nothing(call: Action) -> None:
    Action.objects.update(closes_at=timezone.now())
    body = page(Client(), call)
    assert "This is over." in body
    assert "tel:+1" not in body
    assert Client().post(f"/a/{call.code}/", {"outcome": "spoke"}).status_code == 422
    assert ActionTaken.objects.count() == 0


def test_the_count_is_rounded_and_hidden_while_small(call: Action) -> None:
    Action.objects.update(taken_count=19, goal=400)
    assert "so far" not in page(Client(), call)
    Action.objects.update(taken_count=137)
    body = page(Client(), call)
    assert "100+ calls so far." in body
    assert "Our goal is 400." in body
    assert "137" not in body


# --- whose turn, which words --------------------------------------------------------------------------


def stand(cast: Cast, action: Action, at: int, **fields: object) -> None:
    official = action.action_targets.first().official  # type: ignore[union-attr]
    target, _is_new = Target.objects.get_or_create(chapter=cast.here, campaign=action.campaign, official=official)
    Position.objects.create(
        chapter=cast.here, target=target, stand=at, taken_on=timezone.localdate(), source="vote", **fields
    )


def write(action: Action, tone: str, words: str, **fields: object) -> None:
    script = action.scripts.create(chapter=action.chapter, tone=tone, **fields)
    script.texts.create(language="en", words=words)


def test_the_words_follow_where_they_stand(cast: Cast, call: Action) -> None:
    for tone in ("persuade", "thank", "press"):
        write(call, tone, f"Words to {tone}.")
    assert "Words to persuade." in page(Client(), call)
    stand(cast, call, 1)
    assert "Words to press." in page(Client(), call)
    stand(cast, call, 5)
    assert "Words to thank." in page(Client(), call)


def test_words_for_one_official_come_first(cast: Cast, call: Action) -> None:
    first = call.action_targets.first()
    assert first is not None
    write(call, "", "Words for all.")
    assert "Words for all." in page(Client(), call)
    write(call, "", "Words for Nora.", official=first.official)
    assert "Words for Nora." in page(Client(), call)
    write(call, "persuade", "Words to win Nora.", official=first.official)
    assert "Words to win Nora." in page(Client(), call)


def test_what_we_know_in_confidence_does_not_show_in_the_words(cast: Cast, call: Action) -> None:
    for tone in ("persuade", "thank", "press"):
        write(call, tone, f"Words to {tone}.")
    stand(cast, call, 5, is_public=False)
    assert "Words to persuade." in page(Client(), call)
    Position.objects.update(is_public=True)
    Target.objects.update(is_public=False)
    assert "Words to persuade." in page(Client(), call)


def test_queries_do_not_grow_with_the_list(cast: Cast, call: Action) -> None:
    write(call, "thank", "Thank you.")
    with CaptureQueriesContext(connection) as few:
        page(Client(), call)
    for number in range(30):
        official = make_official(cast.here, f"Member {number}")
        call.action_targets.create(chapter=cast.here, official=official, order=10 + number)
        write(call, "", f"For {number}", official=official)
    with CaptureQueriesContext(connection) as many:
        page(Client(), call)
    assert len(many) == len(few) <= 10

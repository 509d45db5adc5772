"""Leads write actions, choose whom they turn to, open and close them, and watch the counts."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Action, ActionScript, Campaign, Measure, MeasureVersion
from chapters.models import AuditEntry
from tests.campaigns.advocacy.acts import make_action, make_official
from tests.cast import Cast
from tests.factories import make_campaign, make_member, signed_in

pytestmark = pytest.mark.django_db
WORDS = {"en-title": "Call Nora", "en-words": "Hello, {name} here.", "es-title": "Llame a Nora"}


@pytest.fixture
def campaign(cast: Cast) -> Campaign:
    return make_campaign(cast.here)


@pytest.fixture
def client(cast: Cast) -> Client:
    return signed_in(cast.organizer)


def at(campaign: Campaign, rest: str = "") -> str:
    return f"/c/highland-park/campaigns/{campaign.code}/actions/{rest}"


def of(action: Action, rest: str = "/") -> str:
    return f"/c/highland-park/actions/{action.code}{rest}"


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


# --- writing ------------------------------------------------------------------------------------------


def test_the_kind_comes_first_and_decides_what_is_asked(client: Client, campaign: Campaign) -> None:
    body = text(client, at(campaign, "new/"))
    for kind in Action.Kind:
        assert f"?kind={kind.value}" in body
    asked = {kind.value: text(client, at(campaign, f"new/?kind={kind.value}")) for kind in Action.Kind}
    assert [kind for kind, body in asked.items() if 'name="agenda_item"' in body] == ["comment"]
    assert [kind for kind, body in asked.items() if 'name="hashtags"' in body] == ["social"]
    assert [kind for kind, body in asked.items() if 'name="is_by_zip"' in body] == ["call", "letter", "visit"]


def test_a_call_is_written_opened_and_found(cast: Cast, client: Client, campaign: Campaign) -> None:
    nora, omar, ida = (make_official(cast.here, name) for name in ("Nora Fielding", "Omar Best", "Ida Quiet"))
    day = timezone.localdate(timezone=cast.here.zone) + timedelta(days=5)
    typed = WORDS | {
        f"line-{omar.code}": "1", f"line-{nora.code}": "2", f"line-{ida.code}": "",
        "goal": "300", "closes_on": day.isoformat(), "is_by_zip": "on",
    }  # fmt: skip
    answer = client.post(at(campaign, "new/?kind=call"), typed)
    action = Action.objects.get()
    assert answer["Location"] == of(action)
    assert [target.official for target in action.action_targets.all()] == [omar, nora]
    assert (action.goal, action.is_by_zip, action.is_published) == (300, True, False)
    assert action.closes_at == datetime.combine(day + timedelta(days=1), time(0), cast.here.zone)
    assert Client().get(f"/a/{action.code}/").status_code == 404
    assert f'value="{day.isoformat()}"' in text(client, of(action, "/edit/"))
    client.post(of(action, "/open/"))
    assert "Llame a Nora" in Client().get(f"/a/{action.code}/?lang=es").content.decode()
    assert "Call Nora" in text(client, at(campaign))
    assert "Call Nora" in text(client, f"/c/highland-park/campaigns/{campaign.code}/")
    client.post(of(action, "/edit/"), typed | {f"line-{omar.code}": "", "goal": ""})
    action.refresh_from_db()
    assert ([target.official for target in action.action_targets.all()], action.goal) == ([nora], None)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"en-title": "", "es-title": "", "en-words": ""}, "Please fill this in."),
        ({"en-words": "Hi {nmae}"}, "We do not know {nmae}. You can use {name}, {place}, {official}, {chapter}."),
        ({"goal": "0"}, "Write 1 or more, or leave it blank."),
        ({"goal": "many"}, "Enter a whole number."),
        ({"closes_time": "17:00"}, "Choose the day as well."),
        ({"closes_on": "2017-10-05"}, "This day has passed."),
        ({"opens_on": "2017-10-05"}, "This day has passed."),
        ({"en-title": "x" * 101}, "at most 100 characters"),
    ],
)
def test_bad_input_is_said_and_kept(client: Client, campaign: Campaign, typed: dict[str, str], words: str) -> None:
    answer = client.post(at(campaign, "new/?kind=call"), WORDS | typed)
    body = answer.content.decode()
    assert (answer.status_code, words in body, Action.objects.count()) == (422, True, 0)
    assert typed.get("es-title") == "" or "Llame a Nora" in body


def test_it_can_open_by_itself(cast: Cast, client: Client, campaign: Campaign) -> None:
    day = timezone.localdate(timezone=cast.here.zone) + timedelta(days=2)
    client.post(at(campaign, "new/?kind=petition"), WORDS | {"opens_on": day.isoformat()})
    action = Action.objects.get()
    assert (action.published_at, action.is_open) == (datetime.combine(day, time(0), cast.here.zone), False)
    assert "Opens " in text(client, of(action))
    client.post(of(action, "/open/"))
    assert Action.objects.get().is_open


def test_a_call_to_nobody_cannot_be_opened(client: Client, campaign: Campaign) -> None:
    client.post(at(campaign, "new/?kind=call"), WORDS)
    action = Action.objects.get()
    answer = client.post(of(action, "/open/"), follow=True)
    assert "Choose first whom people turn to." in answer.content.decode()
    assert not Action.objects.get().is_published


def test_closing_keeps_the_counts_and_it_can_be_opened_again(cast: Cast, client: Client) -> None:
    action = make_action(cast.here, make_official(cast.here))
    Client().post(f"/a/{action.code}/", {"outcome": "spoke"})
    client.post(of(action, "/close/"))
    assert (Action.objects.get().is_closed, Action.objects.get().taken_count) == (True, 1)
    client.post(of(action, "/open/"))
    assert Action.objects.get().is_open
    acts = set(AuditEntry.objects.values_list("act", flat=True))
    assert {"action_opened", "action_closed"} <= acts


# --- scripts ------------------------------------------------------------------------------------------


def test_other_words_for_some(cast: Cast, client: Client) -> None:
    action = make_action(cast.here, make_official(cast.here))
    typed = {"tone": "thank", "official": "", "en-words": "Thank you, {official}."}
    client.post(of(action, "/scripts/new/"), typed)
    script = ActionScript.objects.get()
    assert (script.tone, script.official, str(script.texts.get())) == ("thank", None, "Thank you, {official}.")
    assert "All of them, if they are with us" in text(client, of(action))
    again = client.post(of(action, "/scripts/new/"), typed)
    assert (again.status_code, "There are words for exactly these already." in again.content.decode()) == (422, True)
    client.post(
        reverse("campaigns:advocacy_script_edit", args=["highland-park", action.code, script.code]),
        typed | {"tone": "press"},
    )
    assert ActionScript.objects.get().tone == "press"
    client.post(
        reverse("campaigns:advocacy_script_edit", args=["highland-park", action.code, script.code]), {"remove": "1"}
    )
    assert ActionScript.objects.count() == 0


# --- watching -----------------------------------------------------------------------------------------


def test_counts_by_official_and_outcome_come_again_while_it_is_open(cast: Cast, client: Client) -> None:
    action = make_action(cast.here, make_official(cast.here), make_official(cast.here, "Omar Best"), goal=50)
    for outcome in ("message", "message", "busy"):
        Client().post(f"/a/{action.code}/", {"outcome": outcome})
    body = text(client, of(action))
    assert "2 calls of 50" in body
    for words in ("Message</th>", "Busy</th>", "Omar Best", 'hx-trigger="every 10s"'):
        assert words in body
    part = client.get(of(action), headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith("<section")
    assert "<html" not in part
    client.post(of(action, "/close/"))
    assert "hx-trigger" not in text(client, of(action)).partition("<main")[2]


def test_a_volunteer_sees_the_counts_and_no_buttons(cast: Cast) -> None:
    action = make_action(cast.here, kind="petition")
    member = make_member(cast.here, "Hidden Person")
    action.taken.create(chapter=cast.here, member=member, key="k", name=member.name, source="link")
    body = text(signed_in(cast.volunteer), of(action))
    assert "Hidden Person" not in body
    assert "/edit/" not in body
    assert "/names.csv" not in body
    assert signed_in(cast.volunteer).post(of(action, "/close/")).status_code == 403


def test_queries_do_not_grow(cast: Cast, client: Client) -> None:
    action = make_action(cast.here, make_official(cast.here))

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            text(client, of(action))
        return len(queries)

    def more(n: int) -> None:
        for number in range(n):
            official = make_official(cast.here, f"Member {number}")
            action.action_targets.create(chapter=cast.here, official=official, order=number)
            script = action.scripts.create(chapter=cast.here, official=official)
            script.texts.create(language="en", words="Hi")
            action.taken.create(chapter=cast.here, official=official, key=f"{official.pk}", source="shared")

    more(1)
    few = asked()
    more(25)
    assert asked() == few


def test_the_preview_fills_in_a_sample_and_counts_nothing(cast: Cast, client: Client) -> None:
    action = make_action(cast.here, make_official(cast.here), published_at=None)
    body = text(client, of(action, "/preview/"))
    assert "A preview with a sample person" in body
    assert "my name is <b>Lupe</b>" in body
    assert 'href="tel:+13235550177"' in body
    assert client.post(of(action, "/preview/"), {"outcome": "spoke"}).status_code == 405


def test_the_names_leave_as_a_file_that_is_written_down(cast: Cast) -> None:
    action = make_action(cast.here, kind="petition")
    action.taken.create(
        chapter=cast.here,
        key="k",
        name="=Ana Prado",
        place="90042",
        words="Ours.",
        source="shared",
        is_name_public=True,
    )
    lead = signed_in(cast.lead)
    rows = b"".join(lead.post(of(action, "/names.csv")).streaming_content).decode()  # type: ignore[attr-defined]
    assert "'=Ana Prado,90042,yes,Ours.," in rows
    entry = AuditEntry.objects.latest("id")
    assert (entry.act, entry.facts["what"], entry.facts["people"]) == ("list_exported", "action_names", 1)
    assert signed_in(cast.organizer).post(of(action, "/names.csv")).status_code == 403


# --- the bill changed ---------------------------------------------------------------------------------


def make_versions(campaign: Campaign) -> list[MeasureVersion]:
    measure = Measure.objects.create(chapter=campaign.chapter, campaign=campaign, identifier="SB 54")
    fields: dict[str, Any] = {"chapter": campaign.chapter, "measure": measure}
    labels = (("as introduced", "2016-12-05"), ("as amended", "2017-04-03"))
    return [MeasureVersion.objects.create(label=label, dated_on=on, **fields) for label, on in labels]


def test_the_words_are_right_now(cast: Cast, client: Client, campaign: Campaign) -> None:
    first, second = make_versions(campaign)
    action = make_action(
        cast.here, make_official(cast.here), campaign=campaign, cites=first, rewrite_since=timezone.now()
    )
    body = text(client, of(action))
    assert "look at these words again." in body
    assert "They speak of “as introduced”." in body
    assert "SB 54 changed: rewrite your script" in text(client, "/c/highland-park/")
    client.post(of(action, "/words-kept/"))
    action.refresh_from_db()
    assert (action.rewrite_since, action.cites) == (None, second)
    assert "look at these words again." not in text(client, of(action))
    assert "SB 54: as amended" in text(client, of(action, "/edit/"))

"""Holding an event together: asking (campaigns:events_cohost_add), what is agreed (campaigns:events_cohost_edit), being
asked (campaigns:events_with_us), and a partner's own page (campaigns:events_cohost_page)."""

from typing import Any

import pytest
from django.test import Client

from campaigns.events import cohosts, seats
from campaigns.models import CoHost, Event, Rsvp
from chapters.models import AuditEntry, PartnerOrganization
from tests.campaigns.events.test_page import filled
from tests.cast import Cast
from tests.factories import make_event, make_member, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(cast: Cast) -> Event:
    """Of East Valley, with people who must stay there."""
    event = make_event(cast.there, "Potluck in the park", days=6)
    for name in ("Canary Garza", "Canary Huerta"):
        seats.save(event, member=make_member(cast.there, name), party_size=3, source="page", confirm=False)
    return event


@pytest.fixture
def asked(cast: Cast, event: Event) -> CoHost:
    return cohosts.ask(event, other=cast.here, sees="numbers", pledge=40, by=cast.stranger)


@pytest.fixture
def chirla(cast: Cast, event: Event) -> CoHost:
    partner = PartnerOrganization.objects.create(chapter=cast.there, name="CHIRLA", email="dolores@chirla.example")
    return cohosts.ask(event, partner=partner, sees="own", pledge=20, by=cast.stranger)


def workspace(event: Event, rest: str = "") -> str:
    return f"/c/east-valley/events/{event.code}/{rest}"


def body(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def agree(*co_hosts: CoHost) -> None:
    CoHost.objects.filter(pk__in=[one.pk for one in co_hosts]).update(state="yes")


def save_by(link: str, **fields: Any) -> Any:
    """As a person does: open the link, then send the form that it shows."""
    client = Client()
    page = body(client, link)
    code = page.split('name="with" value="')[1].split('"')[0] if 'name="with"' in page else ""
    path = link.split("?", maxsplit=1)[0]
    return client.post(f"{path}?by=text", filled(**fields) | ({"with": code} if code else {}))


# --- asking ----------------------------------------------------------------------------------------


def test_a_new_partner_is_asked_and_lands_on_the_list(cast: Cast, event: Event) -> None:
    client = signed_in(cast.stranger)
    answer = client.post(workspace(event, "with/add/"), {"new_partner": "St. Jude Parish", "sees": "own", "pledge": 40})
    co_host = CoHost.objects.get()
    assert answer["Location"] == workspace(event, f"with/{co_host.code}/")
    assert (str(co_host), co_host.state, co_host.pledge) == ("St. Jude Parish", "asked", 40)
    page = body(client, answer["Location"])
    assert "Send them their link: there they say yes or no." in page
    assert co_host.secret in page
    assert "of 40 promised" in body(client, workspace(event))
    assert "St. Jude" not in body(Client(), f"/e/{event.code}/")
    assert AuditEntry.objects.get().act == "co_host_asked"


def test_a_partner_who_said_yes_already_is_named_at_once(cast: Cast, event: Event) -> None:
    partner = PartnerOrganization.objects.create(chapter=cast.there, name="CHIRLA")
    given = {"partner": partner.code, "sees": "numbers", "has_agreed": "on"}
    signed_in(cast.stranger).post(workspace(event, "with/add/"), given)
    assert "With CHIRLA. They see how many come, never who." in body(Client(), f"/e/{event.code}/")


def test_a_chapter_cannot_be_said_yes_for(cast: Cast, event: Event) -> None:
    given = {"other_chapter": "highland-park", "sees": "own", "has_agreed": "on"}
    signed_in(cast.stranger).post(workspace(event, "with/add/"), given)
    assert CoHost.objects.get().state == "asked"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Choose a partner or a chapter."),
        ({"new_partner": "A", "other_chapter": "highland-park"}, "Choose one at a time."),
        ({"new_partner": "chirla"}, "They are asked already."),
        ({"other_chapter": "east-valley"}, "Select a valid choice."),
        ({"other_chapter": "highland-park", "sees": "names"}, "Select a valid choice."),
        ({"other_chapter": "highland-park", "pledge": "0"}, "greater than or equal to 1"),
    ],
)
def test_bad_input_gets_a_sentence(
    cast: Cast, event: Event, chirla: CoHost, fields: dict[str, Any], words: str
) -> None:
    answer = signed_in(cast.stranger).post(workspace(event, "with/add/"), {"sees": "own"} | fields)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert CoHost.objects.count() == 1


def test_a_partner_of_another_chapter_is_no_choice(cast: Cast, event: Event) -> None:
    ours = PartnerOrganization.objects.create(chapter=cast.here, name="Secret Ally")
    client = signed_in(cast.stranger)
    assert "Secret Ally" not in body(client, workspace(event, "with/add/"))
    answer = client.post(workspace(event, "with/add/"), {"partner": ours.code, "sees": "own"})
    assert (answer.status_code, CoHost.objects.count()) == (422, 0)


def test_what_is_agreed_is_changed_asked_again_and_taken_off(cast: Cast, event: Event, chirla: CoHost) -> None:
    client, path = signed_in(cast.stranger), workspace(event, f"with/{chirla.code}/")
    CoHost.objects.update(state="no")
    page = body(client, path)
    assert f"/h/with/{chirla.secret}/" in page
    assert "mailto:dolores@chirla.example" in page
    client.post(path, {"sees": "nothing", "pledge": "", "ask_again": "on"})
    chirla.refresh_from_db()
    assert (chirla.sees, chirla.pledge, chirla.state) == ("nothing", None, "asked")
    assert client.post(path, {"sees": "all"}).status_code == 422
    client.post(f"{path}remove/")
    assert not CoHost.objects.exists()
    assert Client().get(f"/h/with/{chirla.secret}/").status_code == 404
    acts = [*AuditEntry.objects.order_by("id").values_list("act", flat=True)]
    assert acts == ["co_host_asked", "co_host_changed", "co_host_removed"]


def test_who_may_not_hold_events_sees_who_is_with_us_without_their_links(cast: Cast) -> None:
    event = make_event(cast.here)
    partner = PartnerOrganization.objects.create(chapter=cast.here, name="CHIRLA")
    co_host = cohosts.ask(event, partner=partner, sees="own", pledge=None, by=cast.lead)
    client = signed_in(cast.volunteer)
    page = body(client, f"/c/highland-park/events/{event.code}/")
    assert "CHIRLA" in page
    assert co_host.secret not in page
    for rest in ("with/add/", f"with/{co_host.code}/"):
        assert client.get(f"/c/highland-park/events/{event.code}/{rest}").status_code == 403


# --- another chapter -------------------------------------------------------------------------------


def test_a_chapter_says_yes_and_only_then_is_named_and_lists_the_event(cast: Cast, event: Event, asked: CoHost) -> None:
    client, path = signed_in(cast.lead), f"/c/highland-park/with-us/{asked.code}/"
    today = body(client, "/c/highland-park/")
    assert "East Valley Together asks: hold an event together?" in today
    assert path in today
    for public in ("/highland-park/", f"/e/{event.code}/"):
        page = body(Client(), public)
        assert not ("Potluck" in page and "Highland Park Neighbors" in page)
    page = body(client, path)
    assert "You see how many come, never who." in page
    assert "come in all" not in page
    client.post(f"{path}answer/", {"answer": "yes"})
    listed = body(Client(), "/highland-park/")
    assert "Potluck in the park" in listed
    assert "Held with East Valley Together" in listed
    assert "With Highland Park Neighbors. They see how many come, never who." in body(Client(), f"/e/{event.code}/")
    assert "Potluck in the park" in body(client, "/c/highland-park/events/")
    assert "asks: hold" not in body(client, "/c/highland-park/")
    assert AuditEntry.objects.filter(chapter=cast.here, act="co_host_yes").exists()


def test_a_co_host_sees_numbers_and_never_people(cast: Cast, event: Event, asked: CoHost) -> None:
    agree(asked)
    save_by(f"/e/{event.code}/?with={asked.code}", name="Canary Ixtli", party_size="2")
    client = signed_in(cast.lead)
    page = body(client, f"/c/highland-park/with-us/{asked.code}/")
    assert "<dt>come in all</dt><dd>8</dd>" in page
    assert "<dt>come by your link</dt><dd>2</dd>" in page
    assert asked.code in page
    assert asked.secret not in page
    paths = (f"/c/highland-park/with-us/{asked.code}/", "/c/highland-park/events/", "/c/highland-park/people/")
    for found in (page, *(body(client, path) for path in paths), body(client, f"/e/{event.code}/")):
        assert "Canary" not in found
    for path in (workspace(event), f"/c/highland-park/events/{event.code}/"):
        assert client.get(path).status_code == 404
    assert not cast.here.members.exists()
    assert "Canary Garza" in body(signed_in(cast.stranger), workspace(event))


@pytest.mark.parametrize(("sees", "own", "all_of_them"), [("nothing", False, False), ("own", True, False)])
def test_less_is_seen_when_less_was_agreed(
    cast: Cast, asked: CoHost, sees: str, *, own: bool, all_of_them: bool
) -> None:
    CoHost.objects.update(state="yes", sees=sees)
    page = body(signed_in(cast.volunteer), f"/c/highland-park/with-us/{asked.code}/")
    assert ("come by your link" in page, "come in all" in page) == (own, all_of_them)


def test_a_chapter_says_no_or_steps_back(cast: Cast, event: Event, asked: CoHost) -> None:
    client, path = signed_in(cast.organizer), f"/c/highland-park/with-us/{asked.code}/"
    for answer, state in (("no", "no"), ("yes", "yes"), ("no", "no"), ("nonsense", "no")):
        client.post(f"{path}answer/", {"answer": answer})
        asked.refresh_from_db()
        assert asked.state == state
    assert "Potluck" not in body(Client(), "/highland-park/")
    assert "You said no" in body(client, path)
    assert "not this time" in body(signed_in(cast.stranger), workspace(event))


def test_only_the_chapter_that_was_asked_answers(cast: Cast, asked: CoHost) -> None:
    assert signed_in(cast.stranger).get(f"/c/east-valley/with-us/{asked.code}/").status_code == 404
    assert signed_in(cast.stranger).get(f"/c/highland-park/with-us/{asked.code}/").status_code == 404
    path = f"/c/highland-park/with-us/{asked.code}/answer/"
    assert signed_in(cast.volunteer).post(path, {"answer": "yes"}).status_code == 403
    assert Client().get(f"/h/with/{asked.secret}/").status_code == 404
    asked.refresh_from_db()
    assert asked.state == "asked"


def test_a_hidden_event_is_not_listed_by_a_co_host(cast: Cast, event: Event, asked: CoHost) -> None:
    agree(asked)
    Event.objects.filter(pk=event.pk).update(published_at=None)
    assert "Potluck" not in body(Client(), "/highland-park/")


# --- a partner without account ---------------------------------------------------------------------


def test_a_partner_answers_on_its_own_page(cast: Cast, event: Event, chirla: CoHost) -> None:
    path = f"/h/with/{chirla.secret}/"
    page = body(Client(), path)
    assert "Will you hold it with us?" in page
    assert "You see how many come by your link, never who." in page
    assert "You bring 20 people." in page
    assert chirla.code not in page
    chirla.refresh_from_db()
    assert chirla.state == "asked"
    Client().post(path, {"answer": "yes"})
    agreed = Client().get(path)
    assert f"/e/{event.code}/?with={chirla.code}" in agreed.content.decode()
    assert "<dt>come by your link</dt><dd>0</dd>" in agreed.content.decode()
    assert "come in all" not in agreed.content.decode()
    assert "Canary" not in agreed.content.decode()
    assert (agreed["Cache-Control"], agreed["X-Robots-Tag"]) == ("no-store", "noindex")
    assert "With CHIRLA." in body(Client(), f"/e/{event.code}/")
    Client().post(path, {"answer": "no"})
    assert "With CHIRLA" not in body(Client(), f"/e/{event.code}/")


def test_a_tampered_link_opens_nothing(chirla: CoHost) -> None:
    for secret in (chirla.secret[:-1], f"{chirla.secret[:-1]}2", chirla.code, "2" * 22):
        assert Client().get(f"/h/with/{secret}/").status_code == 404


# --- links that count ------------------------------------------------------------------------------


def test_who_comes_by_a_link_is_counted_to_it_once(cast: Cast, event: Event, chirla: CoHost, asked: CoHost) -> None:
    agree(chirla, asked)
    answer = save_by(f"/e/{event.code}/?with={chirla.code}", name="Ana Ruiz", party_size="3")
    assert answer.status_code == 302
    save_by(f"/e/{event.code}/?with={asked.code}", name="Ana Ruiz", party_size="4")
    save_by(f"/e/{event.code}/", name="Eli Stone", phone="323 555 0177")
    assert [rsvp.via for rsvp in Rsvp.objects.order_by("id")][2:] == [chirla, None]
    page = body(signed_in(cast.stranger), workspace(event))
    assert "<b>4</b> of 20 promised come by their link." in page
    assert "<b>0</b> of 40 promised come by their link." in page


def test_a_refused_form_and_the_way_to_email_keep_the_link(event: Event, chirla: CoHost) -> None:
    agree(chirla)
    client, link = Client(), f"/e/{event.code}/?with={chirla.code}"
    assert f'href="?by=email&amp;with={chirla.code}#rsvp"' in body(client, link)
    refused = client.post(f"/e/{event.code}/?by=text", filled(phone="1") | {"with": chirla.code})
    assert refused.status_code == 422
    assert f'name="with" value="{chirla.code}"' in refused.content.decode()


@pytest.mark.parametrize("code", ["zz22zz22zz", "<b>", "x" * 500])
def test_a_foreign_code_counts_for_nobody(cast: Cast, event: Event, chirla: CoHost, code: str) -> None:
    elsewhere = make_event(cast.here)
    for given in (code, chirla.code):
        answer = Client().post(f"/e/{elsewhere.code}/?by=text&with={given}", filled(name="Ana Ruiz"))
        assert answer.status_code == 302
        assert Rsvp.objects.get(event=elsewhere).via is None
    assert "<b>" not in body(Client(), f"/e/{elsewhere.code}/?with=<b>").split('id="rsvp"')[1].split("<h2>")[0]


def test_of_a_sensitive_event_nobody_sees_or_counts_anything(cast: Cast, event: Event, chirla: CoHost) -> None:
    agree(chirla)
    CoHost.objects.update(sees="numbers")
    Event.objects.filter(pk=event.pk).update(kind="know_your_rights")
    save_by(f"/e/{event.code}/?with={chirla.code}", name="Ana Ruiz")
    assert not Rsvp.objects.exclude(via=None).exists()
    page = body(Client(), f"/h/with/{chirla.secret}/")
    assert "come in all" not in page
    assert "They see no numbers and no names." in body(Client(), f"/e/{event.code}/")
    assert "come by their link." not in body(signed_in(cast.stranger), workspace(event))
    form = body(signed_in(cast.stranger), workspace(event, "with/add/"))
    assert 'name="sees"' not in form


def test_what_each_sees_is_said_when_it_differs_in_both_languages(event: Event, chirla: CoHost, asked: CoHost) -> None:
    agree(chirla, asked)
    page = body(Client(), f"/e/{event.code}/")
    assert "With Highland Park Neighbors and CHIRLA." in page or "With CHIRLA and Highland Park Neighbors." in page
    assert "How many come by their link, never who, is seen by CHIRLA." in page
    assert "How many come, never who, is seen by Highland Park Neighbors." in page
    spanish = body(Client(), f"/e/{event.code}/?lang=es")
    assert "is seen by" not in spanish
    assert "nunca quiénes" in spanish

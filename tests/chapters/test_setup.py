"""The set-up page: what is still missing, and one form for what a chapter is."""

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator

from chapters.models import AuditEntry, Chapter, Zip
from tests.cast import Cast
from tests.factories import make_email_sender, make_sender, signed_in

pytestmark = pytest.mark.django_db
PAGE = "/c/highland-park/setup/"


@pytest.fixture
def typed(cast: Cast) -> dict[str, Any]:
    Zip.objects.bulk_create(Zip(zip=code, place="Los Angeles", state="CA") for code in ("90042", "90041"))
    return {
        "name": "Highland Park Neighbors", "stamp": "hp", "ink": "plum", "place": "Highland Park", "zip": "90042",
        "timezone": "America/Los_Angeles", "contact_email": "hello@hp.example", "postal_address": "PO Box 1, LA",
        "hotline": "323 555 0111", "hotline_name": "Rapid Response", "opens_at_hour": "10", "closes_at_hour": "19",
        "approval_limit": "25", "languages": ["en", "es"], "main_language": "es", "zips": "90042 90041, 90042",
        "en-summary": "Neighbors for neighbors.", "es-summary": "Vecinos por vecinos.", "en-about": "", "es-about": "",
    }  # fmt: skip


def missing(page: str) -> list[str]:
    return re.findall(r'<h3>([^<]*)</h3>[^§]*?<p class="does">(?=<a)', page.replace("</li>", "§"))


def test_what_is_missing_comes_first_and_goes_away(cast: Cast) -> None:
    Authenticator.objects.filter(user=cast.second_lead).delete()
    Chapter.objects.update(postal_address="")
    client = signed_in(cast.lead)
    assert missing(client.get(PAGE).content.decode()) == [
        "A number to text from",
        "An email address to send from",
        "Your postal address",
        "A hotline",
        "A second lead with a passkey or an authenticator",
    ]
    make_sender(cast.here)
    make_email_sender(cast.here)
    make_sender(cast.there)
    Chapter.objects.update(postal_address="PO Box 1", hotline="+13235550111")
    assert missing(client.get(PAGE).content.decode()) == ["A second lead with a passkey or an authenticator"]


def test_sister_chapters_see_our_days_unless_we_say_no(cast: Cast, typed: dict[str, Any]) -> None:
    client = signed_in(cast.lead)
    page = client.get(PAGE).content.decode()
    assert re.search(r'name="is_on_calendar"[^>]* checked', page)
    for said, shown in (({}, False), ({"is_on_calendar": "on"}, True)):
        client.post(PAGE, typed | said)
        assert Chapter.objects.get(pk=cast.here.pk).is_on_calendar is shown


def test_saving(cast: Cast, typed: dict[str, Any]) -> None:
    client = signed_in(cast.lead)
    assert client.post(PAGE, typed)["Location"] == PAGE
    chapter = Chapter.objects.get(pk=cast.here.pk)
    assert (chapter.stamp, chapter.ink, chapter.hotline, chapter.languages) == (
        "HP",
        "plum",
        "+13235550111",
        ["es", "en"],
    )
    assert (chapter.opens_at_hour, chapter.closes_at_hour, chapter.approval_limit) == (10, 19, 25)
    assert sorted(chapter.zips.values_list("zip", flat=True)) == ["90041", "90042"]
    assert dict(chapter.texts.values_list("language", "summary")) == {
        "en": "Neighbors for neighbors.",
        "es": "Vecinos por vecinos.",
    }
    changed = AuditEntry.objects.get(act="chapter_set_up").facts["changed"]
    assert {"stamp", "ink", "hotline", "zips"} <= set(changed.split(", "))
    client.post(PAGE, typed | {"zips": "90041", "en-summary": "New words."})
    assert (chapter.zips.get().zip, chapter.texts.count()) == ("90041", 2)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"stamp": "HP1"}, "The stamp is 2 to 4 letters"),
        ({"opens_at_hour": "19", "closes_at_hour": "19"}, "Texts must stop later than they start."),
        ({"closes_at_hour": "23"}, "Select a valid choice"),
        ({"timezone": "Mars/Base"}, "This is not a time zone we know"),
        ({"hotline": "323 555"}, "This number is 4 digits short."),
        ({"zips": "90042 00000 123"}, "We do not know these: 00000, 123."),
        ({"zip": "00000"}, "We do not know this ZIP code."),
        ({"languages": ["en"], "main_language": "es"}, "Choose one of the languages you write in."),
        ({"name": ""}, "Please fill this in."),
        ({"en-summary": "x" * 201}, "at most 200 characters"),
    ],
)
def test_a_refused_form_keeps_what_was_typed(
    cast: Cast, typed: dict[str, Any], change: dict[str, Any], said: str
) -> None:
    response = signed_in(cast.lead).post(PAGE, typed | {"place": "Typed place"} | change)
    page = response.content.decode()
    assert (response.status_code, said in page, "Typed place" in page) == (422, True, True)
    assert "Set up Highland Park Neighbors" in page
    assert Chapter.objects.get(pk=cast.here.pk).place == "Highland Park Neighbors"


def test_only_a_lead_sets_up(cast: Cast) -> None:
    statuses = [signed_in(user).get(PAGE).status_code for user in (cast.organizer, cast.texter, cast.stranger)]
    assert statuses == [403, 403, 404]

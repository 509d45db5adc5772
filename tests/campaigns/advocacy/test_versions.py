"""Versions of a bill: `campaigns:advocacy_version_create`, `campaigns:advocacy_version_edit`,
`campaigns:advocacy_version_show`, `campaigns:advocacy_version_score`, `campaigns:advocacy_version_remove`.
"""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from campaigns.advocacy.scoring import Verdict
from campaigns.models import DemandScore, Measure, MeasureVersion
from tests.campaigns.advocacy.bills import demand_points, make_measure, make_version
from tests.cast import Cast
from tests.factories import make_campaign, signed_in

pytestmark = pytest.mark.django_db
TEXTS = {f"{code}-{name}": "" for code in ("en", "es") for name in ("what_changed", "left_out", "reasons")}
VERSION = TEXTS | {
    "label": "As introduced",
    "dated_on": "2016-12-05",
    "url": "",
    "source_text": "No agency shall help.",
    "stance": "support",
    "is_public": "on",
}


@pytest.fixture
def measure(cast: Cast) -> Measure:
    return make_measure(make_campaign(cast.here))


@pytest.fixture
def lead(cast: Cast) -> Client:
    return signed_in(cast.lead)


def home(measure: Measure) -> str:
    return f"/c/highland-park/campaigns/{measure.campaign.code}/bills/{measure.code}/versions/"


def refused(answer: Any, *words: str) -> str:
    body: str = answer.content.decode()
    assert answer.status_code == 422
    assert [sentence for sentence in words if sentence not in body] == []
    return body


def test_a_version_is_added_in_both_languages(measure: Measure, lead: Client) -> None:
    words = {"en-left_out": "Nobody yet.", "es-left_out": "Nadie todavía.", "es-what_changed": "Es nueva."}
    answer = lead.post(f"{home(measure)}new/", VERSION | words)
    version = MeasureVersion.objects.get()
    assert answer["Location"] == f"{home(measure)}{version.code}/"
    assert {text.language: text.left_out for text in version.texts.all()} == {
        "en": "Nobody yet.",
        "es": "Nadie todavía.",
    }
    body = lead.get(answer["Location"]).content.decode()
    assert ("Nobody yet." in body, "No agency shall help." in body, "we support it" in body) == (True, True, True)


def test_300_kilobytes_fit_as_pasted(measure: Measure, lead: Client) -> None:
    text = "Section 1. No agency shall help.\r\n" * 9000
    assert lead.post(f"{home(measure)}new/", VERSION | {"source_text": text}).status_code == 302
    kept = MeasureVersion.objects.get().source_text
    assert kept == text.replace("\r\n", "\n").strip()
    assert len(kept) > 290_000


def test_over_2_megabytes_is_refused_in_words_and_nothing_is_lost(measure: Measure, lead: Client) -> None:
    text = "word " * 450_000
    body = refused(
        lead.post(f"{home(measure)}new/", VERSION | {"source_text": text, "en-reasons": "Because"}),
        "This is 2.2 MB. At most 2 MB fit",
        "As introduced",
        "Because",
    )
    assert text.strip() in body
    assert 'maxlength="2000000"' not in body
    file = SimpleUploadedFile("bill.txt", b"word " * 450_000)
    refused(lead.post(f"{home(measure)}new/", VERSION | {"file": file}), "This is 2.2 MB.", "No agency shall help.")
    assert MeasureVersion.objects.count() == 0


@pytest.mark.parametrize(
    "content",
    [
        "Señal de De León".encode(),
        "\ufeffSeñal de De León".encode(),
        "Señal de De León".encode("cp1252"),
        "Señal de De León".encode("utf-16"),
    ],
    ids=["utf-8", "bom", "windows", "utf-16"],
)
def test_a_text_file_is_read_as_it_was_saved(measure: Measure, lead: Client, content: bytes) -> None:
    lead.post(f"{home(measure)}new/", VERSION | {"file": SimpleUploadedFile("bill.txt", content)})
    assert MeasureVersion.objects.get().source_text == "Señal de De León"


@pytest.mark.parametrize("content", [b"%PDF-1.7 bill", b"PK\x03\x04docx", b"a\0b", b"{\\rtf1 bill}"])
def test_what_is_no_text_is_refused(measure: Measure, lead: Client, content: bytes) -> None:
    file = SimpleUploadedFile("bill.txt", content)
    refused(lead.post(f"{home(measure)}new/", VERSION | {"file": file}), "This file holds no plain text.")
    empty = SimpleUploadedFile("bill.txt", b"")
    refused(lead.post(f"{home(measure)}new/", VERSION | {"file": empty}), "This file is empty.")


def test_a_name_and_day_is_there_once(measure: Measure, lead: Client) -> None:
    lead.post(f"{home(measure)}new/", VERSION)
    refused(
        lead.post(f"{home(measure)}new/", VERSION | {"label": "as INTRODUCED", "source_text": "Other words"}),
        "This bill has a version of this name and day already.",
        "Other words",
    )
    lead.post(f"{home(measure)}new/", VERSION | {"dated_on": "2017-01-01"})
    lead.post(f"{home(measure)}new/", VERSION | {"dated_on": ""})
    refused(lead.post(f"{home(measure)}new/", VERSION | {"dated_on": ""}), "of this name and day already")
    version = MeasureVersion.objects.get(dated_on=date(2017, 1, 1))
    refused(lead.post(f"{home(measure)}{version.code}/edit/", VERSION), "of this name and day already")
    lead.post(f"{home(measure)}{version.code}/edit/", VERSION | {"dated_on": "2017-01-02", "stance": "oppose"})
    version.refresh_from_db()
    assert (version.dated_on, version.stance) == (date(2017, 1, 2), "oppose")
    refused(lead.post(f"{home(measure)}new/", VERSION | {"label": "", "dated_on": "soon"}), "Please fill this in.")


def test_points_are_scored_and_the_verdict_says_its_rule(measure: Measure, lead: Client) -> None:
    points = demand_points(measure.campaign, "No money.", "No agents in jails.", "Everyone is covered.")
    version = make_version(measure, "As introduced", date(2016, 12, 5))
    page = f"{home(measure)}{version.code}/"
    lead.post(f"{page}points/", {points[0].code: "yes", f"{points[0].code}-note": "Section 2"})
    body = lead.get(page).content.decode()
    assert "1 of 3 points; 2 points are not checked yet" in body
    lead.post(f"{page}points/", {points[0].code: "yes", points[1].code: "yes", points[2].code: "partly"})
    body = lead.get(page).content.decode()
    assert ("2 of 3 points: with teeth" in body, "at least 2 of every 3 points" in body) == (True, True)
    lead.post(f"{page}points/", {points[0].code: "yes", points[1].code: "partly", points[2].code: "no"})
    listed = lead.get(f"/c/highland-park/campaigns/{measure.campaign.code}/bills/").content.decode()
    assert "1 of 3 points: symbolic" in listed
    assert DemandScore.objects.count() == 3


def test_a_note_without_an_answer_is_asked_about(measure: Measure, lead: Client) -> None:
    point = demand_points(measure.campaign, "No money.")[0]
    version = make_version(measure, "As introduced")
    answer = lead.post(f"{home(measure)}{version.code}/points/", {f"{point.code}-note": "Section 2"})
    refused(answer, "Choose yes, partly or no", "Section 2")
    refused(lead.post(f"{home(measure)}{version.code}/points/", {point.code: "maybe"}), "Select a valid choice.")
    assert DemandScore.objects.count() == 0


@pytest.mark.parametrize(
    ("met", "points", "has_teeth"),
    [(5, 7, True), (4, 7, False), (2, 3, True), (1, 1, True), (0, 1, False), (4, 6, True)],
)
def test_two_of_three_points_are_teeth(met: int, points: int, has_teeth: bool) -> None:  # noqa: FBT001
    assert Verdict(met, points, points).has_teeth == has_teeth
    assert not Verdict(met, points - 1, points).has_teeth


def test_taking_a_version_out_asks_first(measure: Measure, lead: Client) -> None:
    version = make_version(measure, "As introduced")
    assert "Take “As introduced” out?" in lead.get(f"{home(measure)}{version.code}/remove/").content.decode()
    lead.post(f"{home(measure)}{version.code}/remove/")
    assert MeasureVersion.objects.count() == 0

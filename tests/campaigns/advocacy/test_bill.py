"""The public page of a bill: `campaigns:advocacy_bill`; and the list for the page of its campaign."""

from datetime import date

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.advocacy import measuring
from campaigns.models import Campaign, Measure
from tests.campaigns.advocacy.bills import demand_points, make_measure, make_official, make_version
from tests.cast import Cast
from tests.factories import make_campaign

pytestmark = pytest.mark.django_db


@pytest.fixture
def measure(cast: Cast) -> Measure:
    """With something public in every part, and something secret beside it."""
    measure = make_measure(make_campaign(cast.here), body="Legislature")
    ours = {"chapter": cast.here}
    measure.stages.create(**ours, kind="passed", reached_on=date(2017, 9, 16), words="27 to 11")
    measure.stages.create(**ours, kind="signed")
    measure.stages.create(**ours, kind="stalled", words="quetzal deal", is_public=False)
    points = demand_points(measure.campaign, "No money.", "Everyone is covered.")
    version = make_version(measure, "As passed", date(2017, 9, 11), "Full words", stance="if_amended")
    version.texts.create(language="en", what_changed="Jails may answer.", left_out="People with old convictions.")
    version.texts.create(language="es", what_changed="Las cárceles responden.", left_out="Quien tiene condenas viejas.")
    version.scores.create(**ours, demand=points[0], score="yes", note="Section 7284.6")
    version.scores.create(**ours, demand=points[1], score="no")
    secret = make_version(measure, "quetzal leak", date(2017, 10, 1), "quetzal", is_public=False)
    secret.texts.create(language="en", what_changed="quetzal", left_out="quetzal")
    floor = {"voted_on": date(2017, 9, 15), "place": "Assembly Floor", "ayes": 51, "noes": 26, "has_passed": True}
    call = measure.roll_calls.create(**ours, **floor, motion="Third reading")
    seen = make_official(cast.here, "Richard Bloom")
    call.votes.create(**ours, name="Bloom", vote="yes", official=seen, match="yes")
    call.votes.create(**ours, name="quetzal", vote="no")
    call.votes.create(**ours, name="unsure", vote="no", official=make_official(cast.here, "Quetzal Open"))
    measure.roll_calls.create(**ours, **floor, motion="quetzal motion", is_public=False)
    make_measure(measure.campaign, "SB quetzal", is_public=False)
    return measure


def page(measure: Measure) -> str:
    return f"/highland-park/sanctuary/bills/{measure.code}/"


def test_it_says_where_it_is_what_changed_and_who_voted_how(measure: Measure) -> None:
    body = Client().get(page(measure)).content.decode()
    for words in (
        "SB 54: California Values Act", "People with old convictions.", "Jails may answer.", "27 to 11", "Date not set",
        "We support it if it is changed", "1 of 2 points: symbolic", "Section 7284.6", "at least 2 of every 3 points",
        "51 yes, 26 no", "Richard Bloom",
    ):  # fmt: skip
        assert words in body, words


def test_what_is_internal_or_not_reviewed_is_not_there(measure: Measure) -> None:
    for language in ("en", "es"):
        assert "quetzal" not in Client().get(page(measure), {"lang": language}).content.decode().casefold()
    shown = render_to_string(
        "campaigns/advocacy/bills.html", {"bills": measuring.public(measure.campaign), "campaign": measure.campaign}
    )
    assert ("SB 54" in shown, "quetzal" in shown.casefold()) == (True, False)


def before(measure: Measure, left_out: str, text: str = "Full old words", language: str = "en") -> None:
    """A version that was there first."""
    version = make_version(measure, "As introduced", date(2016, 12, 5), text)
    version.texts.create(language=language, left_out=left_out)


def test_what_the_newest_version_changed_is_marked_against_the_one_before(measure: Measure) -> None:
    before(measure, "People with new convictions.")
    for address in (page(measure), "/highland-park/sanctuary/"):
        body = Client().get(address).content.decode()
        assert "Before · December 5, 2016" in body, address
        assert "People with <del>new</del> <ins>old</ins> convictions." in body, address
    body = Client().get(page(measure)).content.decode()
    assert "Full <del>old</del> words" in body


@pytest.mark.parametrize("left_out", ["Nobody at all", "People with old convictions " + "and more " * 60])
def test_where_marks_would_not_help_both_are_told_plainly(measure: Measure, left_out: str) -> None:
    before(measure, left_out, text="")
    body = Client().get(page(measure)).content.decode()
    assert left_out[:20] in body
    assert "<b>People with old convictions.</b>" in body
    assert "<del>" not in body


def test_a_version_told_in_another_language_is_not_marked(measure: Measure) -> None:
    before(measure, "Quien tiene condenas nuevas.", text="", language="es")
    assert "<del>" not in Client().get(page(measure)).content.decode()
    assert "<del>nuevas.</del>" in Client().get(page(measure), {"lang": "es"}).content.decode()


def test_in_spanish(measure: Measure) -> None:
    body = Client().get(page(measure), {"lang": "es"}).content.decode()
    for words in ("Ley de los Valores de California", "Quien tiene condenas viejas.", "Las cárceles responden."):
        assert words in body


def test_a_hidden_bill_or_campaign_is_not_found(measure: Measure) -> None:
    hidden = Measure.objects.get(identifier="SB quetzal")
    assert Client().get(page(hidden)).status_code == 404
    Campaign.objects.update(published_at=None)
    assert Client().get(page(measure)).status_code == 404
    Campaign.objects.update(published_at=timezone.now())
    other = make_measure(make_campaign(measure.chapter, "other"))
    assert Client().get(page(other)).status_code == 404


def test_a_bill_without_anything_yet_is_a_page(cast: Cast) -> None:
    bare = make_measure(make_campaign(cast.here), "AB 1")
    body = Client().get(page(bare)).content.decode()
    assert ("AB 1" in body, "No step is known yet." in body) == (True, True)


def test_the_list_costs_the_same_for_many_bills(measure: Measure) -> None:
    campaign = Campaign.objects.with_words().get(slug="sanctuary")
    sizes = []
    for number in range(1, 5):
        with CaptureQueriesContext(connection) as queries:
            bills = measuring.public(campaign)
            render_to_string("campaigns/advocacy/bills.html", {"bills": bills, "campaign": campaign})
        sizes.append(len(queries))
        make_version(make_measure(campaign, f"AB {number}"), "As filed", date(2017, 1, number))
    assert len({*sizes}) == 1
    assert sizes[0] <= 9
    assert not any("source_text" in query["sql"] for query in queries)

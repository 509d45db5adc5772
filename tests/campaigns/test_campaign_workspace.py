"""Running a campaign: `campaigns:list`, `campaigns:create`, `campaigns:show`, `campaigns:edit`,
`campaigns:demand_create`, `campaigns:demand_edit`, `campaigns:moment_create`, `campaigns:moment_edit`.
"""

from typing import Any

import pytest
from django.test import Client

from campaigns.models import Campaign, Demand, Moment
from chapters.models import AuditEntry
from tests.cast import Cast
from tests.factories import make_call, make_campaign, make_event, signed_in

pytestmark = pytest.mark.django_db
HOME = "/c/highland-park/campaigns/"
WORDS = {
    "en-name": "Sanctuary for Los Angeles",
    "en-demand": "A law with teeth.",
    "en-why": "",
    "es-name": "Santuario para Los Ángeles",
    "es-demand": "Una ley con fuerza.",
    "es-why": "Porque sí.",
    "slug": "",
}
MOMENT = {
    "kind": "win",
    "happened_on": "2017-09-07",
    "precision": "day",
    "is_public": "on",
    "en-title": "The Council names Los Angeles a sanctuary city",
    "es-title": "",
    "es-body": "",
}


@pytest.fixture
def lead(cast: Cast) -> Client:
    return signed_in(cast.lead)


def refused(answer: Any, words: str) -> bool:
    assert answer.status_code == 422
    return words in answer.content.decode()


def test_a_campaign_starts_as_a_draft_and_goes_public(cast: Cast, lead: Client) -> None:
    answer = lead.post(f"{HOME}new/", WORDS)
    campaign = Campaign.objects.get()
    assert answer["Location"] == f"{HOME}{campaign.code}/"
    assert (campaign.slug, campaign.is_public) == ("sanctuary-for-los-angeles", False)
    assert Client().get("/highland-park/sanctuary-for-los-angeles/").status_code == 404
    lead.post(f"{HOME}{campaign.code}/edit/", WORDS | {"slug": "sanctuary", "publish": "1"})
    assert "A law with teeth." in Client().get("/highland-park/sanctuary/").content.decode()
    lead.post(f"{HOME}{campaign.code}/edit/", WORDS | {"slug": "sanctuary", "hide": "1"})
    assert Client().get("/highland-park/sanctuary/").status_code == 404
    acts = AuditEntry.objects.order_by("id").values_list("act", flat=True)
    assert [*acts] == ["campaign_published", "campaign_hidden"]


def test_an_address_is_used_once_in_a_chapter(cast: Cast, lead: Client) -> None:
    make_campaign(cast.there, "sanctuary")
    lead.post(f"{HOME}new/", WORDS | {"slug": "sanctuary"})
    assert refused(lead.post(f"{HOME}new/", WORDS | {"slug": "Sanctuary"}), "Another campaign here has this address.")
    for slug in ("sanctuary-for-los-angeles", "sanctuary-for-los-angeles-2"):
        lead.post(f"{HOME}new/", WORDS)
        assert cast.here.campaigns.filter(slug=slug).exists()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"en-demand": ""}, "Please fill this in."),
        (dict.fromkeys(WORDS, ""), "Please fill this in."),
        ({"slug": "not a slug"}, "Enter a valid"),
    ],
)
def test_half_a_campaign_is_refused_whole(cast: Cast, lead: Client, fields: dict[str, str], words: str) -> None:
    assert refused(lead.post(f"{HOME}new/", WORDS | fields), words)
    assert Campaign.objects.count() == 0


def test_one_language_is_enough_and_words_can_be_taken_away(cast: Cast, lead: Client) -> None:
    lead.post(f"{HOME}new/", WORDS)
    campaign = Campaign.objects.get()
    spanish = {"es-name": "", "es-demand": "", "es-why": ""}
    lead.post(f"{HOME}{campaign.code}/edit/", WORDS | spanish)
    assert [text.language for text in campaign.texts.all()] == ["en"]


def test_the_page_of_a_campaign_gathers_its_story_events_and_messages(cast: Cast, lead: Client) -> None:
    campaign = make_campaign(cast.here)
    make_event(cast.here, "Vigil to come", campaign=campaign)
    make_event(cast.here, "Vigil of old", campaign=campaign, days=-9)
    make_event(cast.there, "Their secret meeting")
    make_call(cast.here, campaign=campaign)
    page = lead.get(f"{HOME}{campaign.code}/").content.decode()
    for words in ("Vigil to come", "Vigil of old", "Come to the vigil", "/highland-park/sanctuary/"):
        assert words in page
    assert "secret" not in page
    assert "Sanctuary for Los Angeles" in lead.get(HOME).content.decode()
    assert "Come to the vigil" not in signed_in(cast.volunteer).get(f"{HOME}{campaign.code}/").content.decode()


def test_a_moment_is_told_changed_kept_inside_and_taken_out(cast: Cast, lead: Client) -> None:
    campaign = make_campaign(cast.here)
    event = make_event(cast.here, campaign=campaign, days=-9)
    lead.post(f"{HOME}{campaign.code}/moments/new/", MOMENT | {"event": event.code})
    moment = Moment.objects.get()
    assert (moment.kind, moment.event, moment.written_by, moment.is_public) == ("win", event, cast.lead, True)
    public = "/highland-park/sanctuary/"
    assert "The Council names" in Client().get(public).content.decode()
    inside = MOMENT | {"is_public": "", "precision": "month", "event": ""}
    lead.post(f"/c/highland-park/moments/{moment.code}/", inside)
    assert "The Council names" not in Client().get(public).content.decode()
    page = lead.get(f"{HOME}{campaign.code}/").content.decode()
    assert "September 2017 · Win" in page
    assert "Only your team sees this" in page
    assert refused(lead.post(f"/c/highland-park/moments/{moment.code}/", MOMENT | {"happened_on": "soon"}), "soon")
    lead.post(f"/c/highland-park/moments/{moment.code}/", {"remove": "1"})
    assert Moment.objects.count() == 0


def test_points_of_the_demand(cast: Cast, lead: Client) -> None:
    campaign = make_campaign(cast.here)
    for sentence in ("No city money for deportations.", "No questions about papers."):
        shown = lead.get(f"{HOME}{campaign.code}/demands/new/").content.decode()
        place = str(campaign.demands.count() + 1)
        assert f'value="{place}"' in shown
        lead.post(f"{HOME}{campaign.code}/demands/new/", {"position": place, "en-sentence": sentence})
    last = Demand.objects.latest("id")
    lead.post(f"/c/highland-park/demands/{last.code}/", {"position": "0", "es-sentence": "Sin preguntas."})
    assert [str(demand) for demand in campaign.demands.all()] == ["Sin preguntas.", "No city money for deportations."]
    assert refused(lead.post(f"/c/highland-park/demands/{last.code}/", {"position": "1"}), "Please fill this in.")
    lead.post(f"/c/highland-park/demands/{last.code}/", {"remove": "1"})
    assert Demand.objects.count() == 1


def test_only_those_who_run_campaigns_change_them_and_only_their_own(cast: Cast, lead: Client) -> None:
    ours, theirs = make_campaign(cast.here), make_campaign(cast.there)
    point = Demand.objects.create(chapter=cast.there, campaign=theirs)
    moment = Moment.objects.create(chapter=cast.there, campaign=theirs)
    volunteer = signed_in(cast.volunteer)
    for rest in ("new/", f"{ours.code}/edit/", f"{ours.code}/moments/new/", f"{ours.code}/demands/new/"):
        assert (volunteer.get(HOME + rest).status_code, volunteer.post(HOME + rest, WORDS).status_code) == (403, 403)
    for path in (
        f"{HOME}{theirs.code}/",
        f"{HOME}{theirs.code}/edit/",
        f"{HOME}{theirs.code}/moments/new/",
        f"/c/highland-park/demands/{point.code}/",
        f"/c/highland-park/moments/{moment.code}/",
    ):
        assert lead.get(path).status_code == 404
    assert lead.post(f"/c/highland-park/moments/{moment.code}/", {"remove": "1"}).status_code == 404
    assert (Demand.objects.count(), Moment.objects.count()) == (1, 1)


def test_an_event_of_another_campaign_is_no_choice_for_a_moment(cast: Cast, lead: Client) -> None:
    campaign, other = make_campaign(cast.here), make_event(cast.there)
    assert refused(lead.post(f"{HOME}{campaign.code}/moments/new/", MOMENT | {"event": other.code}), "event")
    assert Moment.objects.count() == 0

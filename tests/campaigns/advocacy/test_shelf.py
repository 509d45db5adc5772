"""What all of the shelf shares: links on the campaign's page, how long it is kept, what the public never reads."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from campaigns.models import SignOn, Testimony
from chapters import retention
from chapters.retention import rules
from tests.access.shelf import fill_shelf
from tests.cast import Cast
from tests.factories import make_campaign, make_chapter, make_member, signed_in

pytestmark = pytest.mark.django_db
SEALED = "quetzal"


def test_the_campaign_leads_to_all_of_it(cast: Cast) -> None:
    campaign = make_campaign(cast.here)
    path = f"/c/highland-park/campaigns/{campaign.code}/"
    shown = signed_in(cast.organizer).get(path).content.decode()
    for rest in ("press/", "letters/", "stories/"):
        assert f'href="{path}{rest}"' in shown
    for rest in ("cases/", "things/", "toolkit/"):
        assert f'href="/c/highland-park/{rest}"' in shown
    volunteer = signed_in(cast.volunteer).get(path).content.decode()
    assert [rest for rest in ("press/", "letters/", "stories/", "cases/", "things/") if f'{rest}"' in volunteer] == []
    assert "/c/highland-park/toolkit/" in volunteer


def test_no_public_page_says_a_sealed_word(cast: Cast) -> None:
    """Everything there is, each with the word; what is public on purpose does not hold it."""
    campaign = make_campaign(cast.here)
    below = make_chapter("below", parent=cast.here)
    shelf = fill_shelf(cast.here, SEALED, campaign, make_member(cast.here, "Somebody"), below)
    public = (
        "/", "/highland-park/", "/highland-park/sanctuary/", f"/s/{shelf['open_letter'].code}/",
        f"/s/kit/{shelf['open_resource'].code}/", f"/s/case/{shelf['open_case'].code}/",
    )  # fmt: skip
    for address in public:
        answer = Client().get(address)
        assert (answer.status_code, SEALED in answer.content.decode().lower()) == (200, False), address
    for address in (f"/s/case/{shelf['case'].code}/", f"/s/{shelf['letter'].code}/", f"/s/kit/{shelf['other'].code}/"):
        assert Client().get(address).status_code == 404


def test_stories_and_signatures_end(cast: Cast) -> None:
    campaign = make_campaign(cast.here)
    shelf = fill_shelf(cast.here, SEALED, campaign, make_member(cast.here, "Somebody"), make_chapter("below"))
    now = timezone.now()
    list(retention.purge(now + timedelta(days=31)))
    assert not SignOn.objects.filter(pk=shelf["sign"].pk).exists(), "nobody confirmed it"
    assert SignOn.objects.get().email
    list(retention.purge(now + timedelta(days=91)))
    assert (SignOn.objects.get().email, SignOn.objects.get().signer_name) == ("", f"{SEALED} signer")
    list(retention.purge(now + timedelta(days=366)))
    assert (SignOn.objects.get().organization, SignOn.objects.get().signer_name) == ("St. Jude Parish", "")
    assert Testimony.objects.get().words
    list(retention.purge(now + timedelta(days=731)))
    gone = Testimony.objects.get()
    assert (gone.words, gone.consent_words, gone.member, gone.withdrawn_at is None) == ("", "", None, False)
    list(retention.purge(now + timedelta(days=731 + 31)))
    assert not Testimony.objects.exists()


def test_people_are_told_how_long(cast: Cast) -> None:
    told = " ".join(rule.sentence for rule in rules() if rule.model._meta.app_label == "campaigns")
    for words in ("A story that you told us", "730 days", "90 days after the case is closed"):
        assert words in told

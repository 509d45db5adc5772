"""One moment by its own link: `campaigns:moment`, its picture `campaigns:moment_image`, and `campaigns:moment_create`
in place of what was drawn."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image

from campaigns.models import Campaign, Moment, MomentText
from tests.campaigns.fights import held, make_moment, make_target, stand
from tests.cast import Cast
from tests.factories import make_campaign, signed_in

pytestmark = pytest.mark.django_db
HERE = "/highland-park/sanctuary/moments/"


@pytest.fixture
def campaign(cast: Cast) -> Campaign:
    return make_campaign(cast.here)


def page(slug: str, query: str = "", *, status: int = 200) -> str:
    answer = Client().get(f"{HERE}{slug}/{query}")
    assert answer.status_code == status
    return answer.content.decode()


def test_a_moment_with_what_came_before_and_after(campaign: Campaign) -> None:
    make_moment(campaign, "Taken", happened_on="2017-02-28")
    moment = make_moment(campaign, "Free on bond", happened_on="2017-08-30", kind="win")
    drawn = held(campaign, "Town hall", "2017-10-05")
    MomentText.objects.create(parent=moment, language="es", title="Libre bajo fianza", body="Está en casa.")
    html = page(moment.code)
    assert "August 30, 2017 · Won" in html
    assert "More on Free on bond" in html
    assert f'{HERE}{moment.code}/"' in html.partition('property="og:url"')[2][:200]
    assert f"{HERE}{moment.code}/share.png?lang=en" in html
    assert f"{HERE}event-{drawn.code}/" in html
    assert "Taken" in html
    assert html.count("btn flame") == 1
    spanish = page(moment.code, "?lang=es")
    assert "Libre bajo fianza" in spanish
    assert "30 de agosto de 2017" in spanish
    assert f"{HERE}{moment.code}/share.png?lang=es" in spanish
    assert f'href="/e/{drawn.code}/"' in page(f"event-{drawn.code}")


def test_what_is_kept_inside_or_elsewhere_is_not_there(campaign: Campaign, cast: Cast) -> None:
    inside = make_moment(campaign, "LEAK", -1, is_public=False)
    theirs = make_moment(make_campaign(cast.there), "LEAK", -1)
    secret = stand(make_target(campaign), 5, "2017-06-01", is_public=False)
    gone = page("zz22zz22zz", status=404)
    for slug in (inside.code, theirs.code, f"position-{secret.code}", "position-", "ending-x"):
        assert page(slug, status=404) == gone
        assert Client().get(f"{HERE}{slug}/share.png").status_code == 404
    moment = make_moment(campaign, "Told", -1)
    Campaign.objects.update(published_at=None)
    assert page(moment.code, status=404) == gone
    assert Client().get(f"{HERE}{moment.code}/share.png").status_code == 404


def test_a_picture_for_chats(campaign: Campaign) -> None:
    moment = make_moment(campaign, "Free on bond", happened_on="2017-08-30", kind="win")
    answer = Client().get(f"{HERE}{moment.code}/share.png")
    assert (answer["Content-Type"], len(answer.content) < 60_000) == ("image/png", True)
    assert Image.open(BytesIO(answer.content)).size == (1200, 630)
    MomentText.objects.create(parent=moment, language="es", title="Libre bajo fianza")
    assert Client().get(f"{HERE}{moment.code}/share.png?lang=es").content != answer.content
    held(campaign, "Town hall", "2017-10-05")
    assert Client().get(f"{HERE}event-{campaign.events.get().code}/share.png").status_code == 200


def test_a_fact_is_told_in_our_own_words(campaign: Campaign, cast: Cast) -> None:
    lead = signed_in(cast.lead)
    position = stand(make_target(campaign), 5, "2017-06-10", is_public=False)
    form = f"/c/highland-park/campaigns/{campaign.code}/moments/new/?instead_of=position:{position.code}"
    html = lead.get(form).content.decode()
    assert 'value="Gilbert Cedillo: with us"' in html
    assert 'value="2017-06-10"' in html
    assert '<option value="stand" selected>' in html
    assert "Your words take the place of" in html
    given = {"kind": "win", "happened_on": "2017-06-11", "precision": "day", "en-title": "He says yes"}
    assert lead.post(form, given | {"happened_on": "never"}).status_code == 422
    lead.post(form, given | {"is_public": "on"})
    moment = Moment.objects.get()
    assert (moment.instead_of, moment.kind, moment.is_public) == (f"position:{position.code}", "win", True)
    lead.post(f"/c/highland-park/moments/{moment.code}/", given)
    moment.refresh_from_db()
    assert (moment.instead_of, moment.is_public) == (f"position:{position.code}", False)


def test_an_event_is_told_through_its_own_link(campaign: Campaign, cast: Cast) -> None:
    event = held(campaign, "Candles", "2017-04-22")
    form = f"/c/highland-park/campaigns/{campaign.code}/moments/new/?instead_of=event:{event.code}"
    html = signed_in(cast.lead).get(form).content.decode()
    assert f'<option value="{event.code}" selected>' in html
    nothing = form.replace(event.code, "zz22zz22zz")
    assert "Your words take the place of" not in signed_in(cast.lead).get(nothing).content.decode()


def test_a_moment_of_an_event_to_come_is_told_only_while_anyone_may_come(campaign: Campaign) -> None:
    event = held(campaign, "Town hall", "2017-10-05")
    event.starts_at = timezone.now() + timedelta(days=3)
    event.ends_at = event.starts_at + timedelta(hours=2)
    event.save()
    moment = make_moment(campaign, "The big town hall", 3, event=event)
    page(moment.code)
    event.audience = "invited"
    event.save()
    page(moment.code, status=404)

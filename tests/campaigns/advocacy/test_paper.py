"""Paper from the table to the desk: counted, typed in, photographed, delivered, told."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from campaigns.advocacy import paper
from campaigns.models import Action, ActionTaken, Campaign, PaperBatch, PaperSheet
from chapters.models import Consent, Member
from tests.campaigns.advocacy.acts import make_action, make_official
from tests.cast import Cast
from tests.factories import make_campaign, make_event, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign(cast: Cast) -> Campaign:
    return make_campaign(cast.here)


@pytest.fixture
def petition(cast: Cast, campaign: Campaign) -> Action:
    return make_action(cast.here, kind="petition", campaign=campaign)


@pytest.fixture
def client(cast: Cast) -> Client:
    return signed_in(cast.organizer)


def make_batch(campaign: Campaign, **fields: object) -> PaperBatch:
    given = {"collected_on": date(2017, 4, 22), "counted": 214} | fields
    return PaperBatch.objects.create(chapter=campaign.chapter, campaign=campaign, **given)


def at(batch: PaperBatch, rest: str = "/") -> str:
    return f"/c/highland-park/paper/{batch.code}{rest}"


def photo_at(batch: PaperBatch, sheet: PaperSheet) -> str:
    return reverse("campaigns:advocacy_paper_photo", args=["highland-park", batch.code, sheet.code])


def count_of(action: Action) -> int:
    return Action.objects.get(pk=action.pk).taken_count


def test_a_pile_counts_for_its_action_and_follows_when_counted_anew(
    client: Client, campaign: Campaign, petition: Action
) -> None:
    new = f"/c/highland-park/campaigns/{campaign.code}/paper/new/"
    typed = {
        "kind": "postcards",
        "counted": "214",
        "collected_on": "2017-04-22",
        "place": "Figueroa St",
        "is_public": "on",
    }
    client.post(new, typed | {"action": petition.code})
    batch = PaperBatch.objects.get()
    assert (count_of(petition), batch.state, batch.added_count) == (214, "ready", 214)
    client.post(at(batch, "/edit/"), typed | {"action": petition.code, "counted": "220", "is_still_open": "on"})
    batch.refresh_from_db()
    assert (count_of(petition), batch.state) == (220, "open")
    client.post(at(batch, "/edit/"), typed)
    assert count_of(petition) == 0
    assert "214 postcards" in client.get(f"/c/highland-park/campaigns/{campaign.code}/actions/").content.decode()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"counted": "-3"}, "greater than or equal to 0"),
        ({"counted": "lots"}, "Enter a whole number."),
        ({"counted": "99999999"}, "less than or equal to 1000000"),
        ({"collected_on": "2999-01-01"}, "This day has not come yet."),
        ({"collected_on": ""}, "Please fill this in."),
        ({"kind": "bricks"}, "Select a valid choice."),
    ],
)
def test_bad_counts_are_said(client: Client, campaign: Campaign, typed: dict[str, str], words: str) -> None:
    good = {"kind": "postcards", "counted": "9", "collected_on": "2017-04-22", "place": "Kept Street"}
    answer = client.post(f"/c/highland-park/campaigns/{campaign.code}/paper/new/", good | typed)
    body = answer.content.decode()
    assert (answer.status_code, words in body, "Kept Street" in body) == (422, True, True)
    assert PaperBatch.objects.count() == 0


def test_people_are_typed_in_with_their_own_yes_and_the_pile_keeps_its_count(
    client: Client, campaign: Campaign, petition: Action
) -> None:
    batch = make_batch(campaign, action=petition, added_count=214)
    Action.objects.update(taken_count=214)
    line = {
        "name": "Rosa Vega",
        "phone": "323 555 0142",
        "zip": "90042",
        "where": "Vigil",
        "on": "2017-04-22",
        "language": "es",
    }
    answer = client.post(at(batch, "/people/"), line | {"text": "1"})
    assert answer["Location"].startswith(at(batch, "/people/?where=Vigil"))
    client.post(at(batch, "/people/"), line)
    client.post(at(batch, "/people/"), line | {"name": "Teo Vega"})
    batch.refresh_from_db()
    rosa = Member.objects.get(name="Rosa Vega")
    consent = Consent.objects.get()
    assert (consent.member, consent.source, consent.source_detail) == (rosa, "paper", "Vigil, April 22, 2017")
    assert consent.wording_text.startswith("Sí, Highland Park Neighbors")
    assert (batch.keyed_count, count_of(petition)) == (2, 214)
    assert list(ActionTaken.objects.values_list("member__name", "source").order_by("id")) == [
        ("Rosa Vega", "paper"), ("Teo Vega", "paper"),
    ]  # fmt: skip
    assert "Signed: Call the council (on paper)" in client.get(f"/c/highland-park/people/{rosa.code}/").content.decode()
    bad = client.post(at(batch, "/people/"), line | {"phone": ""})
    assert (bad.status_code, "Type the phone or the email." in bad.content.decode()) == (422, True)


# --- photos -------------------------------------------------------------------------------------------


def photo(kind: str = "JPEG", size: tuple[int, int] = (3000, 2000)) -> SimpleUploadedFile:
    out = BytesIO()
    exif = Image.Exif()
    exif[0x0110], exif[0x0112] = "Secret Phone 9", 6  # the model, and that it was held upright
    Image.new("RGB", size, "white").save(out, kind, **({"exif": exif} if kind != "GIF" else {}))
    return SimpleUploadedFile(f"sheet.{kind.lower()}", out.getvalue())


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_made_small_upright_and_without_its_metadata(client: Client, campaign: Campaign, kind: str) -> None:
    batch = make_batch(campaign)
    assert client.post(at(batch, "/photos/add/"), {"photo": photo(kind)}).status_code == 302
    sheet = PaperSheet.objects.get()
    answer = client.get(photo_at(batch, sheet))
    picture = Image.open(BytesIO(answer.content))
    assert (answer["Content-Type"], answer["Cache-Control"], picture.format) == ("image/jpeg", "no-store", "JPEG")
    assert (picture.size, dict(picture.getexif())) == ((1200, 1800), {})
    assert b"Secret Phone" not in answer.content
    with connection.cursor() as cursor:
        cursor.execute("SELECT image FROM campaigns_papersheet")
        assert "/9j/" not in cursor.fetchone()[0]
    client.post(f"{photo_at(batch, sheet)}remove/")
    assert PaperSheet.objects.count() == 0


@pytest.mark.parametrize(
    ("upload", "words"),
    [
        (SimpleUploadedFile("a.jpg", b"not a picture"), "We can read photos as JPEG, PNG or WebP."),
        (SimpleUploadedFile("a.jpg", b"\xff\xd8\xff\xe0 cut short"), "We can read photos as JPEG, PNG or WebP."),
        (SimpleUploadedFile("a.svg", b"<svg onload='x()'/>"), "We can read photos as JPEG, PNG or WebP."),
        (SimpleUploadedFile("a.png", b""), "The submitted file is empty."),
        (SimpleUploadedFile("a.jpg", b"x" * 12_000_001), "This photo is too large."),
    ],
    ids=["words", "cut", "svg", "empty", "large"],
)
def test_what_is_no_photo_is_refused(
    client: Client, campaign: Campaign, upload: SimpleUploadedFile, words: str
) -> None:
    upload.seek(0)
    answer = client.post(at(make_batch(campaign), "/photos/add/"), {"photo": upload})
    assert (answer.status_code, words in answer.content.decode(), PaperSheet.objects.count()) == (422, True, 0)


def test_other_formats_and_bombs_are_refused(client: Client, campaign: Campaign) -> None:
    batch = make_batch(campaign)
    assert client.post(at(batch, "/photos/add/"), {"photo": photo("GIF", (10, 10))}).status_code == 422
    assert client.post(at(batch, "/photos/add/"), {"photo": photo("PNG", (9000, 9000))}).status_code == 422


def test_a_volunteer_sees_no_photo(cast: Cast, campaign: Campaign) -> None:
    batch = make_batch(campaign)
    sheet = PaperSheet.objects.create(chapter=cast.here, batch=batch, image="/9j/")
    for who in (cast.volunteer, cast.texter, cast.liaison):
        assert signed_in(who).get(photo_at(batch, sheet)).status_code == 403


# --- delivered ----------------------------------------------------------------------------------------


def test_the_delivery_is_written_down_and_told(cast: Cast, client: Client, campaign: Campaign) -> None:
    event = make_event(cast.here, "Vigil", days=-30, campaign=campaign)
    nora = make_official(cast.here)
    batch = make_batch(campaign, event=event, official=nora)
    assert "Nora Fielding" in client.get(at(batch, "/deliver/")).content.decode()
    early = client.post(at(batch, "/deliver/"), {"delivered_on": "2017-04-01", "delivered_to": "Nora"})
    assert (early.status_code, "That is before they were collected." in early.content.decode()) == (422, True)
    typed = {
        "delivered_on": "2017-06-10",
        "delivered_to": "Nora Fielding’s desk",
        "delivered_by": "Marisol",
        "is_public": "on",
    }
    client.post(at(batch, "/deliver/"), typed)
    told = [(moment.on, moment.title, moment.is_public) for moment in paper.moments(campaign)]
    assert told == [
        (date(2017, 4, 22), "214 postcards signed at Vigil", True),
        (date(2017, 6, 10), "We deliver 214 postcards to Nora Fielding’s desk", True),
    ]
    assert "Brought by Marisol" in client.get(at(batch)).content.decode()
    client.post(at(batch, "/deliver/"), {"take_back": "1"})
    batch.refresh_from_db()
    assert (batch.state, batch.delivered_on, len(paper.moments(campaign))) == ("ready", None, 1)


def test_an_event_that_is_not_open_to_all_is_not_named(cast: Cast, campaign: Campaign) -> None:
    event = make_event(cast.here, "Secret supper", days=-3, campaign=campaign, audience="invited")
    make_batch(campaign, event=event, place="")
    assert [moment.title for moment in paper.moments(campaign)] == ["214 postcards signed"]


def test_what_waits_for_a_week_shows_on_today(cast: Cast, client: Client, campaign: Campaign) -> None:
    today = timezone.localdate(timezone=cast.here.zone)
    batch = make_batch(campaign, collected_on=today - timedelta(days=6))
    assert "wait to be delivered" not in client.get("/c/highland-park/").content.decode()
    PaperBatch.objects.update(collected_on=today - timedelta(days=8))
    body = client.get("/c/highland-park/").content.decode()
    assert "214 postcards wait to be delivered" in body
    assert at(batch) in body
    PaperBatch.objects.update(state="delivered", delivered_on=today)
    assert "wait to be delivered" not in client.get("/c/highland-park/").content.decode()


def test_the_page_of_an_event_leads_to_counting_its_paper(cast: Cast, client: Client, campaign: Campaign) -> None:
    event = make_event(cast.here, "Vigil", campaign=campaign)
    new = f"/c/highland-park/campaigns/{campaign.code}/paper/new/?event={event.code}"
    assert f'href="{new}"' in client.get(f"/c/highland-park/events/{event.code}/").content.decode()
    assert f'<option value="{event.code}" selected>' in client.get(new).content.decode()
    aside = make_event(cast.here, "Soup")
    assert "/paper/new/" not in client.get(f"/c/highland-park/events/{aside.code}/").content.decode()

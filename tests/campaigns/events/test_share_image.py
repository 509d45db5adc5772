"""The pictures beside a link: campaigns:events_share_image (share.png of an event) and
campaigns:events_chapter_share_image (/highland-park/share.png)."""

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation
from PIL import Image

from campaigns.events import pictures
from campaigns.models import Event
from chapters.models import Chapter, ChapterText
from tests.cast import Cast
from tests.factories import make_event, signed_in

pytestmark = pytest.mark.django_db
LEAF = ("Oct", "5", "Thu")


def get(address: str, **headers: str) -> Any:
    return Client().get(address, headers=headers)


def picture(address: str) -> Image.Image:
    answer = get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert len(answer.content) < 60_000
    return Image.open(BytesIO(answer.content)).convert("RGB")


def facts(title: str, *, ink: str = "green", lines: tuple[str, ...] = ("Thursday", "Avenue 56")) -> pictures.Facts:
    return pictures.Facts(ink, "Vigil", title, lines, "Highland Park Neighbors", LEAF)


def test_a_picture_of_an_event(cast: Cast) -> None:
    Chapter.objects.filter(pk=cast.here.pk).update(ink="plum")
    event = make_event(cast.here)
    image = picture(f"/e/{event.code}/share.png")
    assert image.size == (1200, 630)
    assert image.getpixel((10, 10)) == (0x52, 0x26, 0x4F)
    assert picture(f"/e/{event.code}/share.png?lang=es").tobytes() != image.tobytes()


def test_it_says_what_anyone_may_know(cast: Cast) -> None:
    event = make_event(cast.here, address="5601 Figueroa St", address_shown="rsvp")
    drawn = pictures.of_event(event)
    assert (drawn.over, drawn.title, drawn.lines[1], drawn.foot) == (
        "Vigil", "Candlelight vigil", "York Boulevard", "Highland Park Neighbors",
    )  # fmt: skip
    event.address_shown = "all"
    assert pictures.of_event(event).lines[1] == "York Boulevard, 5601 Figueroa St"
    event.cancelled_at, event.place, event.address, event.online_url = timezone.now(), "", "", "https://meet.example/x"
    assert (pictures.of_event(event).over, pictures.of_event(event).lines[1]) == ("Called off", "Online")
    with translation.override("es"):
        assert (pictures.of_event(event).title, pictures.of_event(event).lines[1]) == ("Vigilia con velas", "En línea")


def test_it_speaks_in_the_zone_of_the_event(cast: Cast) -> None:
    at = timezone.now().replace(year=timezone.now().year + 1, month=6, day=2, hour=3, minute=30)
    event = make_event(cast.here, starts_at=at, ends_at=at.replace(hour=5), timezone="America/Los_Angeles")
    drawn = pictures.of_event(event)
    assert "6:" not in drawn.lines[0].replace("June", "")
    assert "8:30 to 10:30 pm" in drawn.lines[0]
    assert drawn.leaf is not None
    assert drawn.leaf[:2] == ("Jun", "1")


@pytest.mark.parametrize(
    "title", ["", "🕯️🕯️", "中文", "W" * 100, "word " * 20, "¿Cuándo? Ñandú, pingüino, Ávila", "a\nb\tc\x00"]
)
def test_no_title_breaks_it(title: str) -> None:
    assert Image.open(BytesIO(pictures.drawn(facts(title)))).size == (1200, 630)


def test_what_the_font_lacks_is_left_out_and_spanish_is_whole() -> None:
    assert pictures.clean("🕯️ Vigilia  en Łódź 中 — ¿Cuándo? ¡Ñandú, pingüino! ÁÉÍÓÚÜ") == (
        "Vigilia en Lódz — ¿Cuándo? ¡Ñandú, pingüino! ÁÉÍÓÚÜ"
    )
    assert all(pictures.has(letter) for letter in "áéíóúüñÁÉÍÓÚÜÑ¿¡’“”–—·…")
    assert not pictures.has("🕯")


def test_a_long_title_wraps_and_is_cut_inside_the_picture() -> None:
    face = pictures.font(56, bold=True)
    lines = pictures.wrapped("Neighbors " * 9 + "W" * 90, face, 800)
    assert all(face.getlength(line) <= 800 for line in lines)
    assert "".join(lines).replace(" ", "").count("W") == 90
    short = pictures.shortened("word " * 90, face, 800)
    assert short.endswith("…")
    assert face.getlength(short) <= 800
    image = Image.open(BytesIO(pictures.drawn(facts("W" * 300)))).convert("RGB")
    assert {image.getpixel((1190, y)) for y in range(200, 530)} == {(0x0B, 0x3A, 0x2C)}


def test_who_has_it_is_told_so_and_a_change_makes_another(cast: Cast) -> None:
    event = make_event(cast.here)
    address = f"/e/{event.code}/share.png"
    first = get(address)
    assert first["Cache-Control"] == "public, max-age=3600"
    assert get(address, **{"If-None-Match": first["ETag"]}).status_code == 304
    event.texts.update(title="Another night")
    assert get(address, **{"If-None-Match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize(
    "hidden",
    [{"published_at": None}, {"audience": "members"}, {"audience": "invited"}],
    ids=["draft", "members", "few"],
)
def test_a_hidden_event_has_no_picture_for_anybody(cast: Cast, hidden: dict[str, Any]) -> None:
    event = make_event(cast.here, **hidden)
    assert get(f"/e/{event.code}/share.png").status_code == 404
    assert signed_in(cast.lead).get(f"/e/{event.code}/share.png").status_code == 404
    assert "og:image" not in signed_in(cast.lead).get(f"/e/{event.code}/").content.decode()


def test_a_called_off_event_keeps_its_picture(cast: Cast) -> None:
    event = make_event(cast.here)
    before = get(f"/e/{event.code}/share.png").content
    Event.objects.update(cancelled_at=timezone.now())
    assert get(f"/e/{event.code}/share.png").content != before


def test_a_picture_of_a_chapter(cast: Cast) -> None:
    ChapterText.objects.create(parent=cast.here, language="en", summary="We look after each other. " * 7)
    assert picture("/highland-park/share.png").size == (1200, 630)
    drawn = pictures.of_chapter(cast.here)
    assert (drawn.title, drawn.over, len(drawn.lines)) == ("Highland Park Neighbors", "Highland Park Neighbors", 2)
    assert get("/nowhere/share.png").status_code == 404
    cast.here.closed_at = timezone.now()
    cast.here.save()
    assert get("/highland-park/share.png").status_code == 404


def test_the_pages_name_their_pictures(cast: Cast) -> None:
    event = make_event(cast.here)
    page = Client().get(f"/e/{event.code}/?lang=es").content.decode()
    for said in (
        f'<meta property="og:image" content="http://localhost:8000/e/{event.code}/share.png?lang=es">',
        '<meta property="og:image:alt" content="Cartel: Vigilia con velas,',
        '<meta property="og:locale" content="es_LA">',
        '<meta property="og:locale:alternate" content="en_US">',
        '<meta name="twitter:card" content="summary_large_image">',
    ):
        assert said in page
    page = Client().get("/highland-park/").content.decode()
    assert '<meta property="og:image" content="http://localhost:8000/highland-park/share.png?lang=en">' in page
    assert '<meta property="og:image:alt" content="Poster of Highland Park Neighbors">' in page

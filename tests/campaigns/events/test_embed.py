"""A list of events inside another site: campaigns:events_embed, and campaigns:events_embed_setup with the lines to
copy."""

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import Cast
from tests.factories import make_campaign, make_event, signed_in

pytestmark = pytest.mark.django_db
EMBED = "/embed/highland-park/events/"
SETUP = "/c/highland-park/events/embed/"


def get(query: str = "", status: int = 200) -> Any:
    answer = Client().get(EMBED + query)
    assert answer.status_code == status
    return answer


def test_any_site_may_show_it_and_it_does_nothing_but_lead_away(cast: Cast) -> None:
    event = make_event(cast.here, capacity=2, seats_taken=2)
    answer = get()
    policy, page = answer["Content-Security-Policy"], answer.content.decode()
    assert "frame-ancestors *" in policy
    assert "default-src 'none'" in policy
    assert "X-Frame-Options" not in answer
    assert not answer.cookies
    assert f'<a href="/e/{event.code}/?lang=en" target="_top">Candlelight vigil</a>' in page
    assert ["<script" in page, "<form" in page, "csrf" in page] == [False] * 3
    assert "Full: there is a waiting list" in page
    assert all('target="_top"' in link for link in re.findall(r"<a [^>]*>", page))


@pytest.mark.parametrize("path", ["/", "/highland-park/", "/events/", SETUP])
def test_no_other_page_may_be_framed(cast: Cast, path: str) -> None:
    answer = signed_in(cast.lead).get(path)
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"


def test_in_spanish_and_for_one_campaign(cast: Cast) -> None:
    make_event(cast.here, "Ours", campaign=make_campaign(cast.here))
    make_event(cast.here, "Another")
    answer = get("?lang=es&campaign=sanctuary")
    page = answer.content.decode()
    assert ['<html lang="es">' in page, page.count("Vigilia con velas"), "?lang=es" in page] == [True, 1, True]
    assert not answer.cookies
    make_campaign(cast.here, "hidden", public=False)
    make_campaign(cast.there, "theirs")
    for slug in ("hidden", "theirs", "nothing", "%00"):
        get(f"?campaign={slug}", 404)


def test_nothing_hidden_is_in_it(cast: Cast) -> None:
    make_event(
        cast.here, "Open", address="5601 Figueroa St", address_shown="rsvp", online_url="https://meet.example/quetzal"
    ).texts.update(for_guests="Ring at quetzal")
    for hidden in (
        {"published_at": None}, {"published_at": timezone.now() + timedelta(hours=1)}, {"audience": "members"},
        {"audience": "invited"}, {"cancelled_at": timezone.now()}, {"days": -1},
    ):  # fmt: skip
        make_event(cast.here, "Quetzal", **hidden)
    make_event(cast.there, "Quetzal of theirs")
    for client in (Client(), signed_in(cast.lead)):
        page = client.get(EMBED).content.decode().lower()
        assert [word in page for word in ("open", "quetzal", "figueroa")] == [True, False, False]


def test_an_empty_list_says_so_and_a_closed_chapter_is_gone(cast: Cast) -> None:
    assert "No public event is planned right now." in get().content.decode()
    first = get()
    assert Client().get(EMBED, headers={"If-None-Match": first["ETag"]}).status_code == 304
    cast.here.closed_at = timezone.now()
    cast.here.save()
    get("", 404)


def test_a_long_list_takes_no_more_queries(cast: Cast, django_assert_max_num_queries: Any) -> None:
    for n in range(1, 25):
        make_event(cast.here, f"Day {n}", days=n)
    with django_assert_max_num_queries(3):
        get()


# --- the page with the lines to copy -----------------------------------------------------------------


def test_lines_to_copy_and_a_look_at_them(cast: Cast) -> None:
    make_campaign(cast.here)
    client = signed_in(cast.volunteer)
    answer = client.get(f"{SETUP}?language=es&campaign=sanctuary")
    page = answer.content.decode()
    shown = re.findall(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)[0]
    copied = html.unescape(shown)
    assert [letter in shown for letter in '<>"'] == [False] * 3
    src = html.unescape(re.findall(r'src="([^"]*)"', copied)[0])
    assert src == "http://localhost:8000/embed/highland-park/events/?lang=es&campaign=sanctuary"
    assert 'title="Events of Highland Park Neighbors"' in copied
    assert Client().get(src.removeprefix("http://localhost:8000")).status_code == 200
    assert '<iframe class="embed" src="/embed/highland-park/events/?lang=es&amp;campaign=sanctuary"' in page
    assert "frame-src 'self'" in answer["Content-Security-Policy"]
    for link in ("/highland-park/events.ics", "/api/v1/chapters/highland-park/events"):
        assert f"http://localhost:8000{link}" in page
    assert SETUP in client.get("/c/highland-park/events/").content.decode()


def test_the_name_of_a_chapter_cannot_break_out_of_the_lines(cast: Cast) -> None:
    cast.here.name = '"><script>alert(1)</script>'
    cast.here.save()
    page = signed_in(cast.lead).get(SETUP).content.decode()
    assert "<script>" not in page
    copied = html.unescape(re.findall(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)[0])
    assert 'title="Events of &quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"' in copied
    for path in (EMBED, "/highland-park/", "/events/?chapter=highland-park"):
        assert "<script>" not in Client().get(path).content.decode()


def test_at_first_the_lines_are_in_the_first_language(cast: Cast) -> None:
    page = signed_in(cast.lead).get(SETUP).content.decode()
    assert 'src="/embed/highland-park/events/?lang=en"' in page


@pytest.mark.parametrize("query", ["?language=xx", "?campaign=theirs", "?campaign=hidden"])
def test_what_is_not_ours_is_refused(cast: Cast, query: str) -> None:
    make_campaign(cast.there, "theirs")
    make_campaign(cast.here, "hidden", public=False)
    answer = signed_in(cast.lead).get(SETUP + query)
    assert answer.status_code == 422
    assert "Sanctuary" not in answer.content.decode()


def test_looking_at_it_in_another_language_keeps_our_own(cast: Cast) -> None:
    client = signed_in(cast.lead)
    assert not client.get(f"{EMBED}?lang=es").cookies
    assert "Show our events" in client.get(SETUP).content.decode()

from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from campaigns.models import Campaign, Event
from chapters.models import Chapter, ChapterText
from tests.cast import Cast
from tests.factories import make_campaign, make_event


def page(client: Client, address: str = "/highland-park/", status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def test_a_full_page(client: Client, cast: Cast) -> None:
    Chapter.objects.filter(pk=cast.here.pk).update(
        contact_email="hello@hp.example", hotline="323 555 0199", hotline_name="Rapid Response Network"
    )
    ChapterText.objects.create(
        parent=cast.here, language="en", summary="We look after each other.", about="First.\n\n<b>Second</b>."
    )
    make_campaign(cast.here)
    first, second = make_event(cast.here, "Vigil", days=2), make_event(cast.here, "Forum", days=5)
    html = page(client)
    assert '<h1 id="h1">Highland Park Neighbors</h1>' in html
    assert "We look after each other." in html
    assert "<p>First.</p>" in html
    assert "<p>&lt;b&gt;Second&lt;/b&gt;.</p>" in html
    assert "A city law that keeps police out of deportations." in html
    assert 'href="/highland-park/sanctuary/"' in html
    assert f'class="btn flame big" href="/e/{first.code}/"' in html
    assert html.count("btn flame") == 1
    assert f'<a href="/e/{second.code}/">Forum</a>' in html
    assert 'href="mailto:hello@hp.example"' in html
    assert 'href="tel:323 555 0199"' in html
    assert "We never ask about immigration status." in html
    assert 'href="/accounts/login/"' in html


def test_a_new_chapter_without_words(client: Client, cast: Cast) -> None:
    html = page(client)
    assert "No public event is planned right now." in html
    assert "btn flame" not in html
    assert "None" not in html


def test_only_what_anyone_may_find_is_shown(client: Client, cast: Cast) -> None:
    make_event(cast.here, "LEAK members", audience=Event.Audience.MEMBERS)
    make_event(cast.here, "LEAK draft", published_at=None)
    make_event(cast.there, "LEAK elsewhere")
    make_event(cast.here, "LEAK past", days=-2)
    make_campaign(cast.there, "leak-elsewhere")
    make_campaign(cast.here, "leak-draft", public=False)
    Chapter.objects.filter(pk=cast.here.pk).update(postal_address="LEAK P.O. Box")
    html = page(client)
    assert "leak" not in html.lower()
    assert "Sanctuary" not in html


def test_campaigns_that_ended_are_told_apart(client: Client, cast: Cast) -> None:
    make_campaign(cast.here, "old")
    Campaign.objects.update(ended_on=timezone.localdate())
    html = page(client)
    assert "What we did before" in html
    assert "What we work on" not in html


def test_a_closed_or_unknown_chapter_is_not_there(client: Client, cast: Cast) -> None:
    Chapter.objects.filter(pk=cast.there.pk).update(closed_at=timezone.now())
    assert page(client, "/east-valley/", 404) == page(client, "/no-such-one/", 404)


def test_queries_do_not_grow(client: Client, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(4):
        make_event(cast.here, days=number + 1)
        make_campaign(cast.here, f"campaign-{number}")
    with django_assert_num_queries(8):
        page(client)


def test_in_spanish(client: Client, cast: Cast) -> None:
    make_campaign(cast.here)
    ChapterText.objects.create(parent=cast.here, language="en", summary="We look after each other.")
    html = page(client, "/highland-park/?lang=es")
    assert '<p class="lede" lang="en">We look after each other.</p>' in html
    assert "Santuario para Los Ángeles" in html
    assert "En qué trabajamos" in html

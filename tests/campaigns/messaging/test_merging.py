"""Merge fields become a person's own words, under their English and Spanish names."""

import pytest

from campaigns.messaging import checking, counting, merging
from campaigns.models import CallToActionText
from chapters.models import Chapter
from tests.cast import Cast
from tests.factories import make_call, make_event, make_member


def test_both_names_of_a_field_fill_in_the_same(cast: Cast) -> None:
    event = make_event(cast.here)
    call, member = make_call(cast.here, event=event), make_member(cast.here, "José Peña")

    def said(body: str, language: str) -> str:
        return merging.render(body, call=call, member=member, language=language, link="https://x.example/t/abc/")

    english = said("{chapter}: Hi { First_Name }, come to {event}: {link}", "en")
    assert english == "Highland Park Neighbors: Hi José, come to Candlelight vigil: https://x.example/t/abc/"
    spanish = said("{grupo}: Hola {nombre}, venga a {evento}: {enlace}", "es")
    assert spanish == "Highland Park Neighbors: Hola José, venga a Vigilia con velas: https://x.example/t/abc/"
    assert said("{when} {place}", "en") == said("{cuando} {lugar}", "en")


def test_values_are_never_read_as_fields(db: None) -> None:
    chapter = Chapter.objects.create(slug="odd", name="{first_name} Club", stamp="O")
    call, member = make_call(chapter), make_member(chapter, "{link} Lopez")
    assert merging.render("{chapter}", call=call, member=member, language="en", link="x") == "{first_name} Club"
    assert merging.render("{first_name}", call=call, member=member, language="en", link="x") == "{link}"


def test_nobody_is_greeted_with_a_gap(cast: Cast) -> None:
    call = make_call(cast.here)
    assert merging.render("Hi {first_name}!", call=call, member=None, language="en", link="") == "Hi neighbor!"


@pytest.mark.parametrize(
    ("body", "unknown"),
    [
        ("{first_name} {nombre} {lugar}", []),
        ("{name} {} {first name} {name}", ["name", "", "first name"]),
        ("a } {", []),
    ],
)
def test_unknown_fields_are_named_as_written(body: str, unknown: list[str]) -> None:
    assert merging.unknown_fields(body) == unknown


def test_fields_of_an_event_are_offered_only_with_one(cast: Cast) -> None:
    call, about_event = make_call(cast.here), make_call(cast.here, event=make_event(cast.here))
    assert merging.offered("es", about=call) == ["{nombre}", "{enlace}", "{grupo}"]
    assert {"{event}", "{when}", "{place}"} < set(merging.offered("en", about=about_event))
    assert "{action}" not in merging.offered("en", about=about_event)
    assert merging.empty_fields("{nombre} {evento} {chapter}", call, "es") == ["evento"]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("with_event", [True, False])
def test_our_own_words_pass_our_own_checks(cast: Cast, language: str, with_event: bool) -> None:  # noqa: FBT001
    event = make_event(cast.here) if with_event else None
    call = make_call(cast.here, event=event, reach="both", languages=())
    words = merging.suggested(language, call)
    text = CallToActionText.objects.create(parent=call, language=language, **words)
    assert list(checking.about_one_language(call, text)) == []
    assert counting.segments(checking.as_sent(call, text)).encoding == "GSM-7"

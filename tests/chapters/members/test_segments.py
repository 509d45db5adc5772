"""Who a list means, in a query, in words and as a sentence."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.utils import timezone, translation

from chapters.members import segments
from chapters.members.segments import SegmentForm, describe, frozen, matching
from chapters.models import Chapter, Member, MemberTag, Segment, Tag, Zip
from tests.cast import Cast
from tests.factories import make_member


@pytest.fixture(autouse=True)
def own_filters_only(settings: LazySettings) -> Iterator[None]:
    settings.SEGMENT_FILTERS = ["chapters.members.segments.FILTERS"]
    segments.all_filters.cache_clear()
    yield
    segments.all_filters.cache_clear()


def one(name: str, value: object) -> segments.Tree:
    return {"version": 1, "all": [{"filter": name, "value": value}]}


def names(chapter: Chapter, tree: segments.Tree) -> list[str]:
    return list(matching(chapter, tree).values_list("name", flat=True))


@pytest.fixture
def people(cast: Cast) -> Chapter:
    """Four people here, and one of another chapter who fits every filter."""
    for code, latitude, longitude in (("90042", 34.1145, -118.1929), ("90065", 34.1073, -118.2266)):
        Zip.objects.create(zip=code, place="Los Angeles", state="CA", latitude=latitude, longitude=longitude)
    Zip.objects.create(zip="60622", place="Chicago", state="IL", latitude=41.9019, longitude=-87.6779)
    driver = Tag.objects.create(chapter=cast.here, name="driver", code="driver")
    today = timezone.localdate()
    ana = make_member(cast.here, "Ana Ruiz", language="es", consents=("text", "email"), email="ana@example.org")
    MemberTag.objects.create(chapter=cast.here, member=ana, tag=driver)
    make_member(cast.here, "Beth Stone", zip="90065", came_count=2, last_came_on=today - timedelta(days=200))
    carlos = make_member(cast.here, "Carlos Tovar", zip="60622", language="es", consents=(), last_asked_on=today)
    Member.objects.filter(pk=carlos.pk).update(created_at=timezone.now() - timedelta(days=60))
    make_member(cast.here, "Dee Underhill", phone="", came_count=1, last_came_on=today)
    make_member(cast.there, "Eve Leak", language="es", consents=("text", "email"), email="eve@example.org")
    return cast.here


@pytest.mark.parametrize(
    ("name", "value", "expected", "words"),
    [
        ("language", "es", ["Ana Ruiz", "Carlos Tovar"], "people who read Spanish"),
        ("zip", ["90065", "60622"], ["Beth Stone", "Carlos Tovar"], "people in ZIP 90065 or 60622"),
        (
            "near",
            {"zips": ["90042"], "miles": 5},
            ["Ana Ruiz", "Beth Stone", "Dee Underhill"],
            "people within 5 miles of ZIP 90042",
        ),
        ("near", {"zips": ["99999"], "miles": 5}, [], "people within 5 miles of ZIP 99999"),
        ("yes", "text", ["Ana Ruiz", "Beth Stone"], "people who said yes to texts"),
        ("yes", "email", ["Ana Ruiz"], "people who said yes to email"),
        ("yes", "none", ["Carlos Tovar", "Dee Underhill"], "people whom we may not write to"),
        ("tag", "driver", ["Ana Ruiz"], "people with the tag “driver”"),
        ("tag", "gone", [], "people with a tag that is gone"),
        ("joined", "30", ["Ana Ruiz", "Beth Stone", "Dee Underhill"], "people who joined in the last 30 days"),
        ("asked", "7", ["Ana Ruiz", "Beth Stone", "Dee Underhill"], "people whom we have not asked in 7 days"),
        ("asked", "never", ["Ana Ruiz", "Beth Stone", "Dee Underhill"], "people whom we never asked"),
        ("has", "no_phone", ["Dee Underhill"], "people who have no mobile phone"),
        ("has", "email", ["Ana Ruiz"], "people who have an email"),
        ("came", "ever", ["Beth Stone", "Dee Underhill"], "people who came at least once"),
        ("came", "never", ["Ana Ruiz", "Carlos Tovar"], "people who never came yet"),
        ("came", "away", ["Beth Stone"], "people who came before, but not in the last 90 days"),
        ("list", "gone", [], "people on a list that is gone"),
    ],
)
def test_each_filter(people: Chapter, name: str, value: object, expected: list[str], words: str) -> None:
    assert names(people, one(name, value)) == expected
    assert describe(people, one(name, value)) == words


def test_filters_join_with_and_or_and_not(people: Chapter) -> None:
    spanish, driver = {"filter": "language", "value": "es"}, {"filter": "tag", "value": "driver"}
    near = {"filter": "zip", "value": ["90042"]}
    both = {"version": 1, "all": [spanish, near]}
    assert (names(people, both), describe(people, both)) == (["Ana Ruiz"], "people in ZIP 90042 who read Spanish")
    either = {"version": 1, "all": [{"any": [near, spanish]}, {"not": driver}]}
    assert names(people, either) == ["Carlos Tovar", "Dee Underhill"]
    assert describe(people, either) == ("people in ZIP 90042 or who read Spanish, but not those with the tag “driver”")
    three = {"version": 1, "all": [spanish, {"any": [near, driver]}, {"not": {"any": [driver, near]}}]}
    assert describe(people, three) == (
        "people who read Spanish, and one of these: in ZIP 90042 or with the tag “driver”, "
        "but not those with the tag “driver” or in ZIP 90042"
    )
    assert names(people, {}) == ["Ana Ruiz", "Beth Stone", "Carlos Tovar", "Dee Underhill"]
    assert describe(people, {}) == "everyone"
    with translation.override("es"):
        assert describe(people, both) == "personas en el código postal 90042 que leen español"


def test_a_filter_nobody_knows_is_never_everyone(people: Chapter) -> None:
    for tree in (one("moon", "full"), {"version": 1}, {"all": [{"not": {"filter": "moon", "value": 1}}]}):
        with pytest.raises(segments.UnknownFilter):
            matching(people, tree)


def test_a_saved_list_inside_a_list_is_frozen_with_what_it_says_today(people: Chapter) -> None:
    saved = Segment.objects.create(chapter=people, name="Spanish readers", tree=one("language", "es"))
    tree = one("list", saved.code)
    kept = frozen(people, tree)
    saved.tree = one("language", "en")
    saved.save()
    assert describe(people, tree) == "people on the list “Spanish readers”"
    assert names(people, tree) == ["Beth Stone", "Dee Underhill"]
    assert names(people, kept) == ["Ana Ruiz", "Carlos Tovar"]


def test_a_list_that_names_itself_is_refused(people: Chapter) -> None:
    saved = Segment.objects.create(chapter=people, name="Mirror", tree={})
    saved.tree = one("list", saved.code)
    saved.save()
    with pytest.raises(segments.UnknownFilter):
        matching(people, saved.tree)


def test_the_sentence_reads_the_address_and_writes_it_again(people: Chapter) -> None:
    form = SegmentForm({"zip": "90042, 90065", "miles": "5", "language": "es", "tag": "driver"}, chapter=people)
    assert form.is_valid()
    assert form.tree == {
        "version": 1,
        "all": [
            {"filter": "near", "value": {"zips": ["90042", "90065"], "miles": 5}},
            {"filter": "language", "value": "es"},
            {"filter": "tag", "value": "driver"},
        ],
    }
    again = SegmentForm(SegmentForm.fields_of(form.tree), chapter=people)
    assert again.is_valid()
    assert again.tree == form.tree
    assert SegmentForm.query_of(one("zip", ["90042"])) == "zip=90042"
    assert [bound.name for bound in form.first] == ["zip", "miles", "language", "yes"]
    assert "list" not in [bound.name for bound in form.more]


def test_the_sentence_refuses_what_it_cannot_read(people: Chapter) -> None:
    form = SegmentForm({"zip": "90042, here", "language": "xx", "tag": "leak"}, chapter=people)
    assert not form.is_valid()
    assert sorted(form.errors) == ["language", "tag", "zip"]
    assert not SegmentForm({"miles": "5"}, chapter=people).is_valid()
    empty = SegmentForm({}, chapter=people)
    assert empty.is_valid()
    assert empty.tree == {}

"""`campaigns:advocacy_version_differences` and the comparison behind it."""

import random
import time
from datetime import date

import pytest
from django.test import Client

from campaigns.advocacy.differences import FOLDED, IN, OUT, SAME, Piece, compare, counted
from tests.campaigns.advocacy.bills import make_measure, make_version
from tests.cast import Cast
from tests.factories import make_campaign, signed_in

FILED = "No agency shall tell immigration agents when any undocumented immigrant is released, whatever their record."
PASSED = (
    "No agency shall tell immigration agents when someone with no conviction from a long list of crimes is released."
)
VOCABULARY = [f"{word}{n}" for word in ("no", "may", "law", "shall", "person", "agency") for n in range(400)]


def told(pieces: list[Piece], *kinds: str) -> str:
    return " ".join("".join(piece.text + " " for piece in pieces if piece.kind in kinds).split())


def bill(words: int, seed: int) -> list[str]:
    return random.Random(seed).choices(VOCABULARY, k=words)


def changed(words: list[str], times: int, seed: int) -> list[str]:
    dice, found = random.Random(seed), [*words]
    for _time in range(times):
        place, length = dice.randrange(len(found)), dice.randint(1, 30)
        found[place : place + dice.choice((0, length))] = dice.choices(VOCABULARY, k=dice.choice((0, length)))
    return found


def test_words_that_came_out_and_went_in_are_marked() -> None:
    pieces = compare(FILED, PASSED)
    assert told(pieces, OUT) == "any undocumented immigrant is released, whatever their record."
    assert told(pieces, IN) == "someone with no conviction from a long list of crimes is released."
    assert told(pieces, SAME) == "No agency shall tell immigration agents when"


def test_another_line_break_is_no_change() -> None:
    assert {piece.kind for piece in compare(FILED, FILED.replace(" ", "\n   "))} == {SAME}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", "All of it is new."),
        ("All of it is gone.", ""),
        ("", ""),
        (FILED, FILED),
        ("a b c d e f " * 50, "a b c d e f " * 49 + "g"),
        (FILED, FILED.upper()),
        (" ".join(bill(3000, 1)), " ".join(bill(3000, 2))),
    ],
)
def test_both_texts_can_be_read_back(old: str, new: str) -> None:
    pieces = compare(old, new)
    assert told(pieces, SAME, FOLDED, OUT) == " ".join(old.split())
    assert told(pieces, SAME, FOLDED, IN) == " ".join(new.split())


@pytest.mark.parametrize("joint", [" ", "\n"], ids=["one block", "lines"])
def test_300_kilobytes_take_less_than_two_seconds(joint: str) -> None:
    old = bill(46_000, 3)
    new = changed(old, 150, 4)
    lines = [joint.join(words[place] for place in range(len(words))) for words in (old, new)]
    assert min(map(len, lines)) > 250_000
    begun = time.perf_counter()
    pieces = compare(*lines)
    assert time.perf_counter() - begun < 2
    assert told(pieces, SAME, FOLDED, OUT) == " ".join(old)
    assert told(pieces, SAME, FOLDED, IN) == " ".join(new)
    count = counted(pieces)
    assert count[FOLDED] > 25_000
    assert count[OUT] + count[IN] < 8_000


def test_3000_lines_that_repeat_end_in_time() -> None:
    old = [line for n in range(3000) for line in (f"({n % 7})", "The", "same", "line", "again.")]
    begun = time.perf_counter()
    pieces = compare("\n".join(old), "\n".join(changed(old, 60, 5)))
    assert time.perf_counter() - begun < 2
    assert told(pieces, SAME, FOLDED, OUT) == " ".join(old)


@pytest.mark.django_db
def test_the_page_marks_escapes_and_folds(cast: Cast) -> None:
    measure = make_measure(make_campaign(cast.here))
    page = f"/c/highland-park/campaigns/{measure.campaign.code}/bills/{measure.code}/differences/"
    lead = signed_in(cast.lead)
    assert "Add a second version." in lead.get(page).content.decode()
    same = " ".join(bill(400, 6))
    first = make_version(measure, "As filed", date(2017, 1, 1), f"<b>Old</b> {same}")
    second = make_version(measure, "As amended", date(2017, 3, 1), f"<i>New</i> {same}")
    body = lead.get(page).content.decode()
    assert "<del>&lt;b&gt;Old&lt;/b&gt;</del> <ins>&lt;i&gt;New&lt;/i&gt;</ins> " in body
    assert ("1 word came out, 1 went in" in body, "words stayed the same</summary>" in body) == (True, True)
    third = make_version(measure, "As passed", date(2017, 9, 1), f"Third {same}")
    body = lead.get(page).content.decode()
    assert ("&lt;i&gt;New" in body, "Third" in body, "Old" in body) == (True, True, False)
    body = lead.get(page, {"from": first.code, "to": third.code}).content.decode()
    assert ("Old" in body, "Third" in body, "New" in body) == (True, True, False)
    body = lead.get(page, {"from": "unknown", "to": second.code}).content.decode()
    assert "Not one word changed" in body


@pytest.mark.django_db
def test_a_version_without_words_is_named(cast: Cast) -> None:
    measure = make_measure(make_campaign(cast.here))
    make_version(measure, "As filed", date(2017, 1, 1))
    make_version(measure, "As amended", date(2017, 3, 1), "Words")
    page = f"/c/highland-park/campaigns/{measure.campaign.code}/bills/{measure.code}/differences/"
    body = signed_in(cast.lead).get(page).content.decode()
    assert ("The words of “As filed” are not here." in body, "<del>Words" in body) == (True, False)
    assert Client().get(page).status_code == 302

"""What people text: at most 2 in 100 misread either way, in both languages."""

import re
from collections import Counter
from pathlib import Path

import pytest

from campaigns.messaging.classify import classify

MOST_WRONG = 0.02
SENTENCES = Path(__file__).with_name("sentences.txt").read_text()
TABLE = [
    (text, kind)
    for kind, block in re.findall(r"^\[(\w+)\]\n(.*?)(?=\n\n|\Z)", SENTENCES, re.MULTILINE | re.DOTALL)
    for text in block.splitlines()
]


def test_the_table_is_large_and_in_both_languages() -> None:
    written_in = Counter(classify(text).language for text, _kind in TABLE)
    assert len(TABLE) > 1100
    assert min(written_in["en"], written_in["es"]) > 450
    assert Counter(kind for _text, kind in TABLE)["stop"] > 350


@pytest.mark.parametrize("kind", ["stop", "emergency"])
def test_few_are_missed_and_few_are_wrongly_heard(kind: str) -> None:
    meant = [text for text, is_meant in TABLE if is_meant == kind]
    others = [text for text, is_meant in TABLE if is_meant != kind]
    missed = [text for text in meant if classify(text).kind != kind]
    wrong = [text for text in others if classify(text).kind == kind]
    assert len(missed) <= MOST_WRONG * len(meant), missed
    assert len(wrong) <= MOST_WRONG * len(others), wrong


def test_few_are_misread_at_all() -> None:
    wrong = [(text, meant, classify(text).kind.value) for text, meant in TABLE if classify(text).kind != meant]
    assert len(wrong) <= MOST_WRONG * len(TABLE), wrong


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("VOY", None),
        ("vamos 3", 3),
        ("IN 2", 2),
        ("Yes, 3 of us", 3),
        ("in +2", 3),
        ("voy con 2 amigas", 3),
        ("yes me and my husband", 2),
        ("Sí, seremos 4 personas", 4),
        ("both of us will be there", 2),
        ("si, a las 7", None),
        ("We will be there around 6:30", None),
        ("yes 45", None),
    ],
)
def test_how_many_come(text: str, size: int | None) -> None:
    reading = classify(text)
    assert (reading.kind, reading.party_size) == ("yes", size)


def test_a_yes_with_a_question_is_read_by_a_person_too() -> None:
    assert classify("VOY").has_more is False
    assert classify("VOY ¿hay estacionamiento?").has_more is True


def test_a_word_of_two_languages_is_read_in_the_persons_own() -> None:
    assert (classify("ya", "en").kind, classify("ya", "es").kind) == ("yes", "words")


@pytest.mark.parametrize(("text", "language"), [("AYUDA", "es"), ("STOP", "en"), ("no", ""), ("ok", "")])
def test_the_language_it_is_written_in(text: str, language: str) -> None:
    assert classify(text).language == language

"""Phones, emails and ZIP codes as people write them."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from chapters.members import contacts


@pytest.mark.parametrize(
    "written",
    [
        "2134737001",
        "1 213 473 7001",
        "(213) 473-7001",
        "213.473.7001 x12",
        "2134737001 (cell)",
        "cell: 213-473-7001",
        "213\u2011473\u20117001",
        "（213）473\u20137001",
        "2134737001.0",
        "+1 213-473-7001",
        "763-0370; 213 473 7001",
        "213 473 7001 ::: 213 473 7002",
        "213 473 7001 / 213 473 7002",
        "\u202a+12134737001\u202c",
    ],
)
def test_a_phone_is_read_however_it_is_written(written: str) -> None:
    assert contacts.read_phone(written) == "+12134737001"


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("763-0370", "This number is 3 digits short. It needs 10, like 323 555 0142."),
        ("213 473 700", "This number is 1 digit short. It needs 10, like 323 555 0142."),
        ("213 473 7001 22", "This number has 2 digits too many. It needs 10, like 323 555 0142."),
        ("2.02555E+09", "A spreadsheet cut this number short, and its last digits are lost. Please type it again."),
        ("none", "This is not a phone number."),
        ("123 456 7890", "No phone has this number. Please check each digit."),
        ("+52 55 5555 5555", "We cannot text numbers in that country."),
        ("", "This is not a phone number."),
    ],
)
def test_a_phone_we_cannot_use_says_why(written: str, words: str) -> None:
    with pytest.raises(ValidationError) as refused:
        contacts.read_phone(written)
    assert refused.value.messages == [words]


def test_it_says_so_in_spanish() -> None:
    with translation.override("es"), pytest.raises(ValidationError) as refused:
        contacts.read_phone("763-0370")
    assert refused.value.messages == ["A este número le faltan 3 cifras. Necesita 10, como 323 555 0142."]


@pytest.mark.parametrize(
    ("written", "kept"),
    [(" Ana@Example.ORG ", "ana@example.org"), ("Ana <ana@example.org>", "ana@example.org"), ("x; b@c.org", "b@c.org")],
)
def test_an_email_is_kept_in_lower_case(written: str, kept: str) -> None:
    assert contacts.read_email(written) == kept


@pytest.mark.parametrize(("written", "kept"), [("90042", "90042"), ("2139", "02139"), ("90042-1234", "90042")])
def test_a_zip_code_keeps_five_digits(written: str, kept: str) -> None:
    assert contacts.read_zip(written) == kept


@pytest.mark.parametrize("reader", [contacts.read_email, contacts.read_zip])
def test_nonsense_is_refused(reader: object) -> None:
    with pytest.raises(ValidationError):
        reader("nope")  # type: ignore[operator]


def test_a_field_shows_a_refused_number_as_it_was_typed() -> None:
    field = contacts.PhoneField()
    with pytest.raises(ValidationError, match="3 digits short"):
        field.clean("763-0370")
    assert field.prepare_value("763-0370") == "763-0370"
    assert field.prepare_value("+13235550142") == "(323) 555-0142"
    assert field.clean("323 555 0142") == "+13235550142"

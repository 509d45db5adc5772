"""Texts are counted as the carriers count them."""

from decimal import Decimal

import pytest

from campaigns.messaging import counting


@pytest.mark.parametrize(
    ("text", "encoding", "units", "segments"),
    [
        ("", "GSM-7", 0, 0),
        ("a" * 160, "GSM-7", 160, 1),
        ("a" * 161, "GSM-7", 161, 2),
        ("a" * 306, "GSM-7", 306, 2),
        ("a" * 307, "GSM-7", 307, 3),
        ("¿Viene, José? ¡Sí o ñ!".replace("í", "i"), "GSM-7", 22, 1),
        ("€" * 80, "GSM-7", 160, 1),
        ("€" * 81, "GSM-7", 162, 2),
        # 152 letters, then one that takes two: it is not cut, so the second part begins with it.
        ("a" * 152 + "€" + "a" * 152, "GSM-7", 306, 3),
        ("á" * 70, "UCS-2", 70, 1),
        ("á" * 71, "UCS-2", 71, 2),
        ("á" * 134, "UCS-2", 134, 2),
        ("á" * 135, "UCS-2", 135, 3),
        ("🌼" * 35, "UCS-2", 70, 1),
        # 33 pairs fill 66 of 67 units: the next flower does not fit any more.
        ("🌼" * 67, "UCS-2", 134, 3),
    ],
)
def test_segments(text: str, encoding: str, units: int, segments: int) -> None:
    count = counting.segments(text)
    assert (count.encoding, count.units, count.segments) == (encoding, units, segments)


def test_only_the_letters_that_cost_are_named() -> None:
    assert counting.segments("¿Qué más, señora? Más allá é ñ ü").costly_letters == ("á",)
    assert counting.segments("“Hola” 🌼").costly_letters == ("“", "”", "🌼")
    assert counting.emoji(("“", "🌼")) == ("🌼",)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Responda VOY, ALTO para no recibir más.", "Responda VOY, ALTO para salir."),
        ("ALTO para no recibir más mensajes", "ALTO para salir"),
        ("La reunión es aquí, José: ¿viene mañana?", "La reunion es aqui, José: ¿viene mañana?"),
        ("“Come” – it’s on… 🌼✊🏽", '"Come" - it\'s on... '),
        ("Ánimo", "Animo"),
        ("Venga 🌼 por favor", "Venga por favor"),
        ("我们", "我们"),
    ],
)
def test_plain_says_the_same_in_the_phone_alphabet(text: str, plain: str) -> None:
    assert counting.plain(text) == plain


def test_cost_is_dollars_to_the_cent() -> None:
    assert counting.cost(310) == Decimal("3.41")

"""What is asked about before it is kept: plain cases, and the same words when they mean something else."""

import time

import pytest

from chapters.members.private_words import asked_about

STATUS, COUNTRY, BIRTH = "immigration status", "country of birth", "date of birth"
NUMBER, PLACE = "an ID number", "where exactly someone lives"
ASKED = [
    ("Her cousin was deported in June.", STATUS),
    ("He is undocumented, be careful", STATUS),
    ("Dice que está sin papeles", STATUS),
    ("Sus hijos tienen papeles, ella no", STATUS),
    ("Her visa interview is on Monday.", STATUS),
    ("Applied for asylum last year", STATUS),
    ("Solicitó asilo el año pasado", STATUS),
    ("Has DACA until March", STATUS),
    ("Mixed-status family of five", STATUS),
    ("Le deportaron al hermano", STATUS),
    ("His green card ran out", STATUS),
    ("Ella es ciudadana, su esposo no", STATUS),
    ("Became a citizen in May", STATUS),
    ("Su caso de migración sigue abierto", STATUS),
    ("Husband was detained by ICE on Tuesday", STATUS),
    ("Trae grillete, no puede salir de noche", STATUS),
    ("They crossed the border in 2019", STATUS),
    ("Está tramitando su permiso de trabajo", STATUS),
    ("She's here illegally", STATUS),
    ("Nació en Puebla", COUNTRY),
    ("Born in Guatemala City", COUNTRY),
    ("She is from El Salvador", COUNTRY),
    ("Llegó hace dos años de Honduras", COUNTRY),
    ("Es guatemalteca", COUNTRY),
    ("Country of origin: Peru", COUNTRY),
    ("DOB on file", BIRTH),
    ("Born 3/14/1985", BIRTH),
    ("3/14/85", BIRTH),
    ("Fecha de nacimiento en la hoja", BIRTH),
    ("Nació el 5 de mayo", BIRTH),
    ("Her birthday is May 4", BIRTH),
    ("Su cumpleaños es el 8 de junio", BIRTH),
    ("14 de marzo de 1985", BIRTH),
    ("SSN 123-45-6789", NUMBER),
    ("123456789 is on the form", NUMBER),
    ("A23456789", NUMBER),
    ("Alien number in the folder", NUMBER),
    ("Her passport is with her mother", NUMBER),
    ("Tiene su pasaporte en casa de su tía", NUMBER),
    ("Driver's license D1234567", NUMBER),
    ("Licencia de manejar número D1234567", NUMBER),
    ("Su CURP está en el sobre", NUMBER),
    ("Número de seguro social al dorso", NUMBER),
    ("Matrícula consular vencida", NUMBER),
    ("1425 Maple Ave, back house", PLACE),
    ("812 N Soto St", PLACE),
    ("Vive en la calle Hidalgo 25", PLACE),
    ("Apt 4B, ring twice", PLACE),
    ("34.1139, -118.1925", PLACE),
    ("Lives next to the laundromat", PLACE),
    ("Vive atrás de la panadería", PLACE),
    ("Se esconde en la iglesia", PLACE),
    ("Duerme en su camioneta", PLACE),
    ("Is staying with her aunt for now", PLACE),
]
INNOCENT = [
    "Lends her projector. Can drive on Sundays.",
    "Wants a stop to deportations in our city.",
    "Documented the march with great photos",
    "Documentó la marcha con fotos",
    "Says the eviction is illegal and wants a lawyer",
    "Illegal parking in front of the school bothers him",
    "Has a driver's license and a van",
    "Tiene licencia de manejar y una camioneta",
    "Worried about Social Security cuts",
    "Le preocupan los recortes al Seguro Social",
    "Runs the senior citizens' lunch",
    "Signed up for citizens' assembly",
    "Da el taller de ciudadanía los sábados",
    "Spoke at the DACA rally",
    "Trabaja en un asilo de ancianos",
    "Paid for the bus with her Visa",
    "Revisa los volantes en español",
    "The idea was born in our kitchen",
    "Brings birthday cake to meetings",
    "Trae pastel de cumpleaños",
    "Lives in Highland Park",
    "Vive en Boyle Heights con su familia",
    "Makes Mexican food for 80 people",
    "Moved here from New Mexico",
    "Call 323-555-0142 after 6",
    "Llamar al (323) 555-0142 después de las 6",
    "Came to the vigil on 10/05/2026",
    "Brought 200 people on the way to city hall",
    "Needs 2 rides a week",
    "The vigil is at 1425 Maple Ave",
    "La reunión es en calle Hidalgo 25",
    "ZIP 90042-1234",
    "Trajo periódicos y papeles de colores",
    "Hand out newspapers at the market",
    "Her shift ends at 9, take the 81 bus",
    "Wants to keep staying in touch",
    "Prefers room with a ramp; uses a wheelchair",
    "No puede subir escaleras",
    "Speaks Tagalog and Spanish",
    "Cumple el horario sin falta",
    "Her birthday is on the same day as our picnic",
    "Born organizer, give her the megaphone",
]


@pytest.mark.parametrize(("text", "what"), ASKED)
def test_it_is_asked_about(text: str, what: str) -> None:
    assert what in asked_about(text)


@pytest.mark.parametrize("text", INNOCENT)
def test_it_is_not_asked_about(text: str) -> None:
    assert asked_about(text) == []


def test_the_table_is_long_and_capital_letters_do_not_matter() -> None:
    assert len(ASKED) + len(INNOCENT) >= 60
    for text, what in ASKED:
        assert what in asked_about(text.upper()), text


def test_one_note_can_be_asked_about_twice() -> None:
    assert asked_about("DOB 2/3/61, SSN 123-45-6789") == [BIRTH, NUMBER]


def test_a_long_note_takes_no_time() -> None:
    began = time.monotonic()
    assert asked_about("la calle de la casa no es lejos, 12 " * 120) == []
    assert time.monotonic() - began < 1

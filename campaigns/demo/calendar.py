"""The demo's events: three of 2017, the rest around today."""

from dataclasses import dataclass, field
from typing import Any

from campaigns.models import Event

Kind = Event.Kind


@dataclass(frozen=True)
class Planned:
    """`en` and `es` are title, summary and perhaps the reason to meet.

    `days` from today at `clock` (hour, minute) for `hours`; or on `on`, an ISO date. `turnout` are the people whose
    seats are counted; `going` of them are members with a row of their own."""

    key: str
    kind: Kind
    en: tuple[str, ...]
    es: tuple[str, ...] | None
    clock: tuple[int, int]
    hours: float
    place: str
    days: int = 0
    on: str = ""
    zip: str = "90042"
    chapter: str = "highland-park"
    going: int = 0
    unsure: int = 0
    turnout: int = 0
    in_campaign: bool = False
    fields: dict[str, Any] = field(default_factory=dict)


MEETING = ("Weekly meeting and soup", "We plan the week together. Supper first, then one hour of work.")
REUNION = ("Reunión semanal con sopa", "Planeamos juntos la semana. Primero la cena, luego una hora de trabajo.")
HALL = "Sala San Judas, Avenue 60"
EVERYONE = {"is_step_free": True, "has_childcare": True, "interpretation": ["en", "es"]}

EVENTS: list[Planned] = [
    Planned(
        "vigil-2017",
        Kind.VIGIL,
        ("Candles for a neighbor", "We walk, we stand together, we sign postcards."),
        ("Velas por un vecino", "Caminamos, nos acompañamos y firmamos postales."),
        (19, 0),
        2,
        "York Blvd",
        on="2017-04-22",
        turnout=160,
        in_campaign=True,
        fields={"came": 190},
    ),
    Planned(
        "forum-2017",
        Kind.OTHER,
        ("Unity forum with Council Member Huizar", "We ask for an ordinance, in public."),
        ("Foro de unidad con el concejal Huizar", "Pedimos una ordenanza, en público."),
        (18, 0),
        2,
        "Boyle Heights",
        on="2017-06-10",
        zip="90033",
        turnout=45,
        in_campaign=True,
    ),
    Planned(
        "town-hall-2017",
        Kind.TOWN_HALL,
        ("Town hall: when will you vote?", "One question to two council members."),
        ("Asamblea: ¿cuándo van a votar?", "Una pregunta a dos concejales."),
        (18, 30),
        2,
        HALL,
        on="2017-10-05",
        turnout=210,
        in_campaign=True,
        fields={"came": 180},
    ),
    Planned(
        "meeting-3",
        Kind.MEETING,
        MEETING,
        REUNION,
        (18, 30),
        2,
        HALL,
        days=-19,
        going=14,
        fields={"goal": 25, "came": 17},
    ),
    Planned(
        "postcards",
        Kind.ART_BUILD,
        ("Postcard night", "Paint, write and stamp. Bring a friend who draws badly."),
        ("Noche de postales", "Pintamos, escribimos y ponemos estampillas. Traiga a alguien que dibuje mal."),
        (17, 0),
        3,
        "Estudio Colibrí, York Blvd",
        days=-12,
        going=34,
        in_campaign=True,
        fields={"goal": 30, "came": 27},
    ),
    Planned("meeting-2", Kind.MEETING, MEETING, REUNION, (18, 30), 2, HALL, days=-5, going=16, fields={"goal": 25}),
    Planned(
        "meeting",
        Kind.MEETING,
        MEETING,
        REUNION,
        (18, 30),
        2,
        HALL,
        days=2,
        going=9,
        unsure=3,
        fields={"goal": 25, **EVERYONE},
    ),
    Planned(
        "vigil",
        Kind.VIGIL,
        (
            "Candles and postcards on York",
            "Walk with us, and sign for an ordinance that protects every family.",
            (
                "The council counts letters. We bring the candles, the cards and the pens, and carry every signed card"
                " to City Hall.\n\nWe walk slowly, six blocks, and stop where there are chairs."
            ),
        ),
        (
            "Velas y postales en la York",
            "Camine con nosotros y firme por una ordenanza que proteja a cada familia.",
            (
                "El concejo cuenta las cartas. Llevamos las velas, las postales y las plumas, y entregamos cada postal"
                " firmada en el ayuntamiento.\n\nCaminamos despacio, seis cuadras, y paramos donde hay sillas."
            ),
        ),
        (19, 0),
        1.5,
        "York Blvd, Avenue 50",
        days=5,
        going=21,
        unsure=5,
        in_campaign=True,
        fields={"goal": 60, "is_step_free": True},
    ),
    Planned(
        "rights",
        Kind.KNOW_YOUR_RIGHTS,
        ("Know your rights at the door", "A lawyer shows what to say and what never to sign."),
        ("Conozca sus derechos en la puerta", "Una abogada enseña qué decir y qué no firmar nunca."),
        (10, 0),
        2,
        "Arroyo Seco Library",
        days=9,
        going=14,
        fields={"capacity": 40, "address_shown": "rsvp", "interpretation": ["es"], "has_childcare": True},
    ),
    Planned(
        "town-hall",
        Kind.TOWN_HALL,
        (
            "Town hall for the ordinance",
            "We ask Council Members Cedros and Huerta to name the day of the vote.",
            (
                "A declaration is a promise on paper. An ordinance is a rule that the police must follow.\n\nThree"
                " neighbors speak for two minutes each, then we ask one question. A full room is part of the question."
            ),
        ),
        (
            "Asamblea por la ordenanza",
            "Pedimos a la concejala Cedros y al concejal Huerta que digan el día del voto.",
            (
                "Una declaración es una promesa en papel. Una ordenanza es una regla que la policía tiene que"
                " cumplir.\n\nTres vecinos hablan dos minutos cada uno y luego hacemos una sola pregunta. Una sala"
                " llena es parte de la pregunta."
            ),
        ),
        (18, 30),
        2,
        HALL,
        days=12,
        going=58,
        unsure=13,
        in_campaign=True,
        fields={"goal": 200, "capacity": 220, **EVERYONE},
    ),
    Planned(
        "phone-bank",
        Kind.PHONE_BANK,
        ("Call our neighbors from the kitchen", "Two hours, a script, and good coffee."),
        None,
        (11, 0),
        2,
        "Casa Duarte",
        days=16,
        going=5,
        in_campaign=True,
        fields={"goal": 12, "address_shown": "rsvp"},
    ),
    Planned(
        "potluck",
        Kind.OTHER,
        ("Potluck in the park", "Bring a dish and the story of your street."),
        ("Convivio en el parque", "Traiga un platillo y la historia de su calle."),
        (12, 0),
        3,
        "Valley Plaza Park",
        days=6,
        zip="91606",
        chapter="east-valley",
        going=11,
        fields={"goal": 20},
    ),
    Planned(
        "training",
        Kind.TRAINING,
        ("First-time volunteers", "What we do, and how you can help in one evening a month."),
        ("Voluntarios por primera vez", "Qué hacemos y cómo puede ayudar una tarde al mes."),
        (18, 0),
        1.5,
        "North Hollywood Library",
        days=13,
        zip="91601",
        chapter="east-valley",
        going=7,
        fields={"capacity": 25},
    ),
]

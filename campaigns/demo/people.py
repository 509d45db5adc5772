"""300 invented members: names from two lists, numbers that no phone company gives out, homes in the right ZIP codes."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product
from random import Random
from typing import Any

from django.utils import timezone

from chapters.encryption import blind_index
from chapters.models import (
    Chapter,
    Consent,
    ConsentWording,
    ConsentWordingText,
    CustomField,
    CustomValue,
    Member,
    MemberTag,
    Note,
    OptOut,
    Tag,
    WorkingGroup,
    WorkingGroupMember,
)

# 555-0100 to 555-0199 are kept free for fiction in every area code; these five are of Los Angeles.
PHONES = [f"+1{area}55501{end:02}" for end, area in product(range(100), ("323", "213", "626", "818", "747"))]
OUR_NUMBERS = 10  # the first ones are the chapters' own

SPANISH_FIRST = """
Lupe Ramón Beatriz Ignacio Yolanda Fermín Graciela Abel Maricela Octavio Concepción Néstor Leticia Rubén Amparo Saúl
Dolores Efraín Araceli Gustavo Imelda Hilario Josefina Lázaro Nohemí Moisés Ofelia Próspero Rocío Sixto Teresa Ulises
Verónica Wenceslao Ximena Zoila Adela Benito Catalina Domingo Esperanza Fidel
""".split()  # noqa: SIM905  a list of quoted words hides the words
SPANISH_LAST = """
Villalobos Orozco Peña Carranza Solís Zepeda Arellano Cisneros Núñez Barragán Montaño Ochoa Ledesma Quintero Robles
Urrutia Valadez Muñoz Escobedo Iñiguez Galindo Frausto Haro Jáuregui
""".split()  # noqa: SIM905
ENGLISH_FIRST = """
Alice Bernard Cora Dwight Edith Franklin Gloria Howard Irene Jerome Kathleen Leonard Mabel Norman Opal Perry Ruth
Stanley Thelma Vernon Winona Arthur Bonnie Clyde Della Emmett Flora Glen Hazel Ivan Mei Arjun Hana Duc Naomi Kofi
""".split()  # noqa: SIM905
ENGLISH_LAST = """
Abbott Brewer Chang Draper Ellison Fong Garrity Hatch Ito Jessup Kimball Lockhart Mathis Nakamura Oakes Pruitt Quigley
Rhodes Stroud Tran Upton Vance Whitlock Yamada Zeller Adeyemi
""".split()  # noqa: SIM905
ZIPS = {
    "highland-park": ["90042"] * 10 + ["90065"] * 4 + ["90031"] * 4 + ["90041"] * 2 + ["90032"],
    "east-valley": ["91606"] * 4 + ["91605"] * 3 + ["91601"] * 2 + ["91331"],
}
SIZES = {"highland-park": 228, "east-valley": 72}
TAGS = ["drives", "looks after children", "paints", "speaks in public", "has a sound system", "calls neighbors"]
SKILLS = {"paints", "speaks in public"}
SHIRTS = ["S", "M", "L", "XL"]
GROUPS = ["Rapid response", "Art and banners", "Food"]
WORDINGS = {
    "text": {
        "en": "Text me about actions and events of {chapter}. About 4 texts a month. Reply STOP to end.",
        "es": "Envíenme textos sobre acciones y eventos de {chapter}. Unos 4 al mes. Responda ALTO para salir.",
    },
    "email": {
        "en": "Email me about actions and events of {chapter}. I can stop it with one click.",
        "es": "Escríbanme por correo sobre acciones y eventos de {chapter}. Puedo dejarlo con un clic.",
    },
}
SOURCES = [
    (Consent.Source.PAPER, "Clipboard at the vigil"),
    (Consent.Source.PAPER, "Table at the farmers market"),
    (Consent.Source.RSVP, "Saved a seat on the web"),
    (Consent.Source.FORM, "Form on the chapter page"),
]
NOTES = [
    "Knows everyone at the laundromat on Avenue 57.",
    "Prefers a call after 6 pm. Works mornings.",
    "Offered her van for 6 people.",
    "Wants to help with banners, not with phones.",
]


@dataclass
class Home:
    """What people of one household share."""

    phone: str
    last: str
    zip: str
    language: str


def invent(chapter: Chapter, random: Random, phones: Iterator[str]) -> list[Member]:
    """The chapter's members, saved; about every ninth shares a phone with the one before."""
    members: list[Member] = []
    names: set[str] = set()
    home = None
    for number in range(SIZES[chapter.slug]):
        if home is None or number % 9:
            home = new_home(chapter, random, phones)
        first = new_first_name(home, names, random)
        members.append(one(chapter, home, first, number, random))
    saved: list[Member] = Member.objects.bulk_create(members)
    for member in saved:
        member.created_at = timezone.now() - timedelta(days=random.choice([3, 19, *range(40, 500, 20)]))
    Member.objects.bulk_update(saved, ["created_at"])
    return saved


def new_home(chapter: Chapter, random: Random, phones: Iterator[str]) -> Home:
    language = "es" if random.random() < 0.45 else "en"
    last = random.choice(SPANISH_LAST if language == "es" or random.random() < 0.25 else ENGLISH_LAST)
    return Home(next(phones), last, random.choice(ZIPS[chapter.slug]), language)


def new_first_name(home: Home, names: set[str], random: Random) -> str:
    """One that nobody with this last name has yet."""
    firsts = SPANISH_FIRST if home.language == "es" else ENGLISH_FIRST
    first = random.choice([name for name in firsts if f"{name} {home.last}" not in names])
    names.add(f"{first} {home.last}")
    return first


def one(chapter: Chapter, home: Home, first: str, number: int, random: Random) -> Member:
    """Every 19th has no phone and every fifth no email."""
    name = f"{first} {home.last}"
    came = random.choice([0, 0, 0, 1, 1, 2, 3, 5])
    plain = unicodedata.normalize("NFKD", f"{first}.{home.last}{number}".lower())
    local = plain.encode("ascii", "ignore").decode()
    member = Member(
        chapter=chapter,
        name=name,
        phone="" if number % 19 == 18 else home.phone,
        email="" if number % 5 == 4 else f"{local}@mail.example",
        zip="" if number % 31 == 30 else home.zip,
        language=home.language,
        came_count=came,
        last_came_on=timezone.localdate() - timedelta(days=random.choice([5, 12, 19, 60, 140])) if came else None,
    )
    member.clean_names()
    return member


def agree(members: list[Member], wordings: dict[str, ConsentWording], random: Random) -> None:
    """Most said yes to texts and email, some to one, some to nothing; a few took it back."""
    consents = []
    for number, member in enumerate(members):
        at = timezone.now() - timedelta(days=random.randrange(20, 400), minutes=random.randrange(900))
        for channel, left_out in (("text", 8), ("email", 6)):
            address = member.phone if channel == "text" else member.email
            if address and number % left_out:
                consents.append(consent(member, wordings[channel], at, SOURCES[number % len(SOURCES)]))
    Consent.objects.bulk_create(consents)
    stop([member for number, member in enumerate(members) if member.phone and number % 37 == 11])


def consent(member: Member, wording: ConsentWording, at: datetime, source: tuple[str, str]) -> Consent:
    return Consent(
        chapter=member.chapter,
        member=member,
        channel=wording.channel,
        is_given=True,
        source=source[0],
        source_detail=source[1],
        wording=wording,
        wording_text=WORDINGS[wording.channel][member.language].format(chapter=member.chapter.name),
        language=member.language,
        at=at,
    )


def stop(members: list[Member]) -> None:
    """They wrote STOP some time ago: it holds for the number, whoever shares it, in every chapter."""
    at = timezone.now() - timedelta(days=9)
    said = {"channel": "text", "source": Consent.Source.KEYWORD, "at": at}
    indexes = {blind_index("phone", member.phone) for member in members}
    OptOut.objects.bulk_create(OptOut(address_index=index, **said) for index in indexes)
    sharing = Member.objects.filter(phone_index__in=indexes)
    Consent.objects.bulk_create(
        Consent(chapter=member.chapter, member=member, is_given=False, source_detail="STOP", **said)
        for member in sharing.select_related("chapter")
    )


def write_wordings(chapter: Chapter) -> dict[str, ConsentWording]:
    found = {}
    for channel, sentences in WORDINGS.items():
        found[channel] = ConsentWording.objects.create(chapter=chapter, channel=channel)
        ConsentWordingText.objects.bulk_create(
            ConsentWordingText(parent=found[channel], language=language, sentence=words.format(chapter=chapter.name))
            for language, words in sentences.items()
        )
    return found


def describe(chapter: Chapter, members: list[Member], random: Random, **written: Any) -> None:
    """Tags, skills, the chapter's own fields, working groups and a few notes."""
    tags = [Tag.objects.create(chapter=chapter, name=name, kind=kind_of(name)) for name in TAGS]
    fill_own_fields(chapter, members)
    pairs = {(random.choice(members), random.choice(tags)) for _ in range(len(members) // 2)}
    ordered = sorted(pairs, key=lambda pair: (pair[0].pk, pair[1].pk))
    MemberTag.objects.bulk_create(MemberTag(chapter=chapter, member=member, tag=tag) for member, tag in ordered)
    for name in GROUPS:
        group = WorkingGroup.objects.create(chapter=chapter, name=name)
        seats = random.sample(members, 7)
        WorkingGroupMember.objects.bulk_create(
            WorkingGroupMember(chapter=chapter, working_group=group, member=member, is_lead=place == 0)
            for place, member in enumerate(seats)
        )
    for body, member in zip(NOTES, random.sample(members, len(NOTES)), strict=True):
        Note.objects.create(chapter=chapter, member=member, body=body, **written)


def kind_of(name: str) -> str:
    return str(Tag.Kind.SKILL if name in SKILLS else Tag.Kind.TAG)


def fill_own_fields(chapter: Chapter, members: list[Member]) -> None:
    """Every fourth told us their size, and a few have a key."""
    shirt = CustomField.objects.create(chapter=chapter, kind="choice", answers=SHIRTS, place=1)
    key = CustomField.objects.create(chapter=chapter, kind="yes_no", place=2)
    labels = {shirt: ("T-shirt", "Camiseta"), key: ("Has a key to the hall", "Tiene llave del salón")}
    for field, (english, spanish) in labels.items():
        field.texts.create(language="en", label=english)
        field.texts.create(language="es", label=spanish)
    told = [CustomValue(field=shirt, member=one, answer=SHIRTS[one.pk % 4]) for one in members[::4]]
    told += [CustomValue(field=key, member=one, is_yes=True) for one in members[::40]]
    for row in told:
        row.chapter = chapter
    CustomValue.objects.bulk_create(told)

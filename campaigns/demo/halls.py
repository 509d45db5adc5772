"""The demo's programs: the town hall of 2017 and the one to come, and a committee hearing that waits for its date."""

from datetime import timedelta
from random import Random

from django.utils import timezone

from campaigns.demo.seating import seat, take
from campaigns.events import speaking
from campaigns.events.undated_forms import USUAL
from campaigns.models import (
    DistrictGoal,
    DistrictPick,
    Event,
    EventText,
    Hearing,
    HearingText,
    Moment,
    ProgramItem,
    ProgramItemText,
    Speaker,
    SpeakerText,
    TalkingPoint,
    TalkingPointText,
)
from chapters.dates import NOT_SET
from chapters.models import Member, User

COUNCIL = "Los Angeles City Council"
# (name, district, what we call them in Spanish)
OFFICIALS = (("Gloria Cedros", "1", "Concejala"), ("Javier Huerta", "14", "Concejal"))
LAWYER = "Teresa Amador"
DISTRICTS = (("District 1", ["90031", "90042", "90065"], 90), ("District 14", ["90032", "90041", "90042"], 70))
# (English, Spanish, minutes, who speaks)
PROGRAM = (
    (
        "Doors open: soup, childcare, headsets",
        "Puertas abiertas: sopa y guardería",
        15,
        "",
    ),
    ("Welcome, and why we are here", "Bienvenida, y por qué estamos aquí", 10, ""),
    ("A daughter tells what happened on the way to school", "Una hija cuenta qué pasó camino a la escuela", 10, ""),
    (
        "What an ordinance does, and a declaration not",
        "Lo que hace una ordenanza y una declaración no",
        15,
        LAWYER,
    ),
    ("When will you vote? District 1 answers", "¿Cuándo será el voto? Responde el Distrito 1", 15, "Gloria Cedros"),
    ("When will you vote? District 14 answers", "¿Cuándo será el voto? Responde el Distrito 14", 15, "Javier Huerta"),
    ("Postcards, and who comes to the hearing", "Postales, y quién va a la audiencia", 20, ""),
)
POINTS = (
    (
        "A declaration binds nobody", "The city said the word sanctuary. No rule for any officer changed that day.",
        "Una declaración no obliga a nadie", "La ciudad dijo santuario. Ese día no cambió ninguna regla para nadie.",
    ),
    (
        "No list of old convictions", "Somebody who served their time goes home. Please do not copy the list of SB 54.",
        "Sin listas de condenas viejas", "Quien cumplió su pena vuelve a casa. No copien la lista de la SB 54.",
    ),
    (
        "No city database for arrests", "Our children's clinic forms must not lead anyone to our door.",
        "Ninguna base de datos para arrestos", "Los papeles de la clínica no deben llevar a nadie a nuestra puerta.",
    ),
)  # fmt: skip


def hold(events: dict[str, Event], members: list[Member], users: dict[str, User], random: Random) -> None:
    """After the seats are filled."""
    lead = users["lead"]
    invite(events["town-hall"], lead)
    for key in ("town-hall-2017", "town-hall"):
        plan(events[key])
    for name, zips, goal in DISTRICTS:
        DistrictGoal.objects.create(
            chapter=events["town-hall"].chapter, event=events["town-hall"], name=name, zips=zips, goal=goal
        )
    pick(events["town-hall"])
    hearing = announce(events["town-hall"], lead)
    take(seat(member, hearing, random) for member in [one for one in members if one.phone][:11])
    give_words(hearing, lead)


def pick(event: Event) -> None:
    """Highland Park lies in both districts: two of three people there told us in which they live."""
    first, last = event.district_goals.all()
    torn = event.rsvps.filter(member__zip="90042").order_by("id")
    DistrictPick.objects.bulk_create(
        DistrictPick(chapter=event.chapter, rsvp=rsvp, district=last if number % 3 else first)
        for number, rsvp in enumerate(torn)
        if number % 3 < 2
    )


def invite(event: Event, lead: User) -> None:
    """Both council members are asked, the first nine days ago; a lawyer said yes."""
    for days, (name, district, cargo) in zip((9, 2), OFFICIALS, strict=True):
        speaker = Speaker.objects.create(
            chapter=event.chapter, event=event, name=name, official=event.chapter.officials.get(name=name),
            state="asked", asked_by=lead, asked_at=timezone.now() - timedelta(days=days),
        )  # fmt: skip
        for language, role in (("en", f"Council member, District {district}"), ("es", f"{cargo}, Distrito {district}")):
            SpeakerText.objects.create(parent=speaker, language=language, role=role)
    lawyer(event)


def plan(event: Event) -> None:
    speakers = {speaker.name: speaker for speaker in event.speakers.all()}
    for order, (english, spanish, minutes, who) in enumerate(PROGRAM, start=1):
        item = ProgramItem.objects.create(
            chapter=event.chapter, event=event, order=order, minutes=minutes, speaker=speakers.get(who)
        )
        for language, title in (("en", english), ("es", spanish)):
            ProgramItemText.objects.create(parent=item, language=language, title=title)
    event.program.filter(order=4).update(note="Chairs for the two council members stay in front.")


def lawyer(event: Event) -> None:
    speaker = Speaker.objects.create(chapter=event.chapter, event=event, name=LAWYER, state="yes")
    for language, role, about in (
        ("en", "Lawyer for families in detention", "She reads each draft with us, line by line."),
        ("es", "Abogada de familias con alguien detenido", "Lee cada borrador con nuestro grupo, línea por línea."),
    ):
        SpeakerText.objects.create(parent=speaker, language=language, role=role, about=about)


def announce(beside: Event, lead: User) -> Event:
    """In the same campaign, and nobody knows the day yet."""
    event = Event.objects.create(
        chapter=beside.chapter, campaign=beside.campaign, kind=Event.Kind.HEARING, starts_at=NOT_SET,
        ends_at=NOT_SET + USUAL, timezone=beside.timezone, place="City Hall, 200 N Spring St", zip="90012",
        published_at=timezone.now() - timedelta(days=3), created_by=lead, goal=60, is_step_free=True,
        interpretation=["en", "es"],
    )  # fmt: skip
    EventText.objects.create(
        parent=event, language="en", title="The committee takes up the ordinance",
        summary="We fill every seat, and some of us speak. We write to you once the day is set.",
    )  # fmt: skip
    EventText.objects.create(
        parent=event, language="es", title="El comité discute la ordenanza",
        summary="Llenamos cada asiento y algunas personas hablan. Le escribimos cuando haya fecha.",
    )  # fmt: skip
    if event.campaign:
        event.campaign.moments.filter(kind=Moment.Kind.PLAN).update(event=event)
    hearing = Hearing.objects.create(
        chapter=event.chapter, event=event, body=f"Immigrant Affairs Committee, {COUNCIL}", minutes_each=2
    )
    for language, rules, help_words in (
        ("en", "Fill in a speaker card at the door before the item is called.", "Ask for an interpreter a day before."),
        ("es", "Llene una tarjeta en la entrada antes de que llamen el punto.", "Pida intérprete un día antes."),
    ):
        HearingText.objects.create(parent=hearing, language=language, rules=rules, language_help=help_words)
    return event


def give_words(event: Event, lead: User) -> None:
    """Three speakers have a point; the fourth said yes after they were dealt."""
    for order, (title, body, titulo, cuerpo) in enumerate(POINTS, start=1):
        point = TalkingPoint.objects.create(chapter=event.chapter, event=event, order=order)
        TalkingPointText.objects.create(parent=point, language="en", title=title, body=body)
        TalkingPointText.objects.create(parent=point, language="es", title=titulo, body=cuerpo)
    *first, last = event.rsvps.going().select_related("event").order_by("id")[:4]
    for rsvp in first:
        speaking.join(rsvp)
    speaking.deal(event, by=lead)
    speaking.join(last)

"""The demo's messages: two that went out, what people wrote back, one that waits for a yes, one half written."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import count
from random import Random

from django.utils import timezone

from campaigns.demo.seating import seat, take
from campaigns.messaging import calling
from campaigns.messaging.counting import segments
from campaigns.messaging.merging import Words, link_to
from campaigns.models import (
    CallToAction,
    CallToActionText,
    Campaign,
    Conversation,
    Delivery,
    Event,
    Reply,
    Rsvp,
    Sender,
)
from chapters.bases import new_code
from chapters.models import Chapter, Member, User

Bodies = dict[str, str]
State = Delivery.State
numbers = count(1)

POSTCARDS: Bodies = {
    "en": "{chapter}: Hi {first_name}, we paint postcards for the ordinance this week. Come and bring a friend: {link} "
    "Reply IN, or STOP to end.",
    "es": "{grupo}: Hola {nombre}, esta semana pintamos postales por la ordenanza. Venga con alguien: {enlace} "
    "Responda VOY, o ALTO para salir.",
}
TOWN_HALL: Bodies = {
    "en": "{chapter}: {first_name}, we ask Cedros and Huerta for a vote: {when}, {place}. Will you sit with us? "
    "{link} Reply IN, or STOP to end.",
    "es": "{grupo}: {nombre}, pedimos el voto a Cedros y Huerta: {cuando}, {lugar}. ¿Nos acompaña? {enlace} "
    "Responda VOY, o ALTO para salir.",
}
VIGIL: Bodies = {
    "en": "{chapter}: {first_name}, we walk with candles on York, {when}. There is a place for you: {link} "
    "Reply IN, or STOP to end.",
    "es": "{grupo}: {nombre}, caminamos con velas por la York, {cuando}. Hay un lugar para usted: {enlace} "
    "Responda VOY, o ALTO para salir.",
}
PHONE_BANK: Bodies = {
    "en": "{chapter}: {first_name}, can you make calls with us? {when}, {place}. We give you the words: {link} "
    "Reply IN, or STOP to end."
}


@dataclass(frozen=True)
class Written:
    """A text that came in `hours` ago from someone who reads `language`, and what was answered."""

    language: str
    body: str
    hours: float
    kind: str = "words"
    answer: str = ""
    by_itself: str = ""


HOTLINE = {
    "es": "Si es una emergencia, llame ya a la línea de respuesta rápida: 323-555-0199. No siempre hay alguien leyendo "
    "este número.",
}
THREADS = [
    Written("es", "¿Van a cuidar niños? Yo llevo a mi nieta de 6 años", 5.2),
    Written("en", "Is it a long walk from the train? My knees ask", 3.6),
    Written("es", "En mi camioneta caben tres vecinas más, díganme a quién recojo", 2.1),
    Written("en", "My brother lives in Eagle Rock, is he welcome too?", 1.2),
    Written("es", "¿A qué hora termina? Entro a trabajar a las nueve", 0.7),
    Written("en", "I can interpret if you are short of people", 0.2),
    Written(
        "es",
        "Hay agentes tocando puertas en la calle Monte Vista, ¿qué hacemos?",
        31,
        kind="emergency",
        by_itself=HOTLINE["es"],
        answer="Ya hablamos con usted por teléfono y dos personas van para allá. No abra la puerta. Aquí seguimos.",
    ),
    Written(
        "en",
        "What should I bring?",
        27,
        answer="Only yourself. There is soup at 6, and we have pens and paper.",
    ),
    Written("es", "Gracias por avisar, ahí nos vemos", 26, kind="thanks"),
]


@dataclass(frozen=True)
class Ask:
    """A call to action that went out at half past five, `days` ago."""

    title: str
    bodies: Bodies
    days: int
    share_yes: float


def send(ask: Ask, event: Event, users: dict[str, User], campaign: Campaign, random: Random) -> CallToAction:
    """As if it had been written, approved and delivered: rows for everyone who could be texted, most of them arrived,
    and a seat for each yes."""
    at = half_past_five(event.chapter, ask.days)
    call = draft(ask.title, ask.bodies, event, campaign, users["second_lead"])
    people = one_per_phone(event.chapter.members.reachable_by("text"))
    sender = event.chapter.senders.get(kind=Sender.Kind.LOCAL)
    words = {code: Words(body, call=call, language=code) for code, body in ask.bodies.items()}
    rows = Delivery.objects.bulk_create(delivered(call, words, member, sender, at, random) for member in people)
    approved = {"asked_at": at - timedelta(hours=2), "asked_count": len(rows), "approved_count": len(rows)}
    times = {"approved_at": at - timedelta(hours=1), "starts_sending_at": at, "finished_at": at + timedelta(minutes=2)}
    CallToAction.objects.filter(pk=call.pk).update(
        state=CallToAction.State.DONE, approved_by=users["lead"], **approved, **times
    )
    Member.objects.filter(pk__in=[member.pk for member in people]).update(last_asked_on=at.date())
    say_yes(event, [row for row in rows if row.state == State.DELIVERED], ask.share_yes, random)
    return call


def say_yes(event: Event, arrived: list[Delivery], share: float, random: Random) -> None:
    """That share of them tapped the link and saved a seat, unless they had one already."""
    yes = random.sample(arrived, int(len(arrived) * share))
    for row in yes:
        tapped_at = row.not_before + timedelta(minutes=random.randrange(2, 400))
        row.opened_at = row.answered_at = tapped_at
    Delivery.objects.bulk_update(yes, ["opened_at", "answered_at"])
    known = set(event.rsvps.values_list("member_id", flat=True))
    take(
        seat(row.member, event, random, call_to_action=row.call_to_action, source=Rsvp.Source.LINK)
        for row in yes
        if row.member and row.member_id not in known
    )


def half_past_five(chapter: Chapter, days: int) -> datetime:
    here = timezone.localtime(timezone=chapter.zone).date() - timedelta(days=days)
    return datetime.combine(here, time(17, 30), chapter.zone)


def one_per_phone(members: Iterable[Member]) -> list[Member]:
    return list({member.phone_index: member for member in members}.values())


def draft(title: str, bodies: Bodies, event: Event, campaign: Campaign, by: User, **fields: object) -> CallToAction:
    call = CallToAction.objects.create(
        chapter=event.chapter, campaign=campaign, event=event, title=title, written_by=by, **fields
    )
    CallToActionText.objects.bulk_create(
        CallToActionText(parent=call, language=language, text_body=body) for language, body in bodies.items()
    )
    return call


def delivered(
    call: CallToAction, words: dict[str, Words], member: Member, sender: Sender, at: datetime, random: Random
) -> Delivery:
    ends = [State.DELIVERED] * 28 + [State.UNDELIVERED, State.SENT]
    state = random.choice(ends)
    attempted_at = at + timedelta(seconds=random.randrange(90))
    code = new_code()
    body = words[member.language].to(member.first_name, link_to(code))
    return Delivery(
        key=f"cta:{call.pk}:text:{member.phone_index}",
        chapter=call.chapter,
        purpose=Delivery.Purpose.ASK,
        queue=Delivery.Queue.BULK,
        channel="text",
        sender=sender,
        member=member,
        call_to_action=call,
        event=call.event,
        address=member.phone,
        address_index=member.phone_index,
        language=member.language,
        body=body,
        segments=segments(body).segments,
        link_code=code,
        state=state,
        reason="30003" if state == State.UNDELIVERED else "",
        not_before=at,
        expires_at=at + timedelta(hours=2, minutes=30),
        attempts=1,
        attempted_at=attempted_at,
        accepted_at=attempted_at,
        final_at=attempted_at + timedelta(seconds=6),
        sid=f"SMdemo{next(numbers):026}",
    )


def unsent(event: dict[str, Event], users: dict[str, User], campaign: Campaign) -> None:
    """One call that waits for a second lead, and one that has no Spanish yet."""
    near = {"version": 1, "all": [{"filter": "zip", "value": ["90042", "90065"]}]}
    waiting = draft("Come to the vigil", VIGIL, event["vigil"], campaign, users["second_lead"], audience=near)
    calling.ask(waiting, by=users["second_lead"])
    CallToAction.objects.filter(pk=waiting.pk).update(asked_at=timezone.now() - timedelta(hours=2))
    draft("Help us call", PHONE_BANK, event["phone-bank"], campaign, users["lead"])


def write_back(call: CallToAction, users: dict[str, User]) -> None:
    """Threads: some wait, some were answered."""
    by_language: dict[str, list[Delivery]] = {"en": [], "es": []}
    arrived = call.deliveries.filter(state=State.DELIVERED).select_related("member", "sender", "chapter")
    for row in arrived.order_by("pk"):
        by_language[row.language].append(row)
    for number, written in enumerate(THREADS):
        thread(by_language[written.language].pop(), written, users, is_mine=number == 1)


def thread(asked: Delivery, written: Written, users: dict[str, User], *, is_mine: bool) -> Conversation:
    at = timezone.now() - timedelta(hours=written.hours)
    is_done = bool(written.answer) or written.kind == Reply.Kind.THANKS
    conversation = Conversation.objects.create(
        chapter=asked.chapter,
        sender=asked.sender,
        member=asked.member,
        address=asked.address,
        address_index=asked.address_index,
        waiting_since=None if is_done else at,
        is_emergency=written.kind == Reply.Kind.EMERGENCY and not is_done,
        assigned_to=users["lead"] if is_mine else None,
        last_reply_at=at,
    )
    Reply.objects.create(
        chapter=asked.chapter,
        conversation=conversation,
        delivery=asked,
        sid=f"SMdemo{next(numbers):026}",
        body=written.body,
        kind=written.kind,
        received_at=at,
    )
    if written.by_itself:
        send_back(conversation, asked, written.by_itself, at + timedelta(seconds=4))
    if written.answer:
        send_back(conversation, asked, written.answer, at + timedelta(minutes=6), written_by=users["texter"])
    return conversation


def send_back(conversation: Conversation, asked: Delivery, body: str, at: datetime, **fields: object) -> None:
    Delivery.objects.create(
        key=f"reply:demo:{conversation.pk}:{at:%H%M%S}",
        chapter=asked.chapter,
        purpose=Delivery.Purpose.ANSWER,
        queue=Delivery.Queue.URGENT,
        channel="text",
        sender=asked.sender,
        member=asked.member,
        conversation=conversation,
        address=asked.address,
        address_index=asked.address_index,
        language=asked.language,
        body=body,
        segments=segments(body).segments,
        state=State.DELIVERED,
        not_before=at,
        expires_at=at + timedelta(minutes=15),
        attempts=1,
        attempted_at=at,
        accepted_at=at,
        final_at=at + timedelta(seconds=5),
        sid=f"SMdemo{next(numbers):026}",
        **fields,
    )

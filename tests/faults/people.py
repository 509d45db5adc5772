"""Crowds to send to, made in bulk, and a call that waits for a yes or has it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice

from django.utils import timezone

from campaigns.messaging import calling
from campaigns.models import CallToAction
from chapters.models import Chapter, Consent, Member, Zip
from tests.cast import Cast
from tests.factories import make_call, make_sender

BATCH = 2000
NOON_ZIP = "00001"  # no such place: its clock shows noon when it is made
AREAS = ("213", "310", "323", "424", "562", "626", "661", "714", "747", "818")
MARK = "will you come?"  # in every text of a call, and in nothing else that goes out


def number(serial: int) -> str:
    """A 555 number; 100,000 of them differ."""
    return f"+1{AREAS[serial // 10_000]}555{serial % 10_000:04}"


def at_noon() -> str:
    """A ZIP code where texts are allowed now and for hours."""
    ahead = datetime.now(UTC).hour - 12
    zone = f"Etc/GMT{ahead:+d}"  # the sign is the other way round there
    Zip.objects.update_or_create(pk=NOON_ZIP, defaults={"place": "Noon", "state": "CA", "timezone": zone})
    return NOON_ZIP


def crowd(chapter: Chapter, count: int) -> None:
    """So many members who said yes to texts."""
    invented = invent(chapter, count, at_noon())
    while batch := Member.objects.bulk_create(islice(invented, BATCH)):
        Consent.objects.bulk_create(
            Consent(
                chapter=chapter,
                member=member,
                channel="text",
                is_given=True,
                source=Consent.Source.PAPER,
                source_detail="Clipboard",
                wording_text="Yes, text me about actions.",
                language="en",
                at=timezone.now(),
            )
            for member in batch
        )


def invent(chapter: Chapter, count: int, zip_code: str) -> Iterator[Member]:
    for serial in range(count):
        codes = {"code": f"crowd{serial}", "page_secret": f"crowd{serial}"}  # drawing real ones takes longest
        member = Member(chapter=chapter, name=f"Lupe Number{serial}", phone=number(serial), zip=zip_code, **codes)
        member.clean_names()
        yield member


def waiting_call(cast: Cast, people: int, *, pace: float = 1000) -> CallToAction:
    """A crowd, a number to text it from, and a call to everyone in the chapter that waits for a lead's yes."""
    Chapter.objects.filter(pk=cast.here.pk).update(daily_cap=1_000_000)
    cast.here.refresh_from_db()
    if not cast.here.senders.exists():
        make_sender(cast.here, address="+13235559999", segments_per_second=pace)
    crowd(cast.here, people)
    call = make_call(cast.here, written_by=cast.organizer, languages=("en",))
    calling.ask(call, by=cast.organizer)
    return call


def approved_call(cast: Cast, people: int, *, pace: float = 1000) -> CallToAction:
    """The same with its yes: frozen, and sending when its hold ends."""
    call = waiting_call(cast, people, pace=pace)
    calling.approve(call, by=cast.lead, expected=people)
    return call

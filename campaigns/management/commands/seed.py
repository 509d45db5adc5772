"""`manage.py seed`: chapters full of invented people, for load tests and for looking for leaks."""

from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from itertools import islice
from random import Random
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from campaigns.demo.people import ENGLISH_FIRST, ENGLISH_LAST, SPANISH_FIRST, SPANISH_LAST, WORDINGS, write_wordings
from campaigns.models import Sender
from chapters.models import Chapter, Consent, ConsentWording, Member, Note, Role, User

BATCH = 2000
NAMES = {"en": (ENGLISH_FIRST, ENGLISH_LAST), "es": (SPANISH_FIRST, SPANISH_LAST)}
PLACES = ("90042", "90065", "90031", "90041", "91606", "93301", "94601", "95814")
AREAS = ("213", "323", "510", "530", "559", "562", "619", "626", "661", "707", "714", "747", "760", "805", "818", "909")


class Command(BaseCommand):
    help = "Add chapters with invented members, each with a number to text from, consents and a lead."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--chapters", type=int, default=2, help="how many chapters to add")
        parser.add_argument("--members", type=int, default=1000, help="people in all, spread evenly over the chapters")
        parser.add_argument(
            "--canary",
            action="store_true",
            help="put CANARY-<chapter> into a name, a note and an email of each chapter: nobody else may ever see it",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["chapters"] < 1 or options["members"] < 0:
            raise CommandError("Give at least one chapter, and no fewer than 0 members.")
        first = Chapter.objects.filter(slug__startswith="seed-").count() + 1
        numbers = range(first, first + options["chapters"])
        for place, number in enumerate(numbers):
            share = options["members"] // len(numbers) + (place < options["members"] % len(numbers))
            with transaction.atomic():
                chapter = found(number)
                people(chapter, share, number)
                if options["canary"]:
                    plant(chapter)
            self.stdout.write(f"{chapter.slug}: {share} members, lead@{chapter.slug}.example")


def found(number: int) -> Chapter:
    slug = f"seed-{number}"
    chapter = Chapter.objects.create(slug=slug, name=f"Seed chapter {number}", stamp=f"S{number % 1000}", zip="90042")
    lead = User.objects.create_user(f"lead@{slug}.example", name=f"Lead {number}")
    Role.objects.create(user=lead, chapter=chapter, kind=Role.Kind.LEAD)
    Sender.objects.create(chapter=chapter, kind=Sender.Kind.LOCAL, address=f"+1424555{number:04}")
    Sender.objects.create(chapter=chapter, kind=Sender.Kind.EMAIL, address=f"hello@{slug}.example")
    return chapter


def people(chapter: Chapter, count: int, number: int) -> None:
    """In batches: a member, and for nine of ten a yes to texts and to email."""
    wordings = write_wordings(chapter)
    invented = invent(chapter, count, number)
    while batch := Member.objects.bulk_create(islice(invented, BATCH)):
        Consent.objects.bulk_create(yes(batch, wordings), batch_size=BATCH)


def invent(chapter: Chapter, count: int, number: int) -> Iterator[Member]:
    random = Random(number)  # noqa: S311 - invents people, protects nothing
    for place in range(count):
        language = "es" if random.random() < 0.4 else "en"
        firsts, lasts = NAMES[language]
        member = Member(
            chapter=chapter,
            name=f"{random.choice(firsts)} {random.choice(lasts)}",
            phone=phone(number, place),
            email=f"member{place}@{chapter.slug}.example",
            zip=random.choice(PLACES),
            language=language,
        )
        member.clean_names()
        yield member


def phone(number: int, place: int) -> str:
    """A 555 number, which reaches nobody. There are 160,000; after that people share them, as households do."""
    serial = number * 100_003 + place
    return f"+1{AREAS[serial // 10_000 % len(AREAS)]}555{serial % 10_000:04}"


def yes(members: Iterable[Member], wordings: dict[str, ConsentWording]) -> Iterator[Consent]:
    now = timezone.now()
    for place, member in enumerate(members):
        for channel, wording in wordings.items() if place % 10 else ():
            yield Consent(
                chapter=member.chapter,
                member=member,
                channel=channel,
                is_given=True,
                source=Consent.Source.FORM,
                source_detail="Seeded",
                wording=wording,
                wording_text=WORDINGS[channel][member.language].format(chapter=member.chapter.name),
                language=member.language,
                at=now,
            )


def plant(chapter: Chapter) -> None:
    canary = f"CANARY-{chapter.slug}"
    member = Member.objects.create(
        chapter=chapter, name=f"{canary} Person", email=f"{canary.lower()}@leak.example", zip="90042"
    )
    Note.objects.create(chapter=chapter, member=member, body=f"{canary} note")

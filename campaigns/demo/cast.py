"""The demo's chapters and the people who sign in."""

from dataclasses import dataclass, field

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.utils import timezone

from campaigns.demo.people import PHONES
from campaigns.demo.story import introduce
from campaigns.messaging.registering import STEPS_OF
from campaigns.messaging.senders import PACES
from campaigns.models import Sender
from chapters.models import Chapter, ChapterZip, Role, User

HIGHLAND_PARK, EAST_VALLEY = "highland-park", "east-valley"


@dataclass(frozen=True)
class Person:
    key: str
    name: str
    email: str
    says: str  # what `manage.py demo --links` calls them
    roles: dict[str, str] = field(default_factory=dict)  # chapter -> kind
    is_admin: bool = False


PEOPLE = [
    Person(
        "lead",
        "Elena Duarte",
        "elena@highlandpark.example",
        "a lead of Highland Park, and of East Valley",
        {HIGHLAND_PARK: "lead", EAST_VALLEY: "organizer"},
    ),
    Person("second_lead", "Walter Boone", "walter@highlandpark.example", "a second lead", {HIGHLAND_PARK: "lead"}),
    Person("volunteer", "Nico Barrera", "nico@highlandpark.example", "a volunteer", {HIGHLAND_PARK: "volunteer"}),
    Person("texter", "Joan Whitaker", "joan@highlandpark.example", "a texter", {HIGHLAND_PARK: "texter"}),
    Person("organizer", "Marta Cordero", "marta@highlandpark.example", "an organizer", {HIGHLAND_PARK: "organizer"}),
    Person("neighbor", "Sam Petrossian", "sam@eastvalley.example", "a lead of East Valley", {EAST_VALLEY: "lead"}),
    Person("admin", "Ada Ruiz", "ada@admin.example", "an admin of the whole site", is_admin=True),
]
LINKED = ("lead", "second_lead", "volunteer", "admin")


def sign_up() -> dict[str, User]:
    """Everyone with a confirmed address and an authenticator, whose codes the demo page shows."""
    users = {}
    for person in PEOPLE:
        user = User.objects.create_user(
            person.email, name=person.name, is_staff=person.is_admin, is_superuser=person.is_admin
        )
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        TOTP.activate(user, generate_totp_secret())
        users[person.key] = user
    return users


def found_chapters(users: dict[str, User]) -> dict[str, Chapter]:
    body = Chapter.objects.create(
        slug="southern-california",
        name="Southern California Neighbors",
        stamp="SCN",
        kind=Chapter.Kind.BODY,
        ink=Chapter.Ink.SLATE,
    )
    here = Chapter.objects.create(
        slug=HIGHLAND_PARK,
        name="Highland Park Neighbors",
        stamp="HPN",
        parent=body,
        zip="90042",
        place="Highland Park",
        postal_address="PO Box 420, Los Angeles, CA 90042",
        contact_email="hello@highlandpark.example",
        hotline="323-555-0199",
        hotline_name="Red Vecina",
    )
    there = Chapter.objects.create(
        slug=EAST_VALLEY,
        name="East Valley Neighbors",
        stamp="EVN",
        ink=Chapter.Ink.BLUE,
        parent=body,
        zip="91606",
        place="North Hollywood",
        postal_address="PO Box 16, North Hollywood, CA 91606",
        contact_email="hello@eastvalley.example",
        hotline="323-555-0199",
        hotline_name="Red Vecina",
    )
    for chapter in (body, here, there):
        introduce(chapter)
    equip(here, ["90042", "90065", "90031", "90041"], PHONES[0])
    equip(there, ["91606", "91605", "91601", "91331"], PHONES[1])
    give_roles(users, {chapter.slug: chapter for chapter in (here, there)})
    return {HIGHLAND_PARK: here, EAST_VALLEY: there}


def equip(chapter: Chapter, zips: list[str], phone: str) -> None:
    """Its ZIP codes, a number to text from and an address to email from."""
    ChapterZip.objects.bulk_create(ChapterZip(chapter=chapter, zip=code) for code in zips)
    pace, mail = PACES[Sender.Kind.LOCAL], PACES[Sender.Kind.EMAIL]
    Sender.objects.create(
        chapter=chapter,
        kind=Sender.Kind.LOCAL,
        address=phone,
        segments_per_second=pace.per_second,
        daily_segments=pace.per_day,
        registration=dict.fromkeys(STEPS_OF[Sender.Kind.LOCAL], timezone.localdate().isoformat()),
    )
    Sender.objects.create(
        chapter=chapter,
        kind=Sender.Kind.EMAIL,
        address=chapter.contact_email,
        segments_per_second=mail.per_second,
    )


def give_roles(users: dict[str, User], chapters: dict[str, Chapter]) -> None:
    for person in PEOPLE:
        for slug, kind in person.roles.items():
            Role.objects.create(user=users[person.key], chapter=chapters[slug], kind=kind)

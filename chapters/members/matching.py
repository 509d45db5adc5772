"""Who is already here. The same person shares a phone or an email and the first name, or has no name in one of the
two; a household shares an address and stays several people."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import Q

from chapters.encryption import blind_index
from chapters.members.models import Member, sorting_key
from chapters.models import Chapter

# What we call a person whose name a list does not give; it counts as blank.
NAMELESS = {"en": "Friend", "es": "Amistad"}


def first_name_key(name: str) -> str:
    """'  José Luis' -> 'jose'; '' for a person without a name."""
    words = name.split()
    return sorting_key(words[0]) if words and not is_nameless(name) else ""


def are_same(one: str, other: str) -> bool:
    """Two first-name keys that may belong to one person."""
    return not one or not other or one == other


class Directory:
    """Some people of one chapter, to look up many without a query each: those who hold any of some addresses, and
    those of some names whom no address tells apart."""

    def __init__(
        self, chapter: Chapter, *, phones: Iterable[str] = (), emails: Iterable[str] = (), names: Iterable[str] = ()
    ) -> None:
        self.by_key: dict[str, list[Member]] = defaultdict(list)
        wanted = [
            Q(phone_index__in=list(filter(None, phones))),
            Q(email_index__in=list(filter(None, emails))),
            Q(sort_name__in=list(names), phone_index="", email_index=""),
        ]
        for condition in wanted:
            for member in chapter.members.filter(condition).order_by("id"):
                self.add(member)

    def add(self, member: Member) -> None:
        for key in keys_of(member.phone_index, member.email_index, member.sort_name, member.zip):
            if member not in self.by_key[key]:
                self.by_key[key].append(member)

    @property
    def people(self) -> set[Member]:
        return {member for found in self.by_key.values() for member in found}

    def find(self, *, name: str, phone_index: str = "", email_index: str = "", zip: str = "") -> Member | None:
        """The oldest same person; a match on the phone comes before one on the email. Without an address only the
        same whole name in the same ZIP code, of someone without one too."""
        wanted = first_name_key(name)
        for key in keys_of(phone_index, email_index, sorting_key(name), zip):
            for member in self.by_key.get(key, ()):
                if are_same(wanted, first_name_key(member.name)):
                    return member
        return None


def keys_of(phone_index: str, email_index: str, sort_name: str, zip: str) -> list[str]:
    return list(filter(None, (phone_index, email_index))) or [f"{sort_name}:{zip}"]


def same_person(chapter: Chapter, *, name: str, phone: str = "", email: str = "") -> Member | None:
    """`phone` in E.164, `email` in lower case."""
    phone_index, email_index = blind_index("phone", phone), blind_index("email", email)
    if not phone_index and not email_index:
        return None
    directory = Directory(chapter, phones=[phone_index], emails=[email_index])
    return directory.find(name=name, phone_index=phone_index, email_index=email_index)


def is_nameless(name: str) -> bool:
    return not name or name in NAMELESS.values()


def fill(member: Member, *, name: str = "", **given: str) -> bool:
    """Fill only what is blank on the member; True when something changed."""
    changed = False
    if first_name_key(name) and not first_name_key(member.name):
        member.name, member.first_name, changed = name, "", True
    for field, value in given.items():
        if value and not getattr(member, field):
            setattr(member, field, value)
            changed = True
    return changed


@transaction.atomic
def remember(
    chapter: Chapter, *, name: str, phone: str = "", email: str = "", zip: str = "", language: str = ""
) -> Member:
    """The same person with the blanks filled in, or a new one. Two at once for one address wait for each other."""
    with connection.cursor() as cursor:
        for index in sorted(filter(None, (blind_index("phone", phone), blind_index("email", email)))):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, %s))", [index, chapter.pk])
    language = language or chapter.languages[0]
    member = same_person(chapter, name=name, phone=phone, email=email)
    if member is None:
        name = name or NAMELESS.get(language, NAMELESS["en"])
        return Member.objects.create(chapter=chapter, name=name, phone=phone, email=email, zip=zip, language=language)
    if fill(member, name=name, phone=phone, email=email, zip=zip):
        member.save()
    return member

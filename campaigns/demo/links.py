"""Links that sign one person in once, for whoever started the demo on this machine."""

from datetime import timedelta

from django.core.cache import cache

from campaigns.demo.cast import LINKED, PEOPLE, Person
from chapters.bases import new_secret
from chapters.models import User

LIFE = timedelta(hours=24)


def make() -> list[tuple[Person, str]]:
    """(person, secret) for each of `LINKED`; a secret is good for one use within a day."""
    found = []
    for person in PEOPLE:
        if person.key in LINKED:
            secret = new_secret()
            cache.set(name_of(secret), person.email, LIFE.total_seconds())
            found.append((person, secret))
    return found


def use(secret: str) -> User | None:
    """Whom the link signs in; None when it was used, is too old, or was never made. Of two at once one wins."""
    email = cache.get(name_of(secret))
    if email is None or not cache.delete(name_of(secret)):
        return None
    return User.objects.filter(email=email, is_active=True).first()


def name_of(secret: str) -> str:
    return f"demo-sign-in:{secret}"

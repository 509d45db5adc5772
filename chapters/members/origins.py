"""Which tool wrote a file, told by the names of its columns."""

import re
from collections.abc import Callable, Sequence

from chapters.members.import_models import Import

Origin = Import.Origin
Names = frozenset[str]


def has(*names: str, least: int | None = None) -> Callable[[Names], bool]:
    """All of these columns, or at least so many of them."""
    return lambda header: len(header.intersection(names)) >= (len(names) if least is None else least)


def has_beginning(pattern: str) -> Callable[[Names], bool]:
    beginning = re.compile(pattern)
    return lambda header: any(map(beginning.match, header))


# The first that fits. Names are as `squeezed` writes them.
SIGNATURES: Sequence[tuple[str, Callable[[Names], bool]]] = (
    (Origin.CLEANED, has("emailaddress", "cleantime")),
    (Origin.UNSUBSCRIBED, has("emailaddress", "unsubtime")),
    (Origin.MAILCHIMP, has("emailaddress", "memberrating")),
    (Origin.MAILCHIMP, has("emailaddress", "leid", "euid")),
    (Origin.ACTION_NETWORK, has_beginning(r"can2")),
    (Origin.ACTION_NETWORK, has("uuid", "email", "zipcode")),
    (Origin.VAN, has("vanid")),
    (Origin.VAN, has("voterfilevanid")),
    (Origin.VAN, has("myvvanid")),
    (
        Origin.NATIONBUILDER,
        has("emailoptin", "mobileoptin", "taglist", "supportlevel", "ismobilebad", "federaldonotcall", least=2),
    ),
    (Origin.NATIONBUILDER, has("nationbuilderid")),
    (Origin.GOOGLE, has("email1value")),
    (Origin.GOOGLE, has("phone1value")),
    (Origin.GOOGLE, has("givenname", "familyname", "groupmembership")),
    (
        Origin.MOBILIZE,
        lambda header: (
            has("useremail", "useremailaddress", "userphone", "userphonenumber", least=1)(header)
            and has_beginning(r"(event|timeslot|signup|shift|attended|rsvp)")(header)
        ),
    ),
)


def recognized(header: Sequence[str]) -> str:
    """The value of an Origin, "" for a list that no tool of ours is known to write."""
    names = frozenset(map(squeezed, header))
    return next((str(key) for key, fits in SIGNATURES if fits(names)), "")


def squeezed(name: str) -> str:
    """'E-mail 1 - Value' -> 'email1value'."""
    return re.sub(r"[^a-z0-9]", "", name.lower())

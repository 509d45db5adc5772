"""The rollback gate: a restored backup must not send once more what went out after it was made.

Each message takes a number from a sequence at its point of no return, and the number is mirrored in files that no
backup holds. A database whose sequence is behind the mirror went back in time; one that has sent before and finds no
mirror is a copy on another machine. Both close the gate, until a person has run `manage.py reconcile` and opens it.
"""

import logging

from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from campaigns.messaging import telling
from campaigns.messaging.mirroring import highest, mirror
from campaigns.messaging.models import SendGate
from chapters import audit
from chapters.models import Chapter, User

__all__ = ["close", "counter", "highest", "is_shut", "mark_reconciled", "mirror", "needs_reconcile", "open_again"]

logger = logging.getLogger(__name__)
ROLLBACK, NO_MIRROR, RECONCILED = "rollback", "no_mirror", "reconciled"
WORDS: dict[str, str | Promise] = {
    ROLLBACK: _("The database is an older copy. It may not know of texts that went out."),
    NO_MIRROR: _("The database was moved to a new place. It may not know of texts that went out."),
    RECONCILED: _("Everything was compared with Twilio’s list. Now a person has to open sending."),
}
# A machine that sends nothing itself follows the others' numbers, less those that a crash could still take back.
SLACK = 1000
LOOK = (
    "SELECT (SELECT is_open FROM campaigns_sendgate WHERE id = 1), CASE WHEN is_called THEN last_value ELSE 0 END"
    " FROM campaigns_send_counter"
)


class NotYet(Exception):
    """Sending may not be opened now; says why in a sentence for the person at the terminal."""


def is_shut() -> bool:
    """Whether nothing may be sent. Closes the gate when the mirror shows that the database went back in time.

    Called at every claim: one query, and a read of a few small files.
    """
    try:
        seen = highest()  # before the counter, which is never behind what was read earlier
        is_open, number = look()
        if not is_open:
            return True
        if why := cause(seen, number):
            shut(why, seen, number)
            return True
        mirror(max(0, number - SLACK))
    except OSError as error:
        logger.error("Nothing is sent: SEND_MIRROR_DIR cannot be used (%s).", error)  # noqa: TRY400  no trace needed
        return True
    return False


def look() -> tuple[bool, int]:
    """Whether the row says open, and the last number that was given."""
    with connection.cursor() as cursor:
        cursor.execute(LOOK)
        is_open, number = cursor.fetchone()
    return bool(is_open), int(number)


def counter() -> int:
    """The last number that the database has given to a message; 0 if none was ever sent."""
    return look()[1]


def cause(seen: int | None, number: int) -> str:
    """Why the database cannot be trusted, "" when it can. `seen` was read before `number`."""
    if seen is not None and seen > number:
        return ROLLBACK
    # Looked at twice: whoever sent first has begun its file before it took a number.
    return NO_MIRROR if seen is None and number and highest() is None else ""


def words(reason: str) -> str:
    """A reason in the reader's language; what a person typed stays as it is."""
    return str(WORDS.get(reason.partition(":")[0], reason))


@transaction.atomic
def shut(why: str, seen: int | None, number: int) -> None:
    """Close by itself. The same finding is told once, however often somebody opens it by hand."""
    if closed(why):
        logger.critical("Sending is closed (%s): the mirror holds %s, the database %s.", why, seen, number)
        tell_all(f"{why}:{seen or 0}:{number}", why)
        audit.record("gate_shut", chapter=None, by=None, mirror=seen or 0, database=number)


@transaction.atomic
def close(reason: str, *, by: User | None = None) -> bool:
    """Close by hand; False when it was closed already. `reason` is shown to every lead."""
    if not closed(reason[:200]):
        return False
    tell_all(timezone.now().isoformat(), "by_hand")
    audit.record("gate_closed", chapter=None, by=by)
    return True


def closed(reason: str) -> bool:
    now_open = SendGate.objects.filter(pk=1, is_open=True)
    return now_open.update(is_open=False, reason=reason, changed_at=Now()) == 1


def tell_all(key: str, why: str) -> None:
    for chapter in Chapter.objects.filter(closed_at=None):
        telling.tell(chapter, "gate", key=f"gate:{chapter.pk}:{key}", cause=why)


def is_own_reason(reason: str) -> bool:
    """Whether the gate gave it itself, so that the command has to open it."""
    return reason.partition(":")[0] in WORDS


def needs_reconcile() -> bool:
    """Whether the messages must be compared with Twilio's list before anything is sent again."""
    seen, number = highest(), counter()
    reason = SendGate.objects.filter(is_open=False).values_list("reason", flat=True).first() or ""
    if reason == f"{RECONCILED}:{seen or 0}":
        return False
    return is_own_reason(reason) or bool(cause(seen, number))


def mark_reconciled() -> None:
    """Note what the comparison saw. Numbers that were given after it need another one."""
    if needs_reconcile():
        SendGate.objects.filter(pk=1, is_open=False).update(reason=f"{RECONCILED}:{highest() or 0}", changed_at=Now())


def open_again(*, by: User, anyway: bool = False) -> int:
    """Open, with the counter and the mirror at a number that neither has seen, which is returned. Raises NotYet."""
    if look()[0] and not needs_reconcile():
        raise NotYet("Sending is open already.")
    if needs_reconcile() and not anyway:
        raise NotYet("The database went back in time. Run first: manage.py reconcile")
    number = max(highest() or 0, counter()) + 1
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT setval('campaigns_send_counter', %s)", [number])
        SendGate.objects.update_or_create(pk=1, defaults={"is_open": True, "reason": ""})
        audit.record("gate_opened", chapter=None, by=by, number=number, anyway=int(anyway))
        mirror(number)
    return number


def join() -> int:
    """Begin a mirror on a further machine that shares the database. Returns the number it begins with."""
    is_open, number = look()
    if not is_open:
        raise NotYet("Sending is closed: open it first.")
    mirror(number)
    return number

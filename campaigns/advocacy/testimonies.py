"""Stories of people: what of them the public reads, whose they are, and how they are taken back."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from campaigns.advocacy.shelf_models import Testimony
from chapters import audit
from chapters.encryption import blind_index
from chapters.models import Chapter, Member, User

EMPTY: dict[str, Any] = dict.fromkeys(("name", "first_name", "contact", "words"), "") | {"is_public": False}


def whose(chapter: Chapter, contact: str) -> Member | None:
    """The one person on our list with exactly this number or email; None for nobody and for a shared one."""
    channel, field = ("email", "email_index") if "@" in contact else ("phone", "phone_index")
    found = list(chapter.members.filter(**{field: blind_index(channel, contact)})[:2]) if contact else []
    return found[0] if len(found) == 1 else None


@transaction.atomic
def withdraw(testimony: Testimony, *, by: User | None) -> None:
    """Off every page at once; the words are gone, what stays is that there was a yes and that it ended."""
    rows = Testimony.objects.filter(pk=testimony.pk, withdrawn_at=None)
    if rows.update(**EMPTY, member=None, withdrawn_at=timezone.now()):
        audit.record("testimony_withdrawn", chapter=testimony.chapter, by=by, subject=testimony)

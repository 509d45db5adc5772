"""A person goes, with everything about them in every table. What is left is the keyed hash of a stop.

Each slice erases its own rows: `settings.MEMBER_ERASE` lists them, the highest first. A test fails when a model points
at Member and none of them names it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string

from chapters import audit
from chapters.locks import hold_address
from chapters.members import consenting
from chapters.members.consent_models import Channel, Consent
from chapters.members.double_models import Merge
from chapters.members.import_models import ImportRow
from chapters.members.models import INDEX_OF, Member
from chapters.members.proof_models import AddressProof
from chapters.members.todo_models import Task
from chapters.models import User

CHANNELS = (Channel.TEXT, Channel.EMAIL)


@dataclass(frozen=True)
class Eraser:
    """`act` takes away or makes nameless what a slice knows of a member; `covers` names each column that points at
    one: "campaigns.Rsvp.member"."""

    act: Callable[[Member], None]
    covers: frozenset[str]


@transaction.atomic
def erase(member: Member, *, by: User | None = None) -> None:
    """All in one transaction. Nothing that is on its way out can bring them back: messages that are not handed over
    yet end here. `by` is whoever did it for them."""
    addresses = [(channel, getattr(member, INDEX_OF[channel])) for channel in CHANNELS]
    for channel, index in sorted(addresses):
        if index:
            hold_address(channel, index)
    member = Member.objects.select_for_update().select_related("chapter").get(pk=member.pk)
    audit_subject, chapter = Member(code=member.code), member.chapter
    erasers: Iterable[Eraser] = map(import_string, settings.MEMBER_ERASE)
    for eraser in erasers:
        eraser.act(member)
    for channel, index in addresses:
        keep_stop(member, channel, index)
    audit.record("member_erased", chapter=chapter, by=by, subject=audit_subject)


def keep_stop(member: Member, channel: Channel, index: str) -> None:
    """So that a list which brings them in again does not write to them. Not where somebody else here shares the
    address: the stop would be theirs too."""
    if index and not consenting.holders_of(channel, index, chapter=member.chapter).exists():
        consenting.stop_index(channel, index, source=Consent.Source.PAGE, chapter=member.chapter)


def erase_member(member: Member) -> None:
    """What hangs on the row goes with it; the ledger lets its entries go only here and in a purge."""
    Task.objects.filter(member=member).delete()
    Merge.objects.filter(kept=member).delete()
    ImportRow.objects.filter(member=member).delete()
    indexes = list(filter(None, (member.phone_index, member.email_index)))
    AddressProof.objects.filter(chapter=member.chapter_id, address_index__in=indexes).delete()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL organizing.purge = 'on'")
        Member.objects.filter(pk=member.pk).delete()
        cursor.execute("SET LOCAL organizing.purge = 'off'")


ERASER = Eraser(
    erase_member,
    frozenset(
        {
            "chapters.Consent.member",
            "chapters.ImportRow.member",
            "chapters.MemberTag.member",
            "chapters.Note.member",
            "chapters.AddressProof.member",
            "chapters.Call.member",
            "chapters.CustomValue.member",
            "chapters.Merge.kept",
            "chapters.NotSame.first",
            "chapters.NotSame.second",
            "chapters.Task.member",
            "chapters.Welcome.member",
            "chapters.WorkingGroupMember.member",
            "chapters.WorkingGroup.members",
        }
    ),
)

"""Taking a whole list back: whom it made goes, what it changed is as before, and the yeses it brought are answered.

A person about whom anything else is known since stays, with the reason. A stop stays a stop.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import connection, models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from chapters import audit
from chapters.copying import copy_in, update_in
from chapters.members.arriving import SAVED, Trace, follow
from chapters.members.consent_models import Consent
from chapters.members.field_models import CustomField
from chapters.members.import_models import Import, ImportRow
from chapters.members.leasing import keep, renewed
from chapters.members.models import Member, MemberTag, Note
from chapters.members.own_columns import put_away_unused
from chapters.members.own_values import OwnValues

BATCH = 500
State = ImportRow.State
Pairs = list[tuple[ImportRow, Trace]]

TAKE_TAGS = """
DELETE FROM chapters_membertag USING unnest(%s::bigint[], %s::bigint[]) AS given (member, tag)
WHERE member_id = given.member AND tag_id = given.tag
"""
# What a list itself brings: each is looked at in its own way below. Any other row that names a person is a reason
# to keep them.
BROUGHT = (Consent, MemberTag, Note, ImportRow)


def take_back(incoming: Import) -> None:
    """From the last row to the first, so that what two rows changed is undone in turn."""
    while rows := list(incoming.rows.filter(state=State.DONE).order_by("-number")[:BATCH]):
        with transaction.atomic():
            take_back_batch(incoming, rows)
            keep(incoming, until=renewed(), undone_count=F("undone_count") + len(rows))
    finish(incoming)


def take_back_batch(incoming: Import, rows: list[ImportRow]) -> None:
    pairs = [(row, Trace.from_text(row.did)) for row in rows]
    members = members_of(rows)
    take_tags_and_notes(pairs)
    take_own(incoming, pairs)
    restore([(members[row.member_id], trace) for row, trace in pairs if row.member_id in members], incoming)
    made = [row.member_id for row, trace in pairs if trace.made and row.member_id in members]
    reasons = Reasons(incoming, made)
    kept = {pk: why for pk in made if (why := reasons.to_keep(members[pk]))}
    answer(incoming, pairs, gone=set(made) - set(kept))
    forget([pk for pk in made if pk not in kept])
    update_in(ImportRow, ["state", "problem", "did"], [settled(row, trace, kept) for row, trace in pairs])


def members_of(rows: Iterable[ImportRow]) -> dict[int | None, Member]:
    """Held until the transaction ends: who edits one of them now waits, and so is not overwritten."""
    wanted = {row.member_id for row in rows if row.member_id}
    return {member.pk: member for member in Member.objects.select_for_update().filter(pk__in=wanted).order_by("pk")}


def settled(row: ImportRow, trace: Trace, kept: dict[Any, str]) -> dict[str, Any]:
    why = kept.get(row.member_id, "") if trace.made else ""
    return {"id": row.pk, "state": str(State.KEPT if why else State.UNDONE), "problem": why[:200], "did": ""}


def take_tags_and_notes(pairs: Pairs) -> None:
    tagged = [(row.member_id, tag) for row, trace in pairs for tag in trace.tags if row.member_id]
    if tagged:
        with connection.cursor() as cursor:
            cursor.execute(TAKE_TAGS, [list(column) for column in zip(*tagged, strict=True)])
    Note.objects.filter(pk__in=[trace.note for _row, trace in pairs if trace.note]).delete()


def take_own(incoming: Import, pairs: Pairs) -> None:
    done = [(row.member_id, trace.own) for row, trace in pairs if trace.own and row.member_id]
    fields = CustomField.objects.filter(chapter=incoming.chapter_id, pk__in={pk for _one, own in done for pk in own})
    values = OwnValues(incoming, fields if done else (), [member for member, _own in done])
    for member, own in done:
        values.take_back(own, member)
    values.save()


def restore(changed: Iterable[tuple[Member, Trace]], incoming: Import) -> None:
    """Each field as it was, unless somebody has changed it since. Whom the list made is not made to be less."""
    restored: dict[int, Member] = {}
    for member, trace in changed:
        if member.source_import_id == incoming.pk:
            continue
        for name, value in trace.before.items():
            if getattr(member, name) == trace.after[name]:
                setattr(member, name, value)
                restored[member.pk] = member
    for member in restored.values():
        follow(member)
        member.updated_at = timezone.now()
    update_in(Member, SAVED, [vars(member) for member in restored.values()])


# --- who stays -----------------------------------------------------------------------------------


class Reasons:
    """Why a person whom the list made may not go, looked up for a batch."""

    def __init__(self, incoming: Import, made: list[Any]) -> None:
        self.found: dict[int, list[str]] = defaultdict(list)
        for relation in Member._meta.related_objects:
            model: Any = relation.related_model
            if isinstance(relation.field, models.ForeignKey) and model not in BROUGHT:
                self.add(model.objects.all(), relation.field.name, made, str(model._meta.verbose_name_plural))
        own_words = Consent.objects.exclude(source__in=(Consent.Source.IMPORT, Consent.Source.UNDO))
        self.add(own_words, "member", made, _("their own yes or no"))
        self.add(MemberTag.objects.all(), "member", made, _("tags"))
        self.add(Note.objects.all(), "member", made, _("notes"))
        self.add(ImportRow.objects.exclude(source=incoming), "member", made, _("another list"))

    def add(self, rows: "models.QuerySet[Any]", name: str, made: list[Any], words: str) -> None:
        for pk in rows.filter(**{f"{name}__in": made}).order_by().values_list(name, flat=True).distinct():
            self.found[pk].append(words)

    def to_keep(self, member: Member) -> str:
        """ "" for a person who may go."""
        if member.user_id:
            return _("This person signs in here.")
        if member.pk in self.found:
            return _("There is more about this person now: %(what)s.") % {"what": ", ".join(self.found[member.pk])}
        return _("Someone changed this person since.") if member.updated_at != member.created_at else ""


def forget(members: list[Any]) -> None:
    """They go with their entries in the ledger, as when a person is erased; a stop outlives them."""
    if not members:
        return
    with audit.history_may_go():
        Member.objects.filter(pk__in=members).delete()


# --- the ledger ----------------------------------------------------------------------------------


def answer(incoming: Import, pairs: Pairs, *, gone: set[Any]) -> None:
    """A yes that the list brought, and that is still the latest word, is taken back by an entry of its own."""
    given = {number for row, trace in pairs if row.member_id not in gone for number in trace.yes}
    proofs = list(Consent.objects.filter(pk__in=given))
    newest = Consent.objects.filter(member__in=[proof.member_id for proof in proofs])
    newest = newest.order_by("member_id", "channel", "-id").distinct("member_id", "channel")
    latest = set(newest.values_list("pk", flat=True))
    copy_in(Consent, [taken_back(incoming, proof) for proof in proofs if proof.pk in latest])


def taken_back(incoming: Import, proof: Consent) -> dict[str, Any]:
    return {
        "chapter_id": incoming.chapter_id,
        "member_id": proof.member_id,
        "channel": proof.channel,
        "is_given": False,
        "source": str(Consent.Source.UNDO),
        "source_detail": incoming.filename,
        "language": proof.language,
        "at": timezone.now(),
        "entered_by_id": incoming.undone_by_id,
    }


@transaction.atomic
def finish(incoming: Import) -> None:
    keep(incoming, until=None, state=Import.State.UNDONE)
    put_away_unused(incoming)
    kept = incoming.rows.filter(state=State.KEPT).count()
    audit.record(
        "list_undone",
        chapter=incoming.chapter,
        by=incoming.undone_by,
        subject=incoming,
        gone=incoming.made_count - kept,
        kept=kept,
    )

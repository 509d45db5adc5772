"""Paper from the table to the desk: the count goes to the action, the people to the list, the delivery to the story."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.advocacy import taking
from campaigns.advocacy.models import Action, ActionTaken, PaperBatch
from campaigns.advocacy.visiting import Visitor
from campaigns.models import Campaign
from chapters import audit
from chapters.members.models import Member
from chapters.models import User

State = PaperBatch.State


@transaction.atomic
def keep(batch: PaperBatch, *, by: User) -> None:
    """Save a pile as it was counted. Its action's count follows, also when it was counted anew or for another."""
    before = PaperBatch.objects.select_for_update().filter(pk=batch.pk).first()
    if before and before.action_id:
        add(before.action_id, -before.added_count)
    batch.added_count = batch.counted if batch.action_id else 0
    batch.save()
    if batch.action_id:
        add(batch.action_id, batch.added_count)
    if before is None or before.counted != batch.counted:
        audit.record("paper_counted", chapter=batch.chapter, by=by, subject=batch, counted=batch.counted)


def add(action_id: int, step: int) -> None:
    if step:
        Action.objects.filter(pk=action_id).update(taken_count=F("taken_count") + step)


@transaction.atomic
def deliver(batch: PaperBatch, *, by: User) -> None:
    batch.state = State.DELIVERED
    batch.save(update_fields=["state", "delivered_on", "delivered_to", "delivered_by", "is_public", "updated_at"])
    audit.record("paper_delivered", chapter=batch.chapter, by=by, subject=batch)


@transaction.atomic
def take_back(batch: PaperBatch) -> None:
    """It was not delivered after all."""
    batch.state, batch.delivered_on = State.READY, None
    batch.save(update_fields=["state", "delivered_on", "updated_at"])


@transaction.atomic
def key_in(batch: PaperBatch, member: Member) -> bool:
    """Somebody's line was typed in; False when they were among this pile already. The pile's own count stays: a line
    is one of those counted."""
    if batch.action is None:
        PaperBatch.objects.filter(pk=batch.pk).update(keyed_count=F("keyed_count") + 1)
        return True
    visitor = Visitor("", f"paper:{batch.pk}:{member.pk}")
    _row, is_new = ActionTaken.objects.get_or_create(
        key=visitor.key(batch.action),
        defaults={
            "chapter_id": batch.chapter_id,
            "action": batch.action,
            "official": batch.official,
            "member": member,
            "name": member.name,
            "place": member.zip,
            "outcome": taking.Outcome.DONE,
            "source": ActionTaken.Source.PAPER,
        },
    )
    if is_new:
        PaperBatch.objects.filter(pk=batch.pk).update(keyed_count=F("keyed_count") + 1)
    return is_new


# --- for other pages -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class PaperMoment:
    """A fact for the timeline: `title` in the active language, `url` of the pile for those who run the campaign."""

    on: date
    title: str
    is_public: bool
    url: str


def moments(campaign: Campaign) -> list[PaperMoment]:
    """When paper was collected and when it was delivered, oldest first: four queries."""
    batches = campaign.paper_batches.with_words()
    found = [moment for batch in batches for moment in moments_of(batch)]
    return sorted(found, key=lambda moment: moment.on)


def moments_of(batch: PaperBatch) -> Iterator[PaperMoment]:
    url = reverse("campaigns:advocacy_paper", args=[batch.chapter.slug, batch.code])
    if batch.counted:
        yield PaperMoment(batch.collected_on, collected_words(batch), batch.is_public, url)
    if batch.delivered_on:
        yield PaperMoment(batch.delivered_on, delivered_words(batch), batch.is_public, url)


def collected_words(batch: PaperBatch) -> str:
    facts: dict[str, Any] = {"pile": batch.in_words, "event": batch.event, "place": batch.place}
    if is_told(batch):
        return _("%(pile)s signed at %(event)s") % facts
    return _("%(pile)s signed: %(place)s") % facts if batch.place else _("%(pile)s signed") % facts


def is_told(batch: PaperBatch) -> bool:
    """The event it lay at may be named to everyone."""
    event: Any = batch.event
    return event is not None and event.is_public


def delivered_words(batch: PaperBatch) -> str:
    facts = {"pile": batch.in_words, "whom": batch.delivered_to or batch.official}
    return _("We deliver %(pile)s to %(whom)s") % facts if facts["whom"] else _("We deliver %(pile)s") % facts

"""A message that comes after another: who gets it, and whom it passes over.

A second ask or thanks may be approved while the first is still on its way. So it is frozen for everyone who got or will
get the first, and each row is looked at once more right before it goes: see `passed_over`.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.messaging import results
from campaigns.messaging.delivery_models import Delivery, DeliveryQuerySet
from campaigns.messaging.models import CallToAction
from campaigns.messaging.policy import BUDGET
from chapters.members.consent_models import Channel, Consent
from chapters.members.models import Member
from chapters.members.segments import matching

Kind, State = CallToAction.Follows, Delivery.State
LATE = ""  # the kind of a call that asks those whom the first did not reach in time
NOBODY = Q(pk__in=[])
ASKED_ONCE_IN = timedelta(days=90)
TO_COME = (State.QUEUED, State.CLAIMED)
# As far as anyone can know: what the carrier could not deliver was not got.
GOT = tuple(state for state in Delivery.WENT_OUT if state != State.UNDELIVERED)


def among(call: CallToAction) -> Q:
    """Whom a call may reach at all: everyone, or certain people of the one it follows."""
    if call.follows_id is None:
        return NOBODY if call.follow_kind else Q()
    first = Delivery.objects.filter(call_to_action=call.follows_id)
    if call.follow_kind == Kind.PERMISSION:
        return left_out_for_texts(call.follows, first) & ~asked_before(call)
    if call.follow_kind == LATE:
        reached = Q(call_to_action=call.follows_id) | Q(
            call_to_action__follows=call.follows_id, call_to_action__follow_kind=LATE
        )
        other = Delivery.objects.filter(reached, state__in=(*GOT, *TO_COME)).exclude(call_to_action=call.pk)
        return members_of(first.filter(state=State.EXPIRED)) & ~members_of(other)
    still = Q(state__in=TO_COME, call_to_action__finished_at=None)
    return members_of(first.filter(Q(state__in=GOT) | still))


def members_of(deliveries: DeliveryQuerySet) -> Q:
    return Q(pk__in=deliveries.exclude(member=None).order_by().values("member"))


def left_out_for_texts(first: CallToAction | None, deliveries: DeliveryQuerySet) -> Q:
    """Meant by the first, got nothing from it, and never said yes or no to texts, or has no number here. Whoever said
    stop or no is not asked."""
    if first is None:
        return NOBODY
    said = Consent.objects.filter(chapter=first.chapter_id, channel=Channel.TEXT)
    stopped = Member.objects.filter(chapter=first.chapter_id).opted_out(Channel.TEXT)
    unheard = ~Q(pk__in=said.values("member")) & ~Q(pk__in=stopped.values("pk"))
    numberless = Q(phone_index="") & ~Q(pk__in=said.filter(is_given=False).values("member"))
    meant = Q(pk__in=matching(first.chapter, first.audience).values("pk")) & among(first)
    return meant & (unheard | numberless) & ~members_of(deliveries)


def asked_before(call: CallToAction) -> Q:
    """Got another email lately that asked for permission: a silence is an answer too."""
    others = Delivery.objects.filter(chapter=call.chapter_id, call_to_action__follow_kind=Kind.PERMISSION)
    recent = Q(state__in=GOT, attempted_at__gt=timezone.now() - ASKED_ONCE_IN) | Q(state__in=TO_COME)
    return members_of(others.filter(recent).exclude(call_to_action=call.pk))


def hindrances(call: CallToAction, *, planned: bool = False) -> Iterator[tuple[str, Q]]:
    """(reason, members) of those who do not get it for what they did about it, or about the first. While it is only
    `planned`, a thanks still hopes for everyone who may say yes until it goes."""
    if call.follow_kind == Kind.THANKS:
        if not (planned and may_still_say_yes(call)):
            yield "not_yes", ~said_yes(call)
    elif call.follow_kind == Kind.PERMISSION:
        agreed = Member.objects.filter(chapter=call.chapter_id).reachable_by(Channel.TEXT)
        yield "answered", Q(pk__in=agreed.values("pk"))
    elif call.follow_kind == Kind.SECOND_ASK and call.follows:
        answered = Delivery.objects.filter(call_to_action=call.follows_id, answered_at__isnull=False)
        yield "answered", results.answered(call.follows) | members_of(answered)
    else:
        yield "answered", results.answered(call)


def said_yes(call: CallToAction) -> Q:
    return results.said_yes(call.follows) if call.follows else NOBODY


def may_still_say_yes(call: CallToAction) -> bool:
    """Somebody can say yes between now and the hour it is set for."""
    event: Any = call.follows.event if call.follows else None
    action: Any = call.follows.action if call.follows else None
    now = timezone.now()
    is_on = (event is None or event.ends_at > now) and (action is None or not action.is_closed)
    return call.send_at is not None and call.send_at > now and is_on


def passed_over(call: CallToAction, member_ids: Sequence[int]) -> dict[int, str]:
    """Member -> reason, for those among them who do not get it after all: asked right before it goes, in a number of
    queries that does not grow with them.

    "answered": did what is asked, or answered the first, since the approval. "not_yes": a thanks to somebody who did
    not say yes. "no_first": a second ask or thanks to somebody who did not get the first.
    """
    people = Member.objects.filter(chapter=call.chapter_id, pk__in=list(member_ids)).order_by()
    rules = [*hindrances(call)]
    if call.follow_kind in (Kind.SECOND_ASK, Kind.THANKS):
        first = Delivery.objects.filter(call_to_action=call.follows_id, state__in=GOT)
        rules.append(("no_first", ~members_of(first) if call.follows_id else Q()))
    found: dict[int, str] = {}
    for reason, those in reversed(rules):
        found |= dict.fromkeys(people.filter(those).values_list("pk", flat=True), reason)
    return found


def planned_apart(call: CallToAction, at: datetime) -> Q:
    """Deliveries still to come that do not stand in the way of this call: of the first, if they go long enough before
    it, and of others that follow the same. Whoever answers one of these is passed over by the next."""
    if call.follows_id is None:
        return NOBODY
    first = Q(call_to_action=call.follows_id, not_before__lte=at - BUDGET)
    return first | Q(call_to_action__in=CallToAction.objects.filter(follows=call.follows_id).values("pk"))


def people_in_words(call: CallToAction) -> str:
    """As it stands after "This goes to": for a call that follows another."""
    words = {
        Kind.SECOND_ASK: _("people who got “%(title)s” and have not answered when this goes"),
        Kind.THANKS: _("people who got “%(title)s” and have said yes when this goes"),
        Kind.PERMISSION: _("people who did not get “%(title)s” because we may not text them"),
        LATE: _("people who did not get “%(title)s” in time"),
    }[call.follow_kind]
    return words % {"title": call.follows.title if call.follows else "?"}

"""What a lead may do once a message is approved: follow it up, reach those it left out, share it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.messaging import follow_ups, following, phoning
from campaigns.messaging.audience import left_out_now, reckon
from campaigns.messaging.delivery_models import Delivery
from campaigns.messaging.models import CallToAction
from campaigns.messaging.outbox import sender_for
from campaigns.messaging.previewing import REASONS, Left, left_out_in_words

Kind = CallToAction.Follows
BEGUN = (*CallToAction.UNDER_WAY, CallToAction.State.DONE, CallToAction.State.STOPPED)


@dataclass(frozen=True)
class Offer:
    """One button. `why_not` is said in its place when it makes no sense now."""

    kind: str
    words: str
    why_not: str = ""


@dataclass(frozen=True)
class Next:
    follow_ups: list[CallToAction]
    offers: list[Offer]
    left_out: list[Left]
    permission: Offer | None
    to_call: int


def of(call: CallToAction) -> Next | None:
    """None while nothing has been approved."""
    if call.state not in BEGUN:
        return None
    return Next(
        list(call.follow_ups.order_by("pk")),
        offers(call),
        [*left_out_in_words(call, left_out_now(call)), *passed_over(call)],
        permission(call),
        len(phoning.people_to_call(call)),
    )


def passed_over(call: CallToAction) -> list[Left]:
    """Written to, and left out right before it went."""
    skipped = call.deliveries.filter(state=Delivery.State.SKIPPED).order_by()
    counts = skipped.values_list("reason").annotate(people=Count("member", distinct=True)).order_by("-people")
    known = [(reason, n, REASONS.get(reason)) for reason, n in counts]
    return [Left(reason, n, words.get(call.follow_kind) or words["any"], False) for reason, n, words in known if words]


def may_follow(call: CallToAction, kind: str) -> bool:
    """Whether a message of this kind may come after this one at all."""
    if call.state not in BEGUN or call.follow_kind == Kind.PERMISSION:
        return False
    if kind == following.LATE:
        return call.finished_at is not None and call.follow_kind != Kind.THANKS
    if kind == Kind.SECOND_ASK:
        event: Any = call.event
        is_late = call.too_late_at is not None and call.too_late_at <= timezone.now()
        return not call.follow_kind and not is_late and not (event and event.cancelled_at)
    return not call.follow_kind


def offers(call: CallToAction) -> list[Offer]:
    thanks = _("Thank those who did it") if call.action_id else _("Thank those who said yes")
    words = {Kind.SECOND_ASK: _("Ask again those who did not answer"), Kind.THANKS: thanks}
    made = set(call.follow_ups.exclude(state=CallToAction.State.STOPPED).values_list("follow_kind", flat=True))
    wanted = {kind: said for kind, said in words.items() if kind not in made and may_follow(call, kind)}
    return [Offer(kind, said, why_not(call, kind)) for kind, said in wanted.items()]


def why_not(call: CallToAction, kind: str) -> str:
    try:
        follow_ups.suggested_time(call, kind)
    except follow_ups.TooClose:
        return too_close_words(call)
    return ""


def too_close_words(call: CallToAction) -> str:
    if call.action_id and not call.event_id:
        return _("The action closes too soon to ask again: nobody is asked twice in 48 hours.")
    return _("The event comes too soon to ask again: nobody is asked twice in 48 hours.")


def permission(call: CallToAction) -> Offer | None:
    """An email to those whom texts may not reach; None when there is nobody, or nothing to send it from."""
    if not may_follow(call, Kind.PERMISSION) or sender_for(call.chapter, "email") is None:
        return None
    stub = CallToAction(chapter=call.chapter, follows=call, follow_kind=Kind.PERMISSION, reach=CallToAction.Reach.EMAIL)
    n = reckon(stub).count
    words = ngettext("Ask %(n)s person by email if we may text", "Ask %(n)s people by email if we may text", n)
    return Offer(Kind.PERMISSION, words % {"n": n}) if n else None


def late_people(call: CallToAction) -> int:
    """How many the message did not reach in time, as far as a new one may go to them."""
    if not may_follow(call, following.LATE):
        return 0
    stub = CallToAction(chapter=call.chapter, follows=call, follow_kind=following.LATE)
    return call.chapter.members.filter(following.among(stub)).count()

"""The way of a call from draft to done: each step is one conditional update whose row count decides who did it."""

import hashlib
import json
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.messaging import checking, citing, outbox, telling
from campaigns.messaging.audience import Audience, reckon
from campaigns.messaging.delivery_models import Delivery
from campaigns.messaging.freezing import freeze, thaw
from campaigns.messaging.models import CallToAction, LeadNotice
from campaigns.messaging.policy import POLICY
from chapters import audit
from chapters.models import User

State = CallToAction.State


class NotNow(Exception):
    """The step cannot be taken; says why in a sentence for the person who tried."""


class Changed(NotNow):
    """Other people would get it than the number that was agreed to."""

    def __init__(self, audience: Audience) -> None:
        people = ngettext("%(n)s person", "%(n)s people", audience.count) % {"n": audience.count}
        super().__init__(_("The list changed while you read: now it is %(people)s.") % {"people": people})


class SaidBefore(NotNow):
    """The same words went to the same list within a day: needs to be meant."""


def ask(call: CallToAction, *, by: User) -> None:
    """Hand a draft to a second lead."""
    people = reckon(call).count
    with transaction.atomic():
        step(call, CallToAction.EDITABLE, State.ASKED, asked_at=timezone.now(), asked_count=people, sent_back_reason="")
        audit.record("call_asked", chapter=call.chapter, by=by, subject=call, people=people)


def take_back(call: CallToAction, *, by: User) -> None:
    """Before anybody said yes, to change it."""
    with transaction.atomic():
        step(call, (State.ASKED,), State.DRAFT, asked_at=None)
        audit.record("call_taken_back", chapter=call.chapter, by=by, subject=call)


def send_back(call: CallToAction, reason: str, *, by: User) -> None:
    with transaction.atomic():
        step(call, (State.ASKED,), State.SENT_BACK, sent_back_reason=reason)
        audit.record("call_sent_back", chapter=call.chapter, by=by, subject=call)


def approve(call: CallToAction, *, by: User, expected: int, again: bool = False) -> int:
    """Freeze who gets it and start the hold. Returns the people. `expected` is the number the lead said yes to; `again`
    that the same words may go to the same list twice in a day. Raises NotNow, Changed or SaidBefore, changing nothing.
    """
    now = timezone.now()
    hold_ends = now + timedelta(seconds=settings.SEND_HOLD_SECONDS)
    is_later = call.send_at is not None and call.send_at > hold_ends
    with transaction.atomic():
        step(
            call,
            (State.ASKED,),
            State.SCHEDULED if is_later else State.HELD,
            approved_by=by,
            approved_at=now,
            approved_count=max(expected, 0),
            starts_sending_at=call.send_at if is_later else hold_ends,
            fingerprint=fingerprint(call),
        )
        audience = reckon(call)
        refuse_unless_right(call, audience, by=by, expected=expected, again=again)
        rows = freeze(call)
        tell_approved(call, audience.count, by=by)
        audit.record("call_approved", chapter=call.chapter, by=by, subject=call, people=audience.count, messages=rows)
    return audience.count


def refuse_unless_right(call: CallToAction, audience: Audience, *, by: User, expected: int, again: bool) -> None:
    if needs_second(call, audience, by):
        raise NotNow(_("You wrote it, so another lead has to say yes."))
    if call.too_late_at and call.too_late_at <= timezone.now():
        event_words = _("The event has begun. Nobody gets a text about it any more.")
        raise NotNow(event_words if call.event_id else _("The action is over. Nobody gets a text about it any more."))
    if checking.lacks_postal_address(call):
        raise NotNow(checking.no_postal_address())
    if outdated := citing.in_words(call):
        raise NotNow(outdated)
    if audience.count != expected:
        raise Changed(audience)
    if not audience.count:
        raise NotNow(_("Nobody would get it."))
    for problem in checking.about_the_senders(call):
        raise NotNow(problem.words)
    if not again and said_before(call):
        raise SaidBefore(_("These same words went to this same list not long ago."))


def tell_approved(call: CallToAction, people: int, *, by: User) -> None:
    """Every lead hears of every yes, so that nobody sends unseen with a stolen sign-in."""
    telling.tell(
        call.chapter,
        LeadNotice.About.APPROVED,
        key=f"approved:{call.code}:{call.approved_at}",
        call=call.code,
        people=people,
        by=by.code,
        goes_at=str(call.starts_sending_at),
    )


def needs_second(call: CallToAction, audience: Audience, by: User) -> bool:
    """Whether this is the writer's own message to more people than one lead may write to alone."""
    return call.written_by_id == by.pk and audience.count > call.chapter.approval_limit


def fingerprint(call: CallToAction) -> str:
    """The same for the same words to the same list."""
    words = [
        [text.language, *(" ".join(body.split()) for body in (text.text_body, text.email_subject, text.email_body))]
        for text in sorted(call.texts.all(), key=lambda text: text.language)
    ]
    after = [call.follows_id, call.follow_kind] if call.follows_id else []
    after += [f"action {call.action_id}"] if call.action_id else []
    said = json.dumps([words, call.audience, call.reach, call.event_id, *after], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def said_before(call: CallToAction) -> bool:
    """Whether another call said the same to the same list within a day; one taken back in time does not count."""
    since = timezone.now() - timedelta(seconds=settings.SEND_SAME_WORDS_SECONDS)
    same = call.chapter.calls_to_action.filter(fingerprint=fingerprint(call), approved_at__gt=since)
    return same.exclude(pk=call.pk).exists()


def undo(call: CallToAction, *, by: User) -> None:
    """Before the first one left: nothing goes out, and the words are a draft again."""
    with transaction.atomic():
        step(
            call,
            (State.HELD, State.SCHEDULED, State.PAUSED),
            State.DRAFT,
            approved_by=None,
            approved_at=None,
            approved_count=0,
            starts_sending_at=None,
            fingerprint="",
            asked_at=None,
            paused_reason="",
        )
        if not thaw(call):
            raise NotNow(
                _("Some of it has gone out, or its time is over. Go on with these words, or stop it and write anew.")
            )
        audit.record("call_undone", chapter=call.chapter, by=by, subject=call)


def pause(call: CallToAction, *, by: User, reason: str = "") -> None:
    with transaction.atomic():
        step(call, (State.SENDING,), State.PAUSED, paused_reason=reason)
        audit.record("call_paused", chapter=call.chapter, by=by, subject=call)


def resume(call: CallToAction, *, by: User) -> None:
    """Back to where it was: on its way, or set for later. If the bill it speaks of changed, the lead says with it that
    the words are still right."""
    is_later = call.starts_sending_at is not None and call.starts_sending_at > timezone.now()
    newest = citing.newer(call)
    with transaction.atomic():
        target = State.SCHEDULED if is_later else State.SENDING
        step(call, (State.PAUSED,), target, paused_reason="", **({"cites": newest} if newest else {}))
        audit.record("call_resumed", chapter=call.chapter, by=by, subject=call)
        if newest:
            audit.record("call_words_confirmed", chapter=call.chapter, by=by, subject=call)
        outbox.nudge(POLICY[Delivery.Purpose.ASK].queue)


def stop(call: CallToAction, *, by: User | None) -> int:
    """For good. Returns how many messages were left out: at most those on the wire still go."""
    now = timezone.now()
    with transaction.atomic():
        step(call, CallToAction.UNDER_WAY, State.STOPPED, stopped_by=by, finished_at=now)
        waiting = call.deliveries.filter(state__in=(Delivery.State.QUEUED, Delivery.State.CLAIMED))
        left_out: int = waiting.update(
            state=Delivery.State.CANCELLED, reason="stopped", final_at=now, token=None, lease_until=None
        )
        audit.record("call_stopped", chapter=call.chapter, by=by, subject=call, left_out=left_out)
    return left_out


def throw_away(call: CallToAction, *, by: User) -> None:
    """Delete a draft."""
    with transaction.atomic():
        gone, _per_model = call.chapter.calls_to_action.filter(pk=call.pk, state__in=CallToAction.EDITABLE).delete()
        if not gone:
            raise NotNow(where_it_is(call))
        audit.record("call_thrown_away", chapter=call.chapter, by=by, subject=call)


def step(call: CallToAction, sources: tuple[str, ...], target: str, **fields: object) -> None:
    """Move on if the call is still in one of `sources`; else say where it is by now."""
    mine = CallToAction.objects.filter(pk=call.pk, state__in=sources)
    if not mine.update(state=target, updated_at=timezone.now(), **fields):
        raise NotNow(where_it_is(call))
    for name, value in {"state": target, **fields}.items():
        setattr(call, name, value)


def where_it_is(call: CallToAction) -> str:
    found = CallToAction.objects.filter(pk=call.pk).first()
    if found is None:
        return _("This message was thrown away.")
    return _("Somebody was faster: this message is now “%(state)s”.") % {"state": found.get_state_display()}

"""What the pump does between nudges: ends holds, gives back the lost, ends what is late, closes what is done."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.db.models.functions import Now
from django.utils import timezone

from campaigns.messaging import claims
from campaigns.messaging.models import CallToAction, Delivery

State, Call = Delivery.State, CallToAction.State
OPEN = (State.QUEUED, State.CLAIMED, State.SENDING, State.UNKNOWN)


def run() -> None:
    begin_due()
    claims.give_back_lost()
    end_late()
    end_stopped()
    claims.pause_at_cap()
    close_finished()


def begin_due() -> int:
    """The end of a hold, or the hour set for later: one update makes the deliveries claimable."""
    due = CallToAction.objects.filter(state__in=(Call.HELD, Call.SCHEDULED), starts_sending_at__lte=Now())
    return due.update(state=Call.SENDING, updated_at=Now())


def seconds_until_next() -> float | None:
    """Until the next hold ends, if that is before the pump runs again."""
    soon = timezone.now() + timedelta(seconds=settings.SEND_PUMP_SECONDS)
    waiting = CallToAction.objects.filter(state__in=(Call.HELD, Call.SCHEDULED), starts_sending_at__lte=soon)
    first = waiting.order_by("starts_sending_at").values_list("starts_sending_at", flat=True).first()
    return max(0.0, (first - timezone.now()).total_seconds()) if first else None


def end_late() -> int:
    """Late is not sent: not this evening, and not next morning by itself."""
    late = Delivery.objects.filter(state=State.QUEUED, expires_at__lte=Now())
    return late.update(state=State.EXPIRED, reason="too_late", final_at=Now())


def end_stopped() -> int:
    stopped = CallToAction.objects.filter(pk=OuterRef("call_to_action"), state=Call.STOPPED)
    unsent = Delivery.objects.filter(Exists(stopped), state=State.QUEUED)
    return unsent.update(state=State.CANCELLED, reason="stopped", final_at=Now())


def close_finished() -> int:
    unsent = Delivery.objects.filter(call_to_action=OuterRef("pk"), state__in=OPEN)
    done = CallToAction.objects.filter(~Exists(unsent), state=Call.SENDING)
    return done.update(state=Call.DONE, finished_at=Now())

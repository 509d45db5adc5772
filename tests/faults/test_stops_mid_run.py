"""People and leads say stop while a real worker sends: nothing leaves after the answer, but what is on the wire."""

from datetime import datetime

import pytest
from django.db import connection
from django.test import Client

from campaigns.messaging import calling
from campaigns.models import Delivery
from tests.campaigns.test_webhooks import text_us
from tests.cast import Cast
from tests.factories import make_sender
from tests.faults.fixtures import make_asks
from tests.faults.standin import StandIn
from tests.faults.workers import QUICK, Worker, push, until

PEOPLE, STOPS = 300, 40
ON_THE_WIRE = 2 * int(QUICK["SEND_THREADS"])  # two processes


def clock() -> datetime:
    """The database's own."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
        return now


@pytest.mark.django_db(transaction=True)
def test_nothing_is_sent_after_a_stop(cast: Cast, standin: StandIn, client: Client) -> None:
    sender = make_sender(cast.here, segments_per_second=40)
    call, asks = make_asks(cast.here, PEOPLE, sender=sender)
    answered = {}
    worker = Worker(standin.url)
    try:
        until(lambda: push() or standin.calls("POST") >= 10)
        for number, ask in enumerate(asks[-STOPS:]):
            reply = text_us(client, sender, "ALTO", person=ask.address, sid=f"SM{number}")
            answered[ask.pk] = (reply.status_code, clock())
        until(lambda: standin.calls("POST") >= 30)
        calling.stop(call, by=cast.lead)
        at_stop = standin.calls("POST")
        until(lambda: push() or not Delivery.objects.filter(state__in=("queued", "claimed", "sending")).exists())
    finally:
        worker.kill()
    assert {status for status, _at in answered.values()} == {200}
    late = [
        row.pk
        for row in Delivery.objects.filter(pk__in=answered).exclude(attempted_at=None)
        if row.attempted_at and row.attempted_at > answered[row.pk][1]
    ]
    confirmations = Delivery.objects.filter(purpose="answer", attempts__gt=0).count()
    assert late == []
    assert standin.calls("POST") <= at_stop + ON_THE_WIRE + confirmations
    assert max(standin.times_each().values()) <= 2  # the ask before the stop, and the one confirmation
    call.refresh_from_db()
    assert call.state == "stopped"
    assert set(Delivery.objects.filter(call_to_action=call).values_list("state", flat=True)) <= {
        "accepted",
        "cancelled",
        "skipped",
    }

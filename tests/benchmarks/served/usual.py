"""The usual design, to be held against ours: one Celery task and one call of the client for each message.

Tasks are acknowledged late, so that a dead worker loses none, and tried again after an error.
"""

import os
from typing import Any

import django
from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "organizing.settings")
app = Celery("usual", broker=os.environ["REDIS_URL"])
app.conf.update(
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_ignore_result=True,
    task_default_queue="usual",
    worker_prefetch_multiplier=1,
    broker_transport_options={"visibility_timeout": 5},  # an hour by default: then the lost ones come an hour late
)
django.setup()


@app.task(bind=True, autoretry_for=(Exception,), retry_backoff=1, max_retries=5)
def send(self: Any, pk: int) -> None:
    from campaigns.messaging import twilio
    from campaigns.models import Delivery

    row = Delivery.objects.select_related("sender").get(pk=pk)
    if row.state != Delivery.State.QUEUED:
        return
    made = twilio.client().messages.create(
        to=row.address,
        from_=row.sender.address,
        body=row.body,
        status_callback=f"http://localhost/hooks/twilio/status/{row.code}/",
    )
    Delivery.objects.filter(pk=pk).update(state=Delivery.State.ACCEPTED, sid=made.sid)

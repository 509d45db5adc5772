"""All that runs unseen: the Celery app, its queues, its task modules and its timetable."""

import os

from celery import Celery
from kombu import Queue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "organizing.settings")

app = Celery("organizing")
app.config_from_object("django.conf:settings", namespace="CELERY")

# `urgent` is served by its own worker, so that an answer or an alert never waits behind bulk.
app.conf.task_queues = [Queue("urgent"), Queue("default"), Queue("bulk")]

app.conf.imports = [
    "chapters.members.importing",
    "campaigns.messaging.outbox",
    "campaigns.messaging.sweep",
]

app.conf.beat_schedule = {
    "send what a lost nudge left behind": {
        "task": "campaigns.messaging.outbox.pump",
        "schedule": float(os.environ.get("SEND_PUMP_SECONDS", "10")),
        "options": {"queue": "urgent", "expires": 30},
    },
    "resolve unknown messages by evidence": {
        "task": "campaigns.messaging.sweep.sweep",
        "schedule": 15.0,
        "options": {"queue": "urgent", "expires": 60},
    },
    "take up imports that a dead worker left": {
        "task": "chapters.members.importing.resume_stalled",
        "schedule": 60.0,
        "options": {"queue": "default", "expires": 60},
    },
    "forget what lists of a month ago changed": {
        "task": "chapters.members.importing.forget_traces",
        "schedule": 24 * 3600.0,
        "options": {"queue": "default", "expires": 3600},
    },
}

"""All that runs unseen: the Celery app, its queues, its task modules and its timetable."""

import os

from celery import Celery
from celery.schedules import crontab
from kombu import Queue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "organizing.settings")

app = Celery("organizing")
app.config_from_object("django.conf:settings", namespace="CELERY")

# `urgent` is served by its own worker, so that an answer or an alert never waits behind bulk.
app.conf.task_queues = [Queue("urgent"), Queue("default"), Queue("bulk")]

app.conf.imports = [
    "chapters.members.importing",
    "chapters.retention",
    "campaigns.messaging.forgetting",
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
    "delete Twilio's copies of what ended days ago": {
        "task": "campaigns.messaging.forgetting.forget",
        "schedule": 30.0,
        "options": {"queue": "default", "expires": 25},
    },
    # In UTC: the middle of the night from Los Angeles to San Juan.
    "let go of what was kept long enough": {
        "task": "chapters.retention.purge_tonight",
        "schedule": crontab(hour="10", minute="0"),
        "options": {"queue": "default", "expires": 3600},
    },
    "take up imports that a dead worker left": {
        "task": "chapters.members.importing.resume_stalled",
        "schedule": 60.0,
        "options": {"queue": "default", "expires": 60},
    },
}

"""All that runs unseen: the Celery app, its queues, its task modules and its timetable."""

import os

from celery import Celery
from celery.schedules import crontab
from kombu import Queue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "organizing.settings")


def every(name: str, seconds: float) -> float:
    """A timer of `.env.example`. The settings cannot be read yet: they are what imports this package."""
    return float(os.environ.get(name, seconds))


app = Celery("organizing")
app.config_from_object("django.conf:settings", namespace="CELERY")

# `urgent` is served by its own worker, so that an answer or an alert never waits behind a big send or a long list.
app.conf.task_queues = [Queue("urgent"), Queue("default"), Queue("bulk")]

app.conf.imports = [
    "chapters.members.assigning",
    "chapters.members.importing",
    "chapters.members.welcoming",
    "chapters.retention",
    "chapters.week",
    "campaigns.events.morning_after",
    "campaigns.events.waiting",
    "campaigns.events.series",
    "campaigns.messaging.forgetting",
    "campaigns.messaging.outbox",
    "campaigns.messaging.strays",
    "campaigns.messaging.sweep",
    "campaigns.messaging.telling",
]

app.conf.beat_schedule = {
    "send what a lost nudge left behind": {
        "task": "campaigns.messaging.outbox.pump",
        "schedule": every("SEND_PUMP_SECONDS", 10),
        "options": {"queue": "urgent", "expires": 30},
    },
    "resolve unknown messages by evidence": {
        "task": "campaigns.messaging.sweep.sweep",
        "schedule": every("SEND_SWEEP_SECONDS", 15),
        "options": {"queue": "urgent", "expires": 60},
    },
    "look for texts that are not ours": {
        "task": "campaigns.messaging.strays.detect",
        "schedule": every("SEND_DETECT_SECONDS", 300),
        "options": {"queue": "default", "expires": 300},
    },
    "tell the leads": {
        "task": "campaigns.messaging.telling.post",
        "schedule": every("SEND_PUMP_SECONDS", 10),
        "options": {"queue": "urgent", "expires": 30},
    },
    "delete Twilio's copies of what ended days ago": {
        "task": "campaigns.messaging.forgetting.forget",
        "schedule": 30.0,
        "options": {"queue": "default", "expires": 25},
    },
    "give seats that nobody took to the next in line": {
        "task": "campaigns.events.waiting.run_clocks",
        "schedule": 60.0,
        "options": {"queue": "default", "expires": 60},
    },
    "write on the day after an event": {
        "task": "campaigns.events.morning_after.write_due",
        "schedule": 300.0,
        "options": {"queue": "default", "expires": 300},
    },
    # In UTC: the middle of the night from Los Angeles to San Juan.
    "let go of what was kept long enough": {
        "task": "chapters.retention.purge_tonight",
        "schedule": crontab(hour="10", minute="0"),
        "options": {"queue": "default", "expires": 3600},
    },
    "make the dates of events that repeat": {
        "task": "campaigns.events.series.make_tonight",
        "schedule": crontab(hour="9", minute="30"),
        "options": {"queue": "default", "expires": 3600},
    },
    "tell people what was given to them to do": {
        "task": "chapters.members.assigning.tell",
        "schedule": 900.0,
        "options": {"queue": "default", "expires": 900},
    },
    "find a caller for who joined": {
        "task": "chapters.members.welcoming.assign",
        "schedule": 300.0,
        "options": {"queue": "default", "expires": 300},
    },
    # It is Sunday evening at another hour in each zone.
    "send the sheet of the week": {
        "task": "chapters.week.post_sheets",
        "schedule": 600.0,
        "options": {"queue": "default", "expires": 600},
    },
    "take up imports that a dead worker left": {
        "task": "chapters.members.importing.resume_stalled",
        "schedule": 60.0,
        "options": {"queue": "default", "expires": 60},
    },
}

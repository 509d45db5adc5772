"""All that runs unseen is there, and in a queue that somebody serves."""

from importlib import import_module
from typing import Any

from organizing.celery import app

TIMETABLE: dict[str, dict[str, Any]] = app.conf.beat_schedule


def test_every_task_of_the_timetable_exists() -> None:
    for module in app.conf.imports:
        import_module(module)
    assert {entry["task"] for entry in TIMETABLE.values()} - set(app.tasks) == set()
    queues = {queue.name for queue in app.conf.task_queues}
    assert {entry["options"]["queue"] for entry in TIMETABLE.values()} <= queues


def test_what_can_wait_never_holds_up_what_is_urgent() -> None:
    slow = [entry for entry in TIMETABLE.values() if "retention" in entry["task"] or "forgetting" in entry["task"]]
    assert [entry["options"]["queue"] for entry in slow] == ["default", "default"]

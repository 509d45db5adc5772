"""Every timer of sending: documented with the value it has, and kept by the timetable."""

import re
from pathlib import Path

from django.conf import settings

from organizing.celery import app

EXAMPLE = Path(__file__).resolve().parent.parent.parent / ".env.example"
OTHER_IN_TESTS = {"SEND_THREADS"}


def documented(text: str) -> dict[str, float]:
    """Name -> value of every SEND_ line of an example of settings."""
    return {name: float(value) for name, value in re.findall(r"^#?(SEND_\w+)=([\d.]+)$", text, re.MULTILINE)}


def test_every_timer_is_documented_with_its_value() -> None:
    named = {name: getattr(settings, name) for name in dir(settings) if name.startswith("SEND_")}
    ours = {name: float(value) for name, value in named.items() if not isinstance(value, Path)}
    said = documented(EXAMPLE.read_text())
    assert said.keys() == ours.keys()
    assert {name for name in ours if ours[name] != said[name]} <= OTHER_IN_TESTS


def test_a_timer_that_is_missing_or_wrong_is_found() -> None:
    assert documented("# Words\n#SEND_A_SECONDS=5\nSEND_B=0.5\n# SEND_C=1\n") == {"SEND_A_SECONDS": 5, "SEND_B": 0.5}


def test_the_timetable_keeps_the_timers() -> None:
    pace = {entry["task"].rpartition(".")[2]: entry["schedule"] for entry in app.conf.beat_schedule.values()}
    assert (pace["pump"], pace["post"]) == (settings.SEND_PUMP_SECONDS, settings.SEND_PUMP_SECONDS)
    assert pace["sweep"] == settings.SEND_SWEEP_SECONDS

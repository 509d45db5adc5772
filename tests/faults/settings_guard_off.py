"""Settings of a web server whose seats have no guard."""

from organizing.settings import *  # noqa: F403
from organizing.settings import INSTALLED_APPS as OURS

INSTALLED_APPS = [*OURS, "tests.faults.seats_guard_off.GuardOff"]

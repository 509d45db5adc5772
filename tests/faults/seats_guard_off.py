"""For the positive control: seats are counted as most programs do, by looking first and writing then.

The same crowd must then overbook, or the harness could not see it. Only `settings_guard_off.py` installs this.
"""

import time

from django.apps import AppConfig


class GuardOff(AppConfig):
    name = "tests.faults"
    label = "guard_off"

    def ready(self) -> None:
        from campaigns.events import waiting
        from campaigns.models import Event

        def look_then_write(event: Event, more: int) -> bool:
            now = Event.objects.get(pk=event.pk)
            if more > 0 and now.capacity is not None and now.seats_taken + more > now.capacity:
                return False
            time.sleep(0.005)
            Event.objects.filter(pk=event.pk).update(seats_taken=now.seats_taken + more)
            return True

        assert callable(waiting.take), "the guard has another name now: switch it off here"
        waiting.take = look_then_write

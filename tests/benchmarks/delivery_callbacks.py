"""Status callbacks: how many a second, signed and written down, beside a view of the same server that does nothing."""

import asyncio
import statistics
import time
from collections import deque
from collections.abc import Sequence

from tests.benchmarks import Result
from tests.faults.place import Place, open_place

ROUNDS, EACH, LINES = 5, 600, 8


def measure() -> list[Result]:
    with open_place({}) as place:
        place.new_database("callbacks")
        messages = callbacks(place, ROUNDS * EACH)
        with place.web(settings="tests.benchmarks.served.settings"):
            from tests.faults.carrier_process import signed

            empty = signed(f"{place.web_url}/hooks/nothing/", {"MessageStatus": "sent"}, place.web_url)
            per_second(place, [empty] * EACH)  # warm
            ours, nothing = [], []
            for turn in range(ROUNDS):
                nothing.append(per_second(place, [empty] * EACH))
                ours.append(per_second(place, messages[turn * EACH : (turn + 1) * EACH]))
        assert_written()
    print(f"    {statistics.median(ours):.0f} callbacks/s, {statistics.median(nothing):.0f} empty answers/s")
    share = statistics.median(one / other for one, other in zip(ours, nothing, strict=True))
    return [Result("status callbacks, share of an empty view", share, 0.4, "higher")]


def callbacks(place: Place, count: int) -> list[bytes]:
    """Half of them say "sent", then as many "delivered" of the same texts, each of which moves its row."""
    from campaigns.models import Delivery
    from chapters.bases import new_code
    from chapters.encryption import blind_index
    from tests.cast import make_cast
    from tests.faults.carrier_process import signed
    from tests.faults.fixtures import make_delivery
    from tests.faults.people import number

    first = make_delivery(make_cast().here, state="accepted", attempts=1)
    rows = [Delivery.objects.get(pk=first.pk) for _ in range(count // 2)]
    for serial, row in enumerate(rows):
        row.pk, row.code, row.key, row.sid = None, new_code(), f"bench:{serial}", f"SM{serial:032}"
        row.address, row.address_index = number(serial), blind_index("phone", number(serial))
    Delivery.objects.bulk_create(rows)
    found = []
    for status in ("sent", "delivered"):
        for row in rows:
            fields = {"MessageSid": row.sid, "MessageStatus": status, "To": row.address}
            found.append(signed(f"{place.web_url}/hooks/twilio/status/{row.code}/", fields, place.web_url))
    return found


def per_second(place: Place, messages: Sequence[bytes]) -> float:
    from tests.faults.posting import Line

    waiting = deque(messages)

    async def post() -> None:
        line = Line("127.0.0.1", place.port)
        while waiting:
            status = await line.send(waiting.popleft())
            assert status == 200, status
        line.close()

    async def together() -> None:
        await asyncio.gather(*(post() for _ in range(LINES)))

    started = time.monotonic()
    asyncio.run(together())
    return len(messages) / (time.monotonic() - started)


def assert_written() -> None:
    from campaigns.models import Delivery

    left = Delivery.objects.filter(key__startswith="bench:").exclude(state="delivered").count()
    assert not left, f"{left} callbacks were lost"

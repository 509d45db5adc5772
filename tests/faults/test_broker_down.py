"""A broker that is dead or silent: pages go on, and the pump finds what no nudge announced."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from campaigns.messaging import claims, outbox
from tests.cast import Cast
from tests.faults.fixtures import make_delivery
from tests.faults.standin import StandIn

ROOT = Path(__file__).resolve().parent.parent.parent
SCRIPT = """
import django
django.setup()
from campaigns.messaging import outbox
for _ in range(50):
    outbox.publish("urgent")
print("went on")
"""
LONG_ENOUGH = 60  # seconds; 50 pages that each waited for the broker would take minutes


@pytest.fixture(params=["dead", "silent"])
def broker(request: pytest.FixtureRequest) -> Iterator[str]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        if request.param == "silent":
            listening.listen(100)
        yield f"redis://127.0.0.1:{listening.getsockname()[1]}/0"


def test_publishing_gives_up_once_and_for_a_while(broker: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=ROOT,
        env=os.environ | {"REDIS_URL": broker},
        capture_output=True,
        text=True,
        timeout=LONG_ENOUGH,
        check=False,
    )
    assert (done.stdout, done.stderr.count("the pump will find the messages")) == ("went on\n", 1)


def test_what_no_nudge_announced_is_found(cast: Cast, standin: StandIn) -> None:
    delivery = make_delivery(cast.here)
    assert claims.queues_with_work() == ["default"]
    outbox.send("default")
    assert (claims.queues_with_work(), standin.times_each()) == ([], {delivery.address: 1})

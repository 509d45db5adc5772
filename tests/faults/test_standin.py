"""The stand-in misbehaves as told and never forgets what it accepted."""

import time
from collections import Counter

import pytest
import requests

from tests.faults.carrier import ACCOUNT, MANY, TOKEN, Carrier, Faults
from tests.faults.standin import StandIn

FORM = {"To": "+13235550142", "From": "+13235550100", "Body": "Hi"}


def create(standin: StandIn, *, timeout: float = 5) -> int:
    """The status, or 0 when no answer came."""
    try:
        answer = requests.post(standin.url + MANY, FORM, auth=(ACCOUNT, TOKEN), timeout=timeout)
    except requests.exceptions.RequestException:
        return 0
    return answer.status_code


def listed(standin: StandIn, **query: str) -> int:
    answer = requests.get(standin.url + MANY, query, auth=(ACCOUNT, TOKEN), timeout=5)
    return len(answer.json()["messages"])


@pytest.mark.parametrize(
    ("fault", "status", "accepted"),
    [
        ("refuse", 400, 0),
        ("too_many", 429, 0),
        ("drop_before_accept", 0, 0),
        ("drop_after_accept", 0, 1),
        ("error_after_accept", 500, 1),
        ("stall", 0, 1),
    ],
)
def test_each_mishap_once(standin: StandIn, fault: str, status: int, accepted: int) -> None:
    standin.misbehave(**{fault: 1})
    assert (create(standin, timeout=0.5), len(standin.sent())) == (status, accepted)
    assert (create(standin), len(standin.sent())) == (201, accepted + 1)
    assert standin.calls("POST") == 2


def test_a_list_that_lags_catches_up(standin: StandIn) -> None:
    standin.misbehave(list_lag=0.3)
    create(standin)
    assert listed(standin, To=FORM["To"]) == 0
    time.sleep(0.35)
    assert listed(standin, To=FORM["To"]) == 1
    assert listed(standin, To="+13235550199") == 0


def test_the_list_is_filtered_by_the_day_of_sending(standin: StandIn) -> None:
    create(standin)
    assert listed(standin, **{"DateSent>": "2026-01-01"}) == 0  # not sent yet
    standin.misbehave(settle=0.0)
    today = time.strftime("%Y-%m-%d", time.gmtime())
    assert [listed(standin, **query) for query in ({"DateSent": today}, {"DateSent>": today})] == [1, 1]
    assert [listed(standin, **query) for query in ({"DateSent": "2026-01-01"}, {"DateSent<": today})] == [0, 0]


def test_rates_are_drawn_from_the_seed() -> None:
    def drawn(seed: int) -> list[str]:
        faults = Faults()
        faults.change({"seed": seed, "rates": {"stall": 0.05, "error_after_accept": 0.03}})
        return [faults.pick() for _ in range(2000)]

    assert drawn(1) == drawn(1) != drawn(2)
    found = Counter(drawn(1))
    assert 70 < found["stall"] < 130
    assert 35 < found["error_after_accept"] < 85


def test_an_unknown_fault_is_no_fault() -> None:
    with pytest.raises(AssertionError, match="no such fault"):
        Carrier().faults.change({"drop": 1})

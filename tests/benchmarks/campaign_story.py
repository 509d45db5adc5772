"""The public page and the story of a campaign that lasted: 2,000 moments, 50 officials who moved, bills, actions."""

import statistics
import time
from datetime import date, timedelta

from tests.benchmarks import Result
from tests.faults.place import QUICK, open_place

MOMENTS, OFFICIALS, TIMES = 2000, 50, 60
PAGES = {
    "campaign page, 2,000 moments": "/highland-park/sanctuary/",
    "campaign story, 2,000 moments": "/highland-park/sanctuary/story/",
    "campaign story of one kind and year": "/highland-park/sanctuary/story/?kind=stand&year=2017",
    "campaign moment by its link": "/highland-park/sanctuary/moments/{moment}/",
}
SLOWEST = 300


def measure() -> list[Result]:
    with open_place(QUICK):
        from tests.cast import make_cast
        from tests.factories import make_campaign

        campaign = make_campaign(make_cast().here)
        moment = fill(campaign, 0, moments=20, officials=2)
        few = {name: queries(path.format(moment=moment)) for name, path in PAGES.items()}
        fill(campaign, 20, moments=MOMENTS, officials=OFFICIALS)
        found: list[Result] = []
        for name, path in PAGES.items():
            address = path.format(moment=moment)
            found.append(Result(f"{name}, p95 ms", p95(address), SLOWEST, "lower"))
            found.append(Result(f"{name}, more queries than with 20", queries(address) - few[name], 0, "lower"))
    return found


def fill(campaign: object, since: int, *, moments: int, officials: int) -> str:
    """Up to so many of each, `since` moments being there; the code of the first moment."""
    from campaigns.models import Campaign, Moment, MomentText
    from tests.campaigns import fights

    assert isinstance(campaign, Campaign)
    day = date(2009, 1, 1)
    rows = [
        Moment(chapter=campaign.chapter, campaign=campaign, happened_on=day + timedelta(days=3 * n), kind="step")
        for n in range(since, moments)
    ]
    made = Moment.objects.bulk_create(rows)
    words = "We met at the library and wrote to every office on the list. " * 3
    MomentText.objects.bulk_create(
        MomentText(parent=row, language=language, title=f"Moment of {row.happened_on}", body=words)
        for row in made
        for language in ("en", "es")
    )
    for n in range(campaign.targets.count(), officials):
        target = fights.make_target(campaign, f"Council Member {n}")
        for stand, month in ((1, "02"), (3, "04"), (4, "07"), (5, "10")):
            fights.stand(target, stand, f"2017-{month}-{n % 28 + 1:02}")
        fights.promise(target, f"a vote on point {n}", "2017-05-01", is_public=True)
    bill = fights.make_bill(campaign, f"SB {since}")
    fights.step(bill, "filed", "2017-01-10")
    fights.version(bill, "as amended", "2017-03-29")
    fights.vote(bill, "2017-04-03", 27, 12)
    fights.make_action(campaign, f"Call them {since}")
    fights.held(campaign, f"Vigil {since}", "2017-04-22", came=214)
    return made[0].code


def queries(path: str) -> int:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as found:
        assert Client(SERVER_NAME="localhost").get(path).status_code == 200
    return len(found)


def p95(path: str) -> float:
    """Milliseconds of one request after the other, in one process, with the templates warm."""
    from django.test import Client

    client, times = Client(SERVER_NAME="localhost"), []
    for _time in range(TIMES):
        started = time.perf_counter()
        assert client.get(path).status_code == 200
        times.append(1000 * (time.perf_counter() - started))
    print(f"    {path}: median {statistics.median(times):.0f} ms", flush=True)
    return statistics.quantiles(times, n=20)[-1]

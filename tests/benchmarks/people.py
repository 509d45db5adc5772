"""Find people in a chapter of 200,000: the page, the count of a list, and a search by an exact phone, through the site.

95 % of the answers come within the milliseconds shown; the number of questions to the database is the highest seen.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from math import ceil
from pathlib import Path
from typing import Any

from organizing import embedded
from tests.benchmarks import Result
from tests.system import ROOT

PEOPLE = 200_000
ROUNDS = 40
PLACE = "/c/highland-park/people/"
PAGES = ("", "q=villasenor", "q=Vilasenyor", "language=es", "after={code}")


def measure() -> list[Result]:
    """In a process of its own, on servers of its own."""
    with tempfile.TemporaryDirectory(prefix="organizing-bench-") as folder:
        Path(folder).chmod(0o711)
        with embedded.serving(Path(folder), durable=False) as servers:
            given = os.environ | servers | {"TESTING": "1", "DJANGO_SETTINGS_MODULE": "organizing.settings"}
            argv = [sys.executable, "-m", "tests.benchmarks.people"]
            found = subprocess.run(argv, env=given, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    numbers: dict[str, float] = json.loads(found.stdout.splitlines()[-1])
    return [
        Result("people: list page of 200,000, p95 ms", numbers["page"], 200, "lower"),
        Result("people: count of a list, p95 ms", numbers["count"], 200, "lower"),
        Result("people: exact phone, p95 ms", numbers["phone"], 50, "lower"),
        Result("people: questions to the database, most", numbers["queries"], 15, "lower"),
    ]


# --- in the process of its own -------------------------------------------------------------------


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from tests.cast import make_cast

    cast = make_cast()
    fill(cast.here)
    fill_around(cast.here)
    print(json.dumps(numbers(cast)))


def fill(chapter: Any) -> None:
    """Most agreed to texts; one in ten of them took it back, some by STOP."""
    from django.utils import timezone

    from chapters.copying import copy_in
    from chapters.models import Consent, Member, MemberTag, OptOut

    now = timezone.now()
    people = [person(chapter, number) for number in range(1, PEOPLE + 1)]
    copy_in(Member, [vars(member) for member in people])
    said: dict[str, Any] = {"chapter_id": chapter.pk, "channel": "text", "source": "paper", "at": now}
    yes = said | {"is_given": True, "wording_text": "Yes, text me."}
    copy_in(Consent, [yes | {"member_id": member.pk} for member in people if member.pk % 7])
    copy_in(Consent, [said | {"is_given": False, "member_id": one.pk} for one in people if not one.pk % 10])
    stops = [one for one in people if not one.pk % 40]
    out = {"channel": "text", "source": "keyword", "at": now}
    copy_in(OptOut, [out | {"address_index": one.phone_index} for one in stops])
    tags = [chapter.tags.create(name=f"ward {n}") for n in range(20)]
    rows = [{"chapter_id": chapter.pk, "member_id": one.pk, "tag_id": tags[one.pk % 20].pk} for one in people]
    copy_in(MemberTag, rows)
    analyze()


def person(chapter: Any, number: int) -> Any:
    from django.utils import timezone

    from chapters.members.arriving import follow
    from chapters.models import Member
    from tests.benchmarks.importing import FIRST, LAST

    now = timezone.now()
    member = Member(
        id=number, chapter_id=chapter.pk, name=f"{FIRST[number % 12]} {LAST[number // 12 % 10]} {number}",
        phone=phone(number), zip=f"{90_001 + number % 900}", language="es" if number % 3 else "en",
        came_count=number % 4, created_at=now - timedelta(days=number % 700), updated_at=now,
    )  # fmt: skip
    follow(member)
    return member


def phone(number: int) -> str:
    return f"+1213{2_000_000 + number}"


def fill_around(chapter: Any) -> None:
    """What the filters offer: fields, lists, files, events, districts."""
    from chapters.models import Import, ZipDistrict
    from tests.factories import make_event

    field = chapter.custom_fields.create(kind="choice", answers=["S", "M", "L"])
    field.texts.create(language="en", label="T-shirt")
    for number in range(8):
        make_event(chapter, f"Vigil {number}", days=number - 3)
        chapter.segments.create(name=f"List {number}", tree={})
    Import.objects.create(chapter=chapter, filename="a.csv", encoding="utf-8", delimiter=",", state="done")
    ZipDistrict.objects.bulk_create(
        ZipDistrict(zip=f"{90_001 + n}", district=f"CA-{1 + (n + m) % 20}")
        for n in range(900)
        for m in range(1 + n % 2)
    )


def analyze() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def numbers(cast: Any) -> dict[str, float]:
    from tests.factories import signed_in

    client, here = signed_in(cast.lead), cast.here
    seen: list[int] = []

    def get(query: str) -> None:
        seen.append(queries(lambda: ask(client, query)))

    middle = here.members.get(pk=PEOPLE // 2).code
    pages = [query.format(code=middle) for query in PAGES]
    counts = [partial(count_of, here, tree) for tree in lists(here)]
    for query in pages:
        get(query)
    page = {query: p95(partial(ask, client, query)) for query in pages}
    count = {str(number): p95(one) for number, one in enumerate(counts)}
    number = phone(PEOPLE // 3).replace("+", "%2B")
    found = {"phone": p95(lambda: ask(client, f"q={number}"))}
    print(f"    {page}\n    {count}\n    {found}", file=sys.stderr, flush=True)
    return {"page": max(page.values()), "count": max(count.values()), "phone": found["phone"], "queries": max(seen)}


def lists(chapter: Any) -> Iterator[dict[str, Any]]:
    """Trees with and, or and not."""
    tags = list(chapter.tags.all())
    spanish, ward = {"filter": "language", "value": "es"}, {"filter": "tag", "value": tags[1].code}
    other, field = {"filter": "tag", "value": tags[2].code}, chapter.custom_fields.get()
    may, agreed = {"filter": "maybe_district", "value": "CA-3"}, {"filter": "yes", "value": "text"}
    yield {"version": 1, "all": [spanish]}
    yield {"version": 1, "all": [spanish, {"any": [ward, other]}, {"not": may}]}
    yield {"version": 1, "all": [agreed]}
    yield {"version": 1, "all": [agreed, spanish, {"not": {"any": [ward, other]}}]}
    yield {"version": 1, "all": [{"filter": "district", "value": "CA-3"}]}
    yield {"version": 1, "all": [{"filter": "own", "value": f"{field.code}:-"}, {"filter": "joined", "value": "30"}]}


def count_of(chapter: Any, tree: dict[str, Any]) -> int:
    from chapters.members.segments import matching

    return matching(chapter, tree).count()


def ask(client: Any, query: str) -> None:
    answer = client.get(f"{PLACE}?{query}", SERVER_NAME="localhost")
    assert answer.status_code == 200, query
    assert b'id="people"' in answer.content


def p95(act: Callable[[], object]) -> float:
    """Milliseconds in which 95 of 100 answers come."""
    took = []
    for _round in range(ROUNDS):
        started = time.perf_counter()
        act()
        took.append((time.perf_counter() - started) * 1000)
    return sorted(took)[ceil(ROUNDS * 0.95) - 1]


def queries(act: Callable[[], object]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


if __name__ == "__main__":
    main()

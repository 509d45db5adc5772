"""Which entries of a chapter may be one person, found by PostgreSQL.

Alike are two with the same phone or email whose first names are the same or one of them blank, and two with nearly
the same name in the same ZIP code. Who shares an address under another first name is a household, and kept apart.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from chapters.members.matching import NAMELESS
from chapters.members.models import Member
from chapters.models import Chapter

SHOWN = 25
ALIKE = 0.65  # of 1, as pg_trgm counts it: one letter off in a name of five
KINDS = ("same", "names", "household")

# Names are sorted as "last first other": who has one name only has it as the first.
PEOPLE = """
people AS MATERIALIZED (
    SELECT id, phone_index, email_index, zip, sort_name, split_part(sort_name, ' ', 1) AS last,
        CASE WHEN name = ANY(%(nameless)s) THEN '' WHEN sort_name LIKE '%% %%' THEN split_part(sort_name, ' ', 2)
        ELSE sort_name END AS first
    FROM chapters_member WHERE chapter_id = %(chapter)s
)
"""
# One block of pairs for each way to be alike, so that each is a join on equal columns: two people are compared letter
# by letter only where a ZIP code and one of their names are the same.
PAIRS = f"""
WITH {PEOPLE},
found AS (
    SELECT a.id AS one, b.id AS other, 'phone' AS why, a.first AS mine, b.first AS theirs
    FROM people a JOIN people b ON a.phone_index = b.phone_index AND a.id < b.id WHERE a.phone_index <> ''
    UNION ALL
    SELECT a.id, b.id, 'email', a.first, b.first
    FROM people a JOIN people b ON a.email_index = b.email_index AND a.id < b.id WHERE a.email_index <> ''
    UNION ALL
    SELECT a.id, b.id, 'names', '', ''
    FROM people a JOIN people b ON a.zip = b.zip AND a.last = b.last AND a.id < b.id
    WHERE a.zip <> '' AND a.first <> '' AND b.first <> '' AND similarity(a.sort_name, b.sort_name) >= %(alike)s
        AND (a.phone_index = '' OR b.phone_index = '' OR a.email_index = '' OR b.email_index = '')
    UNION ALL
    SELECT a.id, b.id, 'names', '', ''
    FROM people a JOIN people b ON a.zip = b.zip AND a.first = b.first AND a.last <> b.last AND a.id < b.id
    WHERE a.zip <> '' AND a.first <> '' AND similarity(a.sort_name, b.sort_name) >= %(alike)s
        AND (a.phone_index = '' OR b.phone_index = '' OR a.email_index = '' OR b.email_index = '')
),
named AS (
    SELECT one, other, why, CASE WHEN why = 'names' THEN 'names'
        WHEN mine = '' OR theirs = '' OR mine = theirs THEN 'same' ELSE 'household' END AS kind FROM found
),
once AS (
    SELECT DISTINCT ON (one, other) one, other, why, kind FROM named
    ORDER BY one, other, CASE kind WHEN 'same' THEN 1 WHEN 'household' THEN 2 ELSE 3 END, why DESC
),
open AS (
    SELECT * FROM once WHERE NOT EXISTS (
        SELECT FROM chapters_notsame n WHERE n.first_id = once.one AND n.second_id = once.other)
)
"""  # noqa: S608  our own parts
LISTED = f"{PAIRS} SELECT one, other, why FROM open WHERE kind = %(kind)s ORDER BY why DESC, one, other LIMIT %(n)s"  # noqa: S608
COUNTED = f"{PAIRS} SELECT kind, COUNT(*) FROM open GROUP BY kind"  # noqa: S608


@dataclass(frozen=True)
class Double:
    """Two entries, the older first; `why` is "phone", "email" or "names"."""

    one: Member
    other: Member
    why: str


def count(chapter: Chapter) -> dict[str, int]:
    """Pairs that nobody has decided about, by kind: same, names, household."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, values(chapter))
        return dict.fromkeys(KINDS, 0) | dict(cursor.fetchall())


def find(chapter: Chapter, kind: str) -> list[Double]:
    """The first of a kind; those behind them come once these are decided."""
    with connection.cursor() as cursor:
        cursor.execute(LISTED, values(chapter) | {"kind": kind, "n": SHOWN})
        rows = cursor.fetchall()
    people = chapter.members.in_bulk({pk for row in rows for pk in row[:2]})
    return [Double(people[one], people[other], why) for one, other, why in rows if {one, other} <= people.keys()]


def values(chapter: Chapter) -> dict[str, Any]:
    return {"chapter": chapter.pk, "nameless": list(NAMELESS.values()), "alike": ALIKE}

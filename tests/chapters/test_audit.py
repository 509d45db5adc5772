"""The record: a sealed chain that shows every change, in words a lead understands."""

import ast
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, ManagementUtility, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from chapters import audit, keeping
from chapters.audit_words import WORDS, told
from chapters.models import AuditEntry
from tests.cast import Cast
from tests.factories import make_member, signed_in

pytestmark = pytest.mark.django_db
PAGE = "/c/highland-park/setup/audit/"
ROOT = Path(__file__).resolve().parent.parent.parent


def three(cast: Cast) -> list[AuditEntry]:
    return [
        audit.record("invited", chapter=cast.here, by=cast.lead, kind=kind) for kind in ("lead", "texter", "liaison")
    ]


def verified(**options: str) -> str:
    out = StringIO()
    call_command("audit_verify", stdout=out, **options)
    return out.getvalue()


def tamper(sql: str, *values: int) -> None:
    """As someone would who has the database: around the trigger."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL organizing.purge = 'on'")
        cursor.execute(sql, values)


def test_entries_are_chained_and_hold(cast: Cast) -> None:
    first, second, third = three(cast)
    assert (first.before, second.before, third.before) == ("", first.seal, second.seal)
    assert verified() == f"All 3 entries hold: from the start to {third.seal}.\n"
    assert (first.facts, first.user) == ({"kind": "lead", "by": cast.lead.code}, cast.lead)


def test_no_word_of_a_person_is_in_it(cast: Cast) -> None:
    """Everything that a lead does to people on these pages, with words that would show."""
    lead, words = (
        signed_in(cast.lead),
        {"name": "Quetzal Canary", "phone": "(323) 555-0177", "email": "q@canary.example"},
    )
    people = "/c/highland-park/people/"
    yes = {"yes-channels": "text", "yes-source": "paper", "yes-detail": "quetzal table", "yes-wording": "quetzal yes"}
    assert lead.post(f"{people}add/", words | yes | {"language": "en", "tags": "quetzal"}).status_code == 302
    own = f"{people}{cast.here.members.get().code}/"
    lead.post(f"{own}note/", {"body": "Quetzal sings"})
    lead.post(f"{own}edit/", words | {"language": "es", "tags": "", "zip": "90042"})
    lead.post(f"{own}stop/text/", {"reach": "all"})
    lead.post(f"{people}export/", {"query": "q=Quetzal"})
    lead.post("/c/highland-park/setup/team/", {"email": "quetzal@canary.example", "kind": "texter"})
    lead.post("/c/highland-park/partners/add/", {"name": "Quetzal Union", "phone": words["phone"], "note": "quetzal"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT act, entry::text FROM chapters_auditentry entry ORDER BY id")
        rows = cursor.fetchall()
    assert {"member_added", "member_changed", "member_stopped", "list_exported", "invited", "partner_added"} <= dict(
        rows
    ).keys()
    said = " ".join(row[1] for row in rows).lower()
    assert [word for word in ("quetzal", "canary", "5550177", "555-0177", "90042") if word in said] == []


def test_an_empty_record_holds() -> None:
    assert verified() == "All 0 entries hold: nothing yet.\n"


def test_the_subject_is_a_kind_and_a_code(cast: Cast) -> None:
    member = make_member(cast.here, "Lupe Canario")
    entry = audit.record("contact_shown", chapter=cast.here, by=cast.lead, subject=member, reason="asked")
    assert entry.subject == f"member {member.code}"


def test_the_database_refuses_a_change(cast: Cast) -> None:
    entry = three(cast)[0]
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEntry.objects.filter(pk=entry.pk).update(act="nothing")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        entry.delete()


CHANGED, REMOVED = "was changed after it was written", "something in between was removed or slipped in"


@pytest.mark.parametrize(
    ("change", "named", "why"),
    [
        ("UPDATE chapters_auditentry SET act = 'nothing' WHERE id = %s", 1, CHANGED),
        ("UPDATE chapters_auditentry SET facts = '{}' WHERE id = %s", 1, CHANGED),
        ("UPDATE chapters_auditentry SET at = now() WHERE id = %s", 1, CHANGED),
        ("UPDATE chapters_auditentry SET chapter_id = NULL WHERE id = %s", 1, CHANGED),
        ("UPDATE chapters_auditentry SET before = 'x' WHERE id = %s", 1, CHANGED),
        ("UPDATE chapters_auditentry SET user_id = (SELECT max(id) FROM chapters_user) WHERE id = %s", 1, CHANGED),
        ("DELETE FROM chapters_auditentry WHERE id = %s", 2, REMOVED),
        ("DELETE FROM chapters_auditentry WHERE id < %s", 1, "is the first, and what stood before it was removed"),
    ],
)
def test_what_was_done_behind_our_back_is_found_and_named(cast: Cast, change: str, named: int, why: str) -> None:
    entries = three(cast)
    tamper(change, entries[1].pk)
    with pytest.raises(CommandError, match=rf"does not hold\. Entry {entries[named].pk} .*{why}"):
        verified()


def test_an_end_that_was_cut_off_shows_by_its_seal(cast: Cast) -> None:
    last = three(cast)[2]
    assert verified(seal=last.seal).startswith("All 3 entries hold")
    tamper("DELETE FROM chapters_auditentry WHERE id = %s", last.pk)
    assert verified().startswith("All 2 entries hold")
    with pytest.raises(CommandError, match="the end was cut off"):
        verified(seal=last.seal)


def test_the_command_ends_with_1_and_words(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    tamper("UPDATE chapters_auditentry SET act = 'nothing' WHERE id = %s", three(cast)[1].pk)
    with pytest.raises(SystemExit) as end:
        ManagementUtility(["manage.py", "audit_verify"]).execute()
    assert (end.value.code, "The record does not hold." in capsys.readouterr().err) == (1, True)


def test_the_account_of_a_person_can_be_erased(cast: Cast) -> None:
    three(cast)
    tamper("UPDATE chapters_auditentry SET user_id = NULL WHERE user_id = %s", cast.lead.pk)
    assert verified().startswith("All 3 entries hold")


def test_a_beginning_that_was_let_go_leaves_a_chain_that_holds(cast: Cast) -> None:
    first, second, _third = three(cast)
    with transaction.atomic():
        keeping.shorten(AuditEntry.objects.filter(pk=first.pk), timezone.now())
    last = AuditEntry.objects.get(act="record_shortened")
    assert last.facts == {"anchor": first.seal, "rows": 1}
    assert verified() == f"All 3 entries hold: from {first.seal} to {last.seal}.\n"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        second.delete()
    tamper("DELETE FROM chapters_auditentry WHERE id = %s", second.pk)
    with pytest.raises(CommandError, match="what stood before it was removed"):
        verified()


def test_400_days_and_twice_does_nothing(cast: Cast) -> None:
    with time_machine(timezone.now() - timedelta(days=401)):
        first = audit.record("invited", chapter=cast.here, by=cast.lead, kind="lead")
    _second, _third, _fourth = three(cast)
    assert purged() == "who did what, kept 400 days: 1 gone."
    assert (verified().split(": ")[0], AuditEntry.objects.count()) == ("All 5 entries hold", 5)
    assert audit.anchor() == first.seal
    assert purged() == "who did what, kept 400 days: 0 gone."
    assert purged(now="2199-01-01") == "who did what, kept 400 days: 3 gone."
    assert purged(now="2199-01-01") == "who did what, kept 400 days: 0 gone."
    assert verified().startswith("All 5 entries hold")


def purged(**options: str) -> str:
    out = StringIO()
    call_command("purge", stdout=out, **options)
    return next(line for line in out.getvalue().splitlines() if line.startswith("who did what"))


@contextmanager
def time_machine(moment: datetime) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: moment)
        yield


def test_a_clock_that_goes_back_does_not_bring_the_order_down(cast: Cast) -> None:
    three(cast)
    with time_machine(timezone.now() - timedelta(days=500)):
        late = audit.record("invited", chapter=cast.here, by=cast.lead, kind="lead")
    assert late.at == AuditEntry.objects.order_by("-pk")[1].at
    assert verified().startswith("All 4 entries hold")


def test_the_page_says_it_in_words(cast: Cast) -> None:
    three(cast)
    audit.record("invited", chapter=cast.there, by=cast.stranger, kind="quetzal")
    audit.record("list_exported", chapter=cast.here, by=None, what="members", people=9)
    page = signed_in(cast.lead).get(PAGE).content.decode()
    lines = re.findall(r'data-label="Who">([^<]*)</td><td data-label="What">([^<]*)<', page)
    assert lines == [
        ("The system", "took a list out: people with phone and email, 9 people"),
        ("Marisol Reyes", "invited someone as liaison"),
        ("Marisol Reyes", "invited someone as texter"),
        ("Marisol Reyes", "invited someone as lead"),
    ]
    assert "quetzal" not in page


def test_the_page_goes_back_50_at_a_time(cast: Cast) -> None:
    entries = [audit.record("invited", chapter=cast.here, by=cast.lead, kind=str(number)) for number in range(51)]
    client = signed_in(cast.lead)
    page = client.get(PAGE).content.decode()
    assert (page.count("<tr><td"), f"?before={entries[1].seal}" in page) == (50, True)
    older = client.get(f"{PAGE}?before={entries[1].seal}").content.decode()
    assert (older.count("<tr><td"), "Earlier" in older) == (1, False)
    assert client.get(f"{PAGE}?before=zzz").status_code == 200


def test_every_act_has_its_sentence(settings: object) -> None:
    acts = set()
    for app in ("chapters", "campaigns", "organizing"):
        for file in (ROOT / app).rglob("*.py"):
            acts |= recorded(ast.parse(file.read_text()))
    from campaigns.audit_words import WORDS as MORE

    assert acts - set(WORDS) - set(MORE) == set()
    assert (set(WORDS) | set(MORE)) - acts == set()
    assert told(AuditEntry(act="some_old_act")) == "some old act"


def recorded(tree: ast.AST) -> set[str]:
    """The first argument of each `audit.record(...)`, both of a choice between two."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == "audit.record"]
    names = {node.id for call in calls for node in call.args[:1] if isinstance(node, ast.Name)}
    chosen = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and names & {ast.unparse(t) for t in node.targets}
    ]
    found = [call.args[0] for call in calls if call.args] + chosen
    return {
        leaf.value
        for node in found
        for leaf in ast.walk(node)
        if isinstance(leaf, ast.Constant) and isinstance(leaf.value, str)
    }

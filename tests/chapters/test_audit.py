"""The record: a sealed chain that shows every change, in words a lead understands."""

import ast
import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from chapters import audit
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


def verified() -> str:
    out = StringIO()
    call_command("audit_verify", stdout=out)
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


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE chapters_auditentry SET act = 'nothing' WHERE id = %s",
        "UPDATE chapters_auditentry SET facts = '{}' WHERE id = %s",
        "UPDATE chapters_auditentry SET at = now() WHERE id = %s",
        "UPDATE chapters_auditentry SET chapter_id = NULL WHERE id = %s",
        "UPDATE chapters_auditentry SET user_id = (SELECT max(id) FROM chapters_user) WHERE id = %s",
        "DELETE FROM chapters_auditentry WHERE id = %s",
    ],
)
def test_what_was_done_behind_our_back_shows(cast: Cast, change: str) -> None:
    entries = three(cast)
    tamper(change, entries[1].pk)
    with pytest.raises(CommandError, match="does not hold"):
        verified()


def test_the_account_of_a_person_can_be_erased(cast: Cast) -> None:
    three(cast)
    tamper("UPDATE chapters_auditentry SET user_id = NULL WHERE user_id = %s", cast.lead.pk)
    assert verified().startswith("All 3 entries hold")


def test_a_purged_beginning_leaves_a_chain_that_holds(cast: Cast) -> None:
    first, second, third = three(cast)
    tamper("DELETE FROM chapters_auditentry WHERE id = %s", first.pk)
    assert verified() == f"All 2 entries hold: from {first.seal} to {third.seal}.\n"
    assert second.before == first.seal


def test_the_page_says_it_in_words(cast: Cast) -> None:
    three(cast)
    audit.record("invited", chapter=cast.there, by=cast.stranger, kind="quetzal")
    audit.record("list_exported", chapter=cast.here, by=None, what="members")
    page = signed_in(cast.lead).get(PAGE).content.decode()
    lines = re.findall(r'data-label="Who">([^<]*)</td><td data-label="What">([^<]*)<', page)
    assert lines == [
        ("The system", "took a list out: people"),
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

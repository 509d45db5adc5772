"""The gate closes by itself when the database went back in time, and opens only after a comparison."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import translation
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from campaigns.messaging import gate, mirroring, outbox
from campaigns.models import LeadNotice, SendGate
from chapters.models import AuditEntry
from tests.cast import Cast
from tests.factories import signed_in
from tests.faults.fixtures import make_delivery, set_counter, take_number
from tests.faults.listed import Listed
from tests.faults.standin import StandIn

pytestmark = pytest.mark.django_db
OLDER = "The database is an older copy."


@pytest.fixture
def sent(cast: Cast, own_mirror: Path) -> int:
    """The number of the latest of many messages."""
    gate.mirror(0)
    set_counter(5000)
    return take_number()


def row() -> tuple[bool, str]:
    found = SendGate.objects.get()
    return found.is_open, found.reason


def told() -> list[tuple[str, Any]]:
    notices = LeadNotice.objects.filter(about="gate").order_by("pk")
    return [(notice.chapter.slug, notice.facts["cause"]) for notice in notices]


def manage(capsys: pytest.CaptureFixture[str], *argv: str) -> str:
    call_command(*argv)
    return capsys.readouterr().out


def test_it_stays_open_while_the_database_goes_on(sent: int) -> None:
    assert [gate.is_shut() for _ in range(3)] == [False] * 3
    take_number()
    assert (gate.counter(), gate.highest(), gate.is_shut()) == (sent + 1, sent + 1, False)
    assert (row(), told()) == ((True, ""), [])


def test_a_look_costs_one_query(sent: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        assert not gate.is_shut()


def test_a_database_that_went_back_is_shut_and_leads_hear_of_it_once(sent: int, standin: StandIn, cast: Cast) -> None:
    waiting = make_delivery(cast.here)
    set_counter(sent - 1)
    assert [gate.is_shut() for _ in range(3)] == [True] * 3
    outbox.pump()
    outbox.send("default")
    waiting.refresh_from_db()
    assert (waiting.state, waiting.attempts, standin.sent()) == ("queued", 0, [])
    assert row() == (False, "rollback")
    assert sorted(told()) == [("east-valley", "rollback"), ("highland-park", "rollback")]
    assert AuditEntry.objects.get().facts == {"mirror": sent, "database": sent - 1}
    SendGate.objects.update(is_open=True)  # by hand: it closes again, and nobody is told the same twice
    assert gate.is_shut()
    assert (row(), len(told())) == ((False, "rollback"), 2)


def test_a_copy_on_a_new_machine_is_shut(sent: int, settings: Settings, tmp_path: Path) -> None:
    settings.SEND_MIRROR_DIR = tmp_path / "another"
    assert gate.is_shut()
    assert row() == (False, "no_mirror")


def test_a_new_site_begins_without_a_mirror(cast: Cast, own_mirror: Path) -> None:
    set_counter(0)
    assert (gate.counter(), gate.highest(), gate.is_shut()) == (0, None, False)
    assert (gate.highest(), take_number(), gate.is_shut()) == (0, 1, False)
    assert gate.cause(None, 1) == ""  # another worker sent the very first one while we looked


def test_a_machine_that_sends_nothing_follows_the_others(sent: int) -> None:
    set_counter(sent + 10_000)
    assert not gate.is_shut()
    assert gate.highest() == sent + 10_000 - gate.SLACK
    set_counter(sent + 1)
    assert gate.is_shut()


def test_without_its_row_nothing_is_sent(sent: int) -> None:
    SendGate.objects.all().delete()
    assert gate.is_shut()
    assert not SendGate.objects.exists()


def test_a_folder_that_cannot_be_written_stops_sending_and_says_so(
    cast: Cast, own_mirror: Path, caplog: pytest.LogCaptureFixture
) -> None:
    gate.mirror(gate.counter())
    mirroring.forget()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mirroring, "begin", refuse)
        assert gate.is_shut()
    assert "SEND_MIRROR_DIR cannot be used" in caplog.text
    assert row() == (True, "")
    assert not gate.is_shut()


def refuse(_folder: Path) -> int:
    raise PermissionError(13, "Permission denied")


def test_closing_and_opening_by_hand(sent: int, cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    assert "Sending is open since" in manage(capsys, "gate", "status")
    assert "The leads are told." in manage(capsys, "gate", "close", "--reason", "We test something.")
    assert "closed already" in manage(capsys, "gate", "close", "--reason", "Again.")
    assert (row(), len(told())) == ((False, "We test something."), 2)
    assert "We test something." in manage(capsys, "gate", "status")
    with pytest.raises(CommandError, match="Nobody signs in as"):
        manage(capsys, "gate", "open", "--by", "who@example.org")
    assert "begin at" in manage(capsys, "gate", "open", "--by", "Staff@example.org")
    assert (row(), gate.is_shut()) == ((True, ""), False)
    acts = list(AuditEntry.objects.order_by("pk").values_list("act", "user"))
    assert acts == [("gate_closed", None), ("gate_opened", cast.staff.pk)]
    with pytest.raises(CommandError, match="open already"):
        manage(capsys, "gate", "open", "--by", "staff@example.org")


def test_after_a_rollback_it_opens_only_when_all_was_compared(
    sent: int, cast: Cast, listed: Listed, capsys: pytest.CaptureFixture[str]
) -> None:
    opening = ("gate", "open", "--by", "staff@example.org")
    set_counter(sent - 20)
    assert "Run first: manage.py reconcile" in manage(capsys, "gate", "status")
    assert row() == (True, "")  # looking closes nothing
    assert gate.is_shut()
    with pytest.raises(CommandError, match="Run first"):
        manage(capsys, *opening)
    manage(capsys, "reconcile")
    gate.mirror(sent + 5)  # another copy of the database sent meanwhile
    with pytest.raises(CommandError, match="Run first"):
        manage(capsys, *opening)
    manage(capsys, "reconcile")
    assert f"begin at {sent + 6}; Ada Admin opened it" in manage(capsys, *opening)
    assert (gate.counter(), gate.highest(), gate.is_shut()) == (sent + 6, sent + 6, False)


def test_opening_without_a_comparison_must_be_said(sent: int, cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    set_counter(sent - 20)
    assert gate.is_shut()
    manage(capsys, "gate", "open", "--by", "staff@example.org", "--without-reconcile")
    assert (row(), gate.is_shut()) == ((True, ""), False)
    assert AuditEntry.objects.get(act="gate_opened").facts["anyway"] == 1


def test_a_further_machine_joins(
    sent: int, settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.SEND_MIRROR_DIR = tmp_path / "second machine"
    assert f"from number {sent} on" in manage(capsys, "gate", "join")
    assert not gate.is_shut()
    gate.close("Pause.")
    with pytest.raises(CommandError, match="Sending is closed"):
        manage(capsys, "gate", "join")


def test_the_admin_opens_what_a_person_closed_and_nothing_else(sent: int, cast: Cast) -> None:
    page, staff = reverse("admin:campaigns_sendgate_change", args=[1]), signed_in(cast.staff)
    staff.post(page, {"reason": "By hand"})
    assert row() == (False, "By hand")
    staff.post(page, {"is_open": "on", "reason": ""})
    assert row() == (True, "")
    assert list(AuditEntry.objects.order_by("pk").values_list("act", flat=True)) == ["gate_closed", "gate_opened"]
    set_counter(sent - 1)
    assert gate.is_shut()
    for reason in ("rollback", ""):
        answer = staff.post(page, {"is_open": "on", "reason": reason}).content.decode()
        assert (row()[0], OLDER in answer, "manage.py reconcile" in answer) == (False, True, True)
        staff.post(page, {"reason": ""})
    gate.mark_reconciled()
    assert OLDER in staff.post(page, {"is_open": "on", "reason": ""}).content.decode()
    assert not row()[0]


def test_leads_read_why_in_their_language(sent: int, cast: Cast) -> None:
    set_counter(sent - 1)
    assert gate.is_shut()
    client = signed_in(cast.lead)
    assert OLDER in client.get("/c/highland-park/").content.decode()
    client.cookies["language"] = "es"
    assert "La base de datos es una copia anterior." in client.get("/c/highland-park/").content.decode()
    with translation.override("es"):
        assert gate.words("Typed by a person.") == "Typed by a person."
        assert "Twilio" in gate.words("reconciled:77")


def test_only_a_closed_site_is_compared(sent: int, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CommandError, match="Close it first"):
        manage(capsys, "reconcile")
    gate.close("By hand.")
    with pytest.raises(CommandError, match="Give --since as a date and a time"):
        manage(capsys, "reconcile", "--since", "yesterday")

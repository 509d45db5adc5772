"""Roll calls: `campaigns:advocacy_roll_call_upload`, `campaigns:advocacy_roll_call_create`,
`campaigns:advocacy_roll_call_edit`, `campaigns:advocacy_roll_call_show`, `campaigns:advocacy_roll_call_remove`, and the
command `load_roll_calls`.
"""

import csv
import io
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from campaigns.models import Measure, RollCall, RollCallVote
from chapters.models import AuditEntry
from tests.campaigns.advocacy.bills import make_measure
from tests.cast import Cast
from tests.factories import make_campaign, signed_in
from tests.shared_data import published

pytestmark = pytest.mark.django_db
# Made up, in the shape of the published files: the name takes 20 bytes, so "Chávez" has one space less than "Garza".
DESC = """\
1\tSB7\tLimón\tSharing data.\t2017-01-31\tSen. Pub. S.\tDo pass\t1\t1\t(PASS)
2\tAB9\tGarza\tOther.\t2017-02-01\tAsm. Appr.\tDo pass\t2\t0\t(PASS)
3\tSB7\tLimón\tSharing data.\t2017-09-16\tSenate Floor Session\tConcurrence\t2\t1\t(PASS)
""".encode()
MEMBERS = [("Chávez", "119"), ("De León", "096"), ("Garza", "611"), ("Limón", "001")]


def figures(rows: list[tuple[str, str]] = MEMBERS) -> bytes:
    return b"".join(name.encode().ljust(20) + votes.encode() + b"\n" for name, votes in rows)


def damaged() -> bytes:
    """An archive whose list of files is whole, and what it holds is not."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ca17-18desc.dat", DESC * 50)
    whole = bytearray(target.getvalue())
    whole[45:65] = b"\xff" * 20
    return bytes(whole)


def zipped(descriptions: bytes, votes: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("ca17-18desc.dat", descriptions)
        archive.writestr("ca17-18votes.dat", votes)
    return target.getvalue()


@pytest.fixture
def measure(cast: Cast) -> Measure:
    return make_measure(make_campaign(cast.here), "SB 7")


@pytest.fixture
def lead(cast: Cast) -> Client:
    return signed_in(cast.lead)


def home(measure: Measure) -> str:
    return f"/c/highland-park/campaigns/{measure.campaign.code}/bills/{measure.code}/roll-calls/"


def upload(lead: Client, measure: Measure, *files: tuple[str, bytes], bill: str = "SB 7") -> Any:
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    return lead.post(f"{home(measure)}upload/", {"published": sent, "bill": bill}, follow=True)


def both(desc: bytes = DESC, votes: bytes | None = None) -> tuple[tuple[str, bytes], tuple[str, bytes]]:
    return ("ca17-18desc.dat", desc), ("ca17-18votes.dat", figures() if votes is None else votes)


def refused(answer: Any, *words: str) -> None:
    body = answer.content.decode()
    assert answer.status_code == 422
    assert [sentence for sentence in words if sentence not in body] == []
    assert RollCall.objects.count() == 0


@pytest.mark.parametrize("as_zip", [True, False])
def test_the_published_files_are_read_by_bytes(measure: Measure, lead: Client, as_zip: bool) -> None:  # noqa: FBT001
    files = [("caleg17-18.zip", zipped(DESC, figures()))] if as_zip else both()
    body = upload(lead, measure, *files).content.decode()
    assert "2 roll calls read: 2 new, 0 changed, 0 as before." in body
    first, last = RollCall.objects.order_by("voted_on")
    assert (first.ayes, first.noes, first.place, first.motion) == (1, 1, "Sen. Pub. S.", "Do pass")
    assert {row.name: row.vote for row in first.votes.all()} == {"Chávez": "yes", "Garza": "no"}
    assert {row.name: row.vote for row in last.votes.all()} == {
        "Chávez": "absent",
        "De León": "no",
        "Garza": "yes",
        "Limón": "yes",
    }


def test_reading_again_changes_nothing_and_keeps_the_review(measure: Measure, lead: Client) -> None:
    upload(lead, measure, *both())
    RollCallVote.objects.filter(name="Garza").update(match="nobody")
    before = [*RollCallVote.objects.order_by("pk").values()]
    assert "0 new, 0 changed" in upload(lead, measure, *both()).content.decode()
    assert [*RollCallVote.objects.order_by("pk").values()] == before
    assert AuditEntry.objects.filter(act="roll_calls_loaded").count() == 1


def test_a_corrected_file_corrects_the_rows(measure: Measure, lead: Client) -> None:
    upload(lead, measure, *both())
    corrected = DESC.replace(b"\tDo pass\t1\t1\t", b"\tDo pass\t2\t0\t")
    votes = figures([(name, "1" + rest[1:] if name == "Garza" else rest) for name, rest in MEMBERS])
    assert "0 new, 1 changed, 1 as before" in upload(lead, measure, *both(corrected, votes)).content.decode()
    assert RollCallVote.objects.filter(vote="yes", name="Garza", roll_call__motion="Do pass").exists()


def test_a_roll_call_that_does_not_add_up_is_left_out_and_named(measure: Measure, lead: Client) -> None:
    wrong = DESC.replace(b"\tDo pass\t1\t1\t", b"\tDo pass\t5\t2\t")
    body = upload(lead, measure, *both(wrong)).content.decode()
    assert "Sen. Pub. S. is left out: the file says 5 to 2, but its rows add up to 1 to 1." in body
    assert [call.place for call in RollCall.objects.all()] == ["Senate Floor Session"]


def test_what_is_wrong_with_the_files_is_said(measure: Measure, lead: Client) -> None:
    refused(upload(lead, measure, both()[0]), "Choose both files")
    refused(lead.post(f"{home(measure)}upload/", {"bill": "SB 7"}), "Choose a file.")
    refused(upload(lead, measure, *both(DESC.decode().encode("cp1252"))), "is not in UTF-8", "SB 7")
    refused(upload(lead, measure, *both(votes=figures().decode().encode("cp1252"))), "Line 1 of the …votes.dat file")
    refused(upload(lead, measure, *both(b"name,vote\nGarza,yes\n")), "Line 1 of the …desc.dat file")
    refused(upload(lead, measure, *both(votes=b"Garza yes\n")), "Line 1 of the …votes.dat file")
    refused(upload(lead, measure, *both(votes=figures([("Garza", "1")]))), "do not belong together", "no vote 3")
    refused(upload(lead, measure, ("x.zip", b"PK\x03\x04broken")), "This zip file cannot be opened.")
    refused(upload(lead, measure, ("x.zip", damaged())), "This zip file cannot be opened.")
    refused(upload(lead, measure, ("x.zip", zipped(b"", b""))), "hold no roll call of SB 7")
    refused(upload(lead, measure, *both(), bill="SB 8"), "These files hold no roll call of SB 8.")
    refused(upload(lead, measure, *both(DESC.replace(b"2017-01-31", b"31 January"))), "Vote 1 has no date")
    assert "From the published files" in lead.get(home(measure).replace("roll-calls/", "")).content.decode()


BY_HAND = {
    "voted_on": "2017-09-07", "place": "Los Angeles City Council", "motion": "Resolution", "ayes": "2", "noes": "1",
    "has_passed": "on", "is_public": "on", "yes": "Gil Cedillo\nJosé Huizar\n", "no": "Mitchell Englander",
    "absent": "",
}  # fmt: skip


def test_a_council_vote_is_typed_in_and_changed(measure: Measure, lead: Client) -> None:
    answer = lead.post(f"{home(measure)}new/", BY_HAND)
    call = RollCall.objects.get()
    assert answer["Location"] == f"{home(measure)}{call.code}/"
    assert Counter(call.votes.values_list("vote", flat=True)) == {"yes": 2, "no": 1}
    assert "Gil Cedillo\nJosé Huizar" in lead.get(f"{home(measure)}{call.code}/edit/").content.decode()
    lead.post(f"{home(measure)}{call.code}/edit/", BY_HAND | {"noes": "0", "no": "", "absent": "Mitchell Englander"})
    assert call.votes.get(name="Mitchell Englander").vote == "absent"
    lead.post(f"{home(measure)}new/", BY_HAND | {"yes": "", "no": ""})
    assert RollCall.objects.count() == 2


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"ayes": "3"}, "Here are 2 names, but the total says 3."),
        ({"no": ""}, "Here are 0 names, but the total says 1."),
        ({"absent": "gil cedillo"}, "“gil cedillo” is there twice."),
        ({"voted_on": ""}, "Please fill this in."),
        ({"no": "x" * 61}, "is longer than a name."),
        ({"ayes": "-1"}, "greater than or equal to 0"),
    ],
)
def test_what_does_not_add_up_is_asked_about(
    measure: Measure, lead: Client, fields: dict[str, str], words: str
) -> None:
    refused(lead.post(f"{home(measure)}new/", BY_HAND | fields), words, "José Huizar")


def test_a_published_one_is_not_changed_by_hand(measure: Measure, lead: Client) -> None:
    upload(lead, measure, *both())
    call = RollCall.objects.first()
    assert call is not None
    answer = lead.post(f"{home(measure)}{call.code}/edit/", BY_HAND, follow=True)
    assert "came from the published files and stays" in answer.content.decode()
    assert RollCall.objects.get(pk=call.pk).place == call.place
    assert "0 checked names go with it." in lead.get(f"{home(measure)}{call.code}/remove/").content.decode()
    lead.post(f"{home(measure)}{call.code}/remove/")
    assert not RollCall.objects.filter(pk=call.pk).exists()


# --- the command, and the real files ----------------------------------------------------------------


def loaded(*args: object) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("load_roll_calls", *map(str, args), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_the_command_reads_what_the_page_reads(measure: Measure, tmp_path: Path) -> None:
    path = tmp_path / "ca.zip"
    path.write_bytes(zipped(DESC, figures()))
    chapter = ("--chapter", "highland-park", "--measure")
    assert loaded(*chapter, "sb7", path)[0].startswith("2 roll calls read: 2 new")
    assert "2 as before" in loaded(*chapter, measure.code, path)[0]
    for args, words in (
        ((*chapter, "SB 8", path), "no bill “SB 8”"),
        (("--chapter", "nowhere", "--measure", "SB 7", path), "no chapter “nowhere”"),
        ((*chapter, "SB 7", tmp_path / "none.zip"), "Nothing was loaded."),
        ((*chapter, "SB 7", __file__), "Choose both files"),
    ):
        with pytest.raises(CommandError, match=words):
            loaded(*args)


def test_all_18_roll_calls_of_two_real_bills_add_up(measure: Measure) -> None:
    archive, expected = published("bills/caleg17-18.zip"), published("bills/sb54_ab3131_votes.csv")
    for number in ("SB 54", "AB 3131"):
        make_measure(measure.campaign, number)
        for _time, words in enumerate(("9 roll calls read: 9 new", "0 new, 0 changed, 9 as before")):
            out, err = loaded("--chapter", "highland-park", "--measure", number, archive)
            assert (words in out, err) == (True, "")
    totals = 0
    for call in RollCall.objects.prefetch_related("votes"):
        count = Counter(row.vote for row in call.votes.all())
        totals += (count["yes"], count["no"]) == (call.ayes, call.noes)
    assert totals == RollCall.objects.count() == 18
    rows = RollCallVote.objects.values_list("roll_call__measure__identifier", "roll_call__voted_on", "name", "vote")
    ours = {(number.replace(" ", ""), str(day), name, vote) for number, day, name, vote in rows}
    with expected.open(encoding="utf-8") as lines:
        theirs = [
            (row["bill"], row["date"], row["member"], row["vote"])
            for row in csv.DictReader(lines)
            if row["vote"] in {"yes", "no"}
        ]
    assert len(theirs) > 400
    assert set(theirs) == {row for row in ours if row[3] != "absent"}

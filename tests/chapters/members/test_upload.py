"""Bringing in a list, page by page, and every file that is not one."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from chapters.members.import_forms import first_rows
from chapters.models import AuditEntry, Import, ImportRow, Member
from tests.cast import Cast
from tests.chapters.members.uploads import UPLOAD, YES, answers, bring_in, page, read, upload
from tests.factories import signed_in

PEOPLE = "Name,Phone,Email\nJosé Peña,323 555 0101,jose@example.org\nBo Stone,323 555 01,\n"


@pytest.fixture
def lead(cast: Cast) -> Client:
    return signed_in(cast.lead)


def zipped() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return held.getvalue()


@pytest.mark.parametrize(
    ("content", "status", "words"),
    [
        (b"", 422, "This file is empty."),
        (b"\n \n", 422, "This file is empty."),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", 422, "This is a picture or a document, not a list."),
        (zipped(), 422, "This is an Excel or zip file."),
        (b"Name,Phone\nAna\x00,323 555 0101\n", 422, "This file is broken or not a list"),
        (b"\xff\xfeN\x00a", 422, "This file is broken or not a list"),
        (b"Name,Phone\n", 422, "This file has the names of columns, but nobody under them."),
        (b"Name," + b"x" * 9_000_000, 422, "The first line is too long"),
        (b"Name,Phone\n" + b"x" * 300_000, 422, "One cell goes on without end."),
        (b",".join(b"c%d" % n for n in range(5000)) + b"\n1\n", 422, "too long to hold the names"),
        (b",".join(b"c%d" % n for n in range(500)) + b"\n1\n", 422, "This file has 500 columns, and 200 is the most"),
        (b"Ana,ana@example.org\nBo,bo@example.org\n", 422, "The first line has to say what each column is"),
        (b"Name\n" + b"Ana\n" * 2_600_000, 413, "This file is over 10 MB."),
    ],
)
def test_a_file_that_is_no_list_says_why(lead: Client, content: bytes, status: int, words: str) -> None:
    response = upload(lead, content)
    assert response.status_code == status
    assert words in response.content.decode()
    assert Import.objects.count() == 0


def test_no_file_at_all(lead: Client) -> None:
    response = lead.post(UPLOAD)
    assert (response.status_code, "Choose a file." in response.content.decode()) == (422, True)


@pytest.mark.parametrize(
    "content",
    [
        PEOPLE.encode(),
        PEOPLE.encode("utf-8-sig"),
        PEOPLE.encode("utf-16"),
        PEOPLE.replace(",", "\t").encode("utf-16-le"),
        PEOPLE.replace(",", "\t").encode("utf-16-be"),
        PEOPLE.encode("cp1252"),
        PEOPLE.replace(",", ";").encode("cp1252"),
        ("sep=;\r\n" + PEOPLE.replace(",", ";").replace("\n", "\r\n")).encode(),
        PEOPLE.replace("\n", "\r").encode(),
        f"\n\n{PEOPLE}\n\n".encode(),
    ],
)
def test_every_way_to_save_a_list_reads_the_same(lead: Client, content: bytes) -> None:
    upload(lead, content)
    incoming = Import.objects.get()
    assert incoming.header == ["Name", "Phone", "Email"]
    assert first_rows(incoming) == [
        ["José Peña", "323 555 0101", "jose@example.org"],
        ["Bo Stone", "323 555 01", ""],
    ]


def test_letters_that_look_wrong_can_be_read_another_way(lead: Client) -> None:
    upload(lead, PEOPLE.encode("mac_roman"))
    incoming = Import.objects.get()
    assert (incoming.encoding, first_rows(incoming)[0][0]) == ("cp1252", "JosŽ Pe–a")
    response = lead.post(
        f"/c/highland-park/people/import/{incoming.code}/letters/", {"encoding": "mac_roman", "separator": "comma"}
    )
    assert response.headers["Location"] == f"/c/highland-park/people/import/{incoming.code}/columns/"
    incoming.refresh_from_db()
    assert (incoming.encoding, first_rows(incoming)[0][0]) == ("mac_roman", "José Peña")
    assert lead.post(page(incoming, "letters/"), {"encoding": "utf-8", "separator": "comma"}).status_code == 422
    assert lead.post(page(incoming, "letters/"), {"encoding": "ebcdic", "separator": "comma"}).status_code == 422


def test_columns_we_never_keep_are_gone_before_anything_is_stored(lead: Client) -> None:
    upload(lead, "Name,DoB,Email,Home Address,SSN\nAna,1961-02-03,ana@example.org,1 York Blvd,123-45-6789\n")
    incoming = Import.objects.get()
    assert (incoming.header, incoming.dropped) == (["Name", "Email"], ["DoB", "Home Address", "SSN"])
    assert incoming.content == "Name,Email\nAna,ana@example.org\n"
    text = lead.get(page(incoming, "columns/")).content.decode()
    assert "Left out and not kept: DoB, Home Address, SSN." in text


def test_a_row_with_too_many_cells_stays_out_with_all_its_cells(lead: Client) -> None:
    """Nobody knows which of its cells is the birth date."""
    incoming = read(lead, "Name,DoB,Email\nRuiz, Ana,1961-02-03,ana@example.org\n")
    row = incoming.rows.get()
    assert (row.state, row.number) == ("bad", 2)
    assert "more cells than the first line" in row.problem
    assert "1961" not in incoming.content + row.cells


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"text_source": "Clipboard"}, "Copy the exact words. Without them we may not write."),
        ({"email_wording": "Yes, email me."}, "Say where they agreed to these words."),
        ({"column_0": "", "column_1": "", "column_2": ""}, "Say which column holds the name, the phone or the email."),
        ({"column_0": "birth_date"}, "Select a valid choice"),
    ],
)
def test_what_the_columns_page_asks_for(lead: Client, said: dict[str, str], words: str) -> None:
    upload(lead, PEOPLE)
    incoming = Import.objects.get()
    response = lead.post(page(incoming, "columns/"), answers(incoming, **said))
    assert response.status_code == 422
    text = response.content.decode()
    assert words in text
    assert all(value in text for value in said.values() if value != "birth_date")
    incoming.refresh_from_db()
    assert incoming.state == Import.State.UPLOADED


def test_the_page_says_what_will_happen_and_then_what_did(lead: Client) -> None:
    upload(lead, PEOPLE)
    incoming = Import.objects.get()
    assert lead.get(page(incoming)).headers["Location"] == page(incoming, "columns/")
    lead.post(page(incoming, "columns/"), answers(incoming))
    news = lead.get(page(incoming), headers={"HX-Request": "true"}).content.decode()
    assert 'hx-trigger="every 2s"' in news
    assert "longer than usual" not in news
    Import.objects.filter(pk=incoming.pk).update(lease_until=timezone.now() - timedelta(minutes=5))
    assert "longer than usual" in lead.get(page(incoming)).content.decode()
    incoming = read(lead, PEOPLE)
    text = lead.get(page(incoming)).content.decode()
    for words in ("1 new person", "We will not text anybody", "José Peña", "2 digits short", "Bring 1 row into"):
        assert words in text
    assert "hx-trigger" not in text
    incoming = bring_in(lead, PEOPLE, **YES)
    text = lead.get(page(incoming)).content.decode()
    assert "1 person came in" in text
    assert f'href="/c/highland-park/people/?from_list={incoming.code}"' in text
    assert lead.get(page(incoming, "columns/")).headers["Location"] == page(incoming)
    listed = lead.get(f"/c/highland-park/people/?from_list={incoming.code}").content.decode()
    assert "from the file list.csv" in listed
    assert "1 person" in listed
    assert "list.csv" in lead.get(UPLOAD).content.decode()


def test_yes_twice_is_yes_once(lead: Client) -> None:
    incoming = read(lead, PEOPLE)
    for _n in range(2):
        assert lead.post(f"/c/highland-park/people/import/{incoming.code}/bring-in/").status_code == 302
    assert AuditEntry.objects.filter(act="list_accepted").count() == 1


def test_columns_can_be_changed_before_the_yes(lead: Client) -> None:
    incoming = read(lead, PEOPLE)
    lead.post(page(incoming, "columns/"), answers(incoming, column_1=""))
    incoming.refresh_from_db()
    assert incoming.state == Import.State.READING


def test_a_list_can_be_thrown_away(cast: Cast, lead: Client) -> None:
    incoming = read(lead, PEOPLE)
    lead.post(f"/c/highland-park/people/import/{incoming.code}/throw-away/")
    incoming.refresh_from_db()
    assert (incoming.state, incoming.content, ImportRow.objects.count()) == (Import.State.CANCELLED, "", 0)
    lead.post(page(incoming, "bring-in/"))
    assert Member.objects.count() == 0
    assert "thrown away" in lead.get(page(incoming)).content.decode()


def test_rows_with_a_problem_come_back_as_a_file_to_fix(cast: Cast, lead: Client) -> None:
    incoming = bring_in(lead, PEOPLE + '=HYPERLINK("x"),12,\n')
    response = lead.post(f"/c/highland-park/people/import/{incoming.code}/problems/")
    lines = b"".join(response).decode("utf-8-sig").splitlines()
    assert lines[0] == "Row,Problem,Name,Phone,Email"
    assert lines[1].endswith('like 323 555 0142.",Bo Stone,323 555 01,')
    assert "\"'=HYPERLINK(" in lines[2]
    assert AuditEntry.objects.filter(act="list_exported", user=cast.lead).count() == 1


def test_only_leads_bring_in_lists_and_only_their_own(cast: Cast, lead: Client) -> None:
    upload(lead, PEOPLE)
    incoming = Import.objects.get()
    assert signed_in(cast.organizer).get(UPLOAD).status_code == 403
    elsewhere = UPLOAD.replace("highland-park", "east-valley")
    stranger = signed_in(cast.stranger)
    for act in ("", "columns/"):
        assert stranger.get(f"{elsewhere}{incoming.code}/{act}").status_code == 404
    for act in ("letters/", "bring-in/", "throw-away/", "problems/"):
        assert stranger.post(f"{elsewhere}{incoming.code}/{act}").status_code == 404

"""One list saved in every way, and read another way when the first looks wrong: the same people come of it."""

import csv
import io
from typing import Any

import pytest
from django.test import Client

from chapters.members.import_forms import first_rows
from chapters.models import Import, Member
from tests.cast import Cast
from tests.chapters.members.uploads import answers, bring_in, page, upload
from tests.factories import signed_in

LIST = """Name,Phone,Email,Zip,Tags
José Peña,(323) 555‑0101,jose@example.org,2139,"host, driver"
"Villaseñor, Rosa",3235550102 (cell),ROSA@example.org,90042,
Al;One,323.555.0103 / 323.555.0104,,90042,
"""
PLAIN = LIST.replace("‑", "-")  # no hyphen like that in Windows-1252


def with_other(separator: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(csv.reader(io.StringIO(LIST)))
    return out.getvalue()


VARIANTS = {
    "utf-8": LIST.encode(),
    "with a mark": LIST.encode("utf-8-sig"),
    "utf-16 with tabs": with_other("\t").encode("utf-16"),
    "windows-1252": PLAIN.encode("cp1252"),
    "semicolons": with_other(";").encode(),
    "bars": with_other("|").encode(),
}


@pytest.fixture
def lead(cast: Cast) -> Client:
    return signed_in(cast.lead)


def people() -> list[Any]:
    fields = ("name", "first_name", "phone", "email", "zip")
    tagged = Member.objects.order_by("id").prefetch_related("tags")
    return [(*(getattr(one, name) for name in fields), sorted(tag.name for tag in one.tags.all())) for one in tagged]


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_same_people_come_in_however_the_list_was_saved(cast: Cast, lead: Client, variant: str) -> None:
    bring_in(lead, VARIANTS[variant])
    assert people() == [
        ("José Peña", "José", "+13235550101", "jose@example.org", "02139", ["driver", "host"]),
        ("Villaseñor, Rosa", "Villaseñor,", "+13235550102", "rosa@example.org", "90042", []),
        ("Al;One", "Al;One", "+13235550103", "", "90042", []),
    ]


def post(lead: Client, incoming: Import, encoding: str, separator: str) -> Any:
    path = f"/c/highland-park/people/import/{incoming.code}/letters/"
    response = lead.post(path, {"encoding": encoding, "separator": separator})
    incoming.refresh_from_db()
    return response


def test_another_separator_and_back_loses_nothing(cast: Cast, lead: Client) -> None:
    upload(lead, LIST)
    incoming = Import.objects.get()
    before = first_rows(incoming)
    text = lead.get(page(incoming, "columns/")).content.decode()
    assert "What stands between the cells" in text
    post(lead, incoming, "utf-8", "semicolon")
    assert len(incoming.header) == 1
    post(lead, incoming, "utf-8", "comma")
    assert (first_rows(incoming), incoming.mapping["0"]) == (before, "name")


def test_a_list_read_another_way_waits_for_its_columns_again(cast: Cast, lead: Client) -> None:
    """Else rows that were read wrongly could still be said yes to."""
    upload(lead, PLAIN.encode("mac_roman"))
    incoming = Import.objects.get()
    lead.post(page(incoming, "columns/"), answers(incoming))
    Import.objects.update(state=Import.State.MAPPED, lease_until=None)
    post(lead, incoming, "mac_roman", "comma")
    assert (incoming.state, first_rows(incoming)[0][0]) == (Import.State.UPLOADED, "José Peña")


def test_columns_that_another_reading_reveals_are_not_kept_either(cast: Cast, lead: Client) -> None:
    upload(lead, "Name|Full, or not, or what;DoB;Email\nAna;1961-02-03;ana@example.org\n")
    incoming = Import.objects.get()
    post(lead, incoming, "utf-8", "semicolon")
    held = incoming.content + "".join(incoming.header)
    assert ("1961" in held, incoming.dropped[-1:]) == (False, ["DoB"])


def test_what_the_file_says_itself_can_stay(cast: Cast, lead: Client) -> None:
    upload(lead, VARIANTS["utf-16 with tabs"])
    incoming = Import.objects.get()
    assert "what the file itself says" in lead.get(page(incoming, "columns/")).content.decode()
    assert post(lead, incoming, "utf-16", "tab").status_code == 302
    assert first_rows(incoming)[0][0] == "José Peña"


@pytest.mark.parametrize(
    ("read_as", "written_as", "wrong"),
    [("cp1252", "utf-8", "JosÃ© PeÃ±a"), ("mac_roman", "cp1252", "JosÈ PeÒa")],
)
def test_names_that_another_program_broke_are_mended_and_broken_again(
    lead: Client, read_as: str, written_as: str, wrong: str
) -> None:
    broken = "Name,Email\nJosé Peña,jose@example.org\n".encode(written_as).decode(read_as)
    upload(lead, broken)
    incoming = Import.objects.get()
    assert (incoming.encoding, first_rows(incoming)[0][0]) == ("utf-8", wrong)
    mended = f"{written_as} as {read_as}"
    for encoding, name in ((mended, "José Peña"), ("utf-8", wrong), (mended, "José Peña")):
        assert post(lead, incoming, encoding, "comma").status_code == 302
        assert (incoming.encoding, first_rows(incoming)[0][0]) == (encoding, name)
    assert f'<option value="{mended}" selected>' in lead.get(page(incoming, "columns/")).content.decode()


def test_what_is_not_broken_cannot_be_mended(lead: Client) -> None:
    upload(lead, LIST)
    incoming = Import.objects.get()
    response = post(lead, incoming, "utf-8 as cp1252", "comma")
    assert (response.status_code, "The file does not fit that." in response.content.decode()) == (422, True)
    assert first_rows(incoming)[0][0] == "José Peña"


@pytest.mark.parametrize(
    ("cell", "column", "words"),
    [
        ("x" * 10_000, "Name", "The cell under “Name” has 10000 letters, and 2000 is the most we take."),
        ("x" * 1_000, "Name", "The name is longer than 120 letters."),
        ("2.02555E+09", "Phone", "Mobile phone: A spreadsheet cut this number short"),
        ("ana@", "Email", "Email: This email is not complete."),
    ],
)
def test_a_bad_cell_is_named_by_row_and_column(cast: Cast, lead: Client, cell: str, column: str, words: str) -> None:
    good = {"Name": "Ana Ruiz", "Phone": "323 555 0101", "Email": "ana@example.org"}
    bad = good | {column: cell}
    incoming = bring_in(lead, "\n".join([",".join(good), ",".join(bad.values()), ",".join(good.values())]))
    row = incoming.rows.get(state="bad")
    assert (row.number, row.problem.startswith(words)) == (2, True)
    assert words in lead.get(page(incoming)).content.decode()
    assert cast.here.members.get().name == "Ana Ruiz"


@pytest.mark.parametrize(
    "name", ["فاطمة الزهراء", "שרה כהן", "Ana 🕯️👩‍👩‍👧", "=SUM(A1:A9)", "+1; DROP TABLE", "O'Neil \\N \\."]
)
def test_names_in_every_script_come_in_as_they_are(cast: Cast, lead: Client, name: str) -> None:
    incoming = bring_in(lead, f"Name,Email\n{name},a@example.org\n")
    assert incoming.bad_count == 0
    assert cast.here.members.get().name == name
    assert name.replace("'", "&#x27;") in lead.get("/c/highland-park/people/").content.decode()
    exported = b"".join(lead.post("/c/highland-park/people/export/")).decode()
    assert (f"'{name}" if name[0] in "=+" else name) in exported

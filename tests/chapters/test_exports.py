"""Lists that leave: logged before the first row, and nothing in them that a spreadsheet would run."""

import ast
import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from chapters.exports import BOM, csv_response, safe
from chapters.models import AuditEntry
from organizing.checks import routes
from tests.access.examples import address
from tests.access.world import Side
from tests.cast import Cast
from tests.factories import make_member, signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+SUM(A1)", "'+SUM(A1)"),
        ("-2+3", "'-2+3"),
        ("@cmd", "'@cmd"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("+13235550142", "+13235550142"),
        ("-7.5", "-7.5"),
        ("Ana", "Ana"),
        (None, ""),
        (7, "7"),
    ],
)
def test_a_cell_is_never_a_formula(cell: object, written: str) -> None:
    assert safe(cell) == written


def test_the_file(cast: Cast) -> None:
    request: Any = SimpleNamespace(chapter=cast.here, user=cast.lead)
    rows = [("Núñez, Ana", "=1+1"), ('Say "hi"', None)]
    response: Any = csv_response(
        request, filename="people.csv", header=("name", "note"), rows=rows, what="members", people=2
    )
    text = response.getvalue().decode()
    assert text.startswith(BOM)
    read = list(csv.reader(io.StringIO(text.removeprefix(BOM))))
    assert read == [["name", "note"], ["Núñez, Ana", "'=1+1"], ['Say "hi"', ""]]
    assert response.headers["Content-Disposition"] == 'attachment; filename="people.csv"'


def test_it_is_logged_before_a_row_is_read(cast: Cast) -> None:
    seen = []

    def rows() -> Iterator[tuple[str]]:
        seen.append(AuditEntry.objects.get().facts["what"])
        yield ("Ana",)

    request: Any = SimpleNamespace(chapter=cast.here, user=cast.lead)
    response: Any = csv_response(request, filename="x.csv", header=("name",), rows=rows(), what="members", people=2)
    assert (AuditEntry.objects.get().act, seen) == ("list_exported", [])
    response.getvalue()
    assert seen == ["members"]


# --- nothing leaves another way -------------------------------------------------------------------------------

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCES = {file: file.read_text() for app in ("chapters", "campaigns") for file in (ROOT / app).rglob("*.py")}
# Not lists of people: a calendar of one event, a file written to be read back by ourselves, and what one person takes
# out about themselves.
OF_NOBODY = {
    *("campaigns/events/calendars.py", "chapters/members/sheets.py", "campaigns/own_views.py"),
    "campaigns/advocacy/resource_views.py",
}
LIST_MAKERS = (
    "csv.writer",
    "csv.DictWriter",
    "StreamingHttpResponse",
    "FileResponse",
    "attachment",
    'content_type="text/csv',
)


def test_only_one_module_makes_files() -> None:
    makers = {
        str(file.relative_to(ROOT))
        for file, text in SOURCES.items()
        if any(word in text for word in LIST_MAKERS) and "import_forms" not in file.name
    }
    assert makers - OF_NOBODY == {"chapters/exports.py"}


def calls(name: str) -> list[ast.Call]:
    return [
        node
        for text in SOURCES.values()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(name)
    ]


def views_that_call(*names: str) -> dict[str, str]:
    """View -> its marks, for functions that call one of these."""
    return {
        f"{file.relative_to(ROOT)}:{node.name}": " ".join(map(ast.unparse, node.decorator_list))
        for file, text in SOURCES.items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef) and any(f"{name}(" in ast.unparse(node) for name in names)
        if node.name not in names
    }


def test_every_view_that_lets_people_out_asks_for_the_factor_and_says_how_many() -> None:
    found = views_that_call("csv_response", "page_response", "take_out")
    assert len(found) >= 7
    assert [name for name, marks in found.items() if "fresh=True" not in marks or "'POST'" not in marks] == []
    for call in calls("csv_response") + calls("page_response"):
        assert {"what", "people"} <= {keyword.arg for keyword in call.keywords}, ast.unparse(call)


def test_what_is_made_to_print_leaves_by_that_door() -> None:
    """A page with names that lays itself out for paper is named so; slips and posters name nobody."""
    printed = {
        str(file.relative_to(ROOT / "templates"))
        for file in (ROOT / "templates").rglob("*.html")
        if file.stem.endswith("_print") or file.stem == "sheet"
    }
    assert len(printed) >= 3
    let_out = {
        leaf.value
        for text in SOURCES.values()
        if "page_response(" in text
        for leaf in ast.walk(ast.parse(text))
        if isinstance(leaf, ast.Constant) and str(leaf.value).endswith(".html")
    }
    assert printed <= let_out


def test_numbers_go_without_a_person() -> None:
    """Whoever calls `numbers_response` counts: no name, phone or email of anybody is in its rows."""
    for name, text in ((name, ast.unparse(node)) for name, node in functions_that_call("numbers_response")):
        assert not re.search(r"\b(phone|email|member|short_name|first_name)\b", text), name


def functions_that_call(name: str) -> Iterator[tuple[str, ast.FunctionDef]]:
    for file, text in SOURCES.items():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef) and f"{name}(" in ast.unparse(node) and file.name != "exports.py":
                yield f"{file.name}:{node.name}", node


# --- volunteers -----------------------------------------------------------------------------------------------


def test_no_page_of_a_volunteer_shows_a_phone_or_an_email(cast: Cast) -> None:
    """Every address of the chapter, with a person of this very chapter to be seen."""
    side = Side(cast.here, cast.lead, "kestrel")
    secrets = ("555-0199", "5550199", "kestrel@home.example", "kestrel@invited.example")
    seen: dict[str, list[str]] = {}
    for who in ("volunteer", "liaison", "lead"):
        client = signed_in(getattr(cast, who))
        for route in routes():
            if route.mark and route.mark.kind == "chapter_view" and "GET" in route.mark.methods:
                page = client.get(address(route, side))
                body = b"".join(page) if page.streaming else page.content
                if any(secret.encode() in body for secret in secrets):
                    seen.setdefault(who, []).append(route.name)
    assert seen.pop("lead")
    assert seen == {}


def test_a_volunteer_pages_through_a_quota(cast: Cast, settings: Any) -> None:
    settings.NAME_PAGES_AN_HOUR = 3
    make_member(cast.here, "Ana Reyes")
    client = signed_in(cast.volunteer)
    for _page in range(3):
        assert "Ana R." in client.get("/c/highland-park/people/").content.decode()
    enough = client.get("/c/highland-park/people/", {"q": "Ana"})
    assert (enough.status_code, enough.headers["Retry-After"]) == (429, "1200")
    text = enough.content.decode()
    assert "You have opened 3 pages of names in an hour." in text
    assert "The next page opens in 20 minutes." in text
    assert "Ana R." not in text
    assert signed_in(cast.lead).get("/c/highland-park/people/").status_code == 200


def test_a_role_taken_away_ends_with_the_next_request(cast: Cast) -> None:
    """Signed in all along; nothing has to time out."""
    lead, volunteer = signed_in(cast.lead), signed_in(cast.volunteer)
    page = "/c/highland-park/people/"
    assert (lead.get(page).status_code, volunteer.get(page).status_code) == (200, 200)
    cast.lead.roles.update(kind="volunteer")
    assert lead.post(f"{page}export/", {"query": ""}).status_code == 403
    assert lead.get("/c/highland-park/setup/team/").status_code == 403
    cast.lead.roles.all().delete()
    cast.volunteer.roles.update(expires_at=timezone.now())
    for client in (lead, volunteer):
        assert client.get(page).status_code == 404
        assert client.post(f"{page}export/", {"query": ""}).status_code == 404

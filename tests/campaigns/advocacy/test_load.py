"""Published files come in through the browser and the command. All people in them are invented."""

import io
import zipfile
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from campaigns.advocacy import loading, published_files
from campaigns.advocacy.loading import Report
from campaigns.models import Official
from chapters.models import AuditEntry
from tests.campaigns.advocacy.people import make_official, make_term
from tests.cast import Cast
from tests.factories import signed_in

LOAD = "/c/highland-park/officials/load/"
STATE = "ocd-jurisdiction/country:us/state:ca/government"
ANA = f"""
id: ocd-person/1
name: "Ana Le\\xF3n"
given_name: Ana
family_name: "Le\\xF3n"
email: ana@assembly.example
roles:
- type: lower
  jurisdiction: {STATE}
  district: 07
  start_date: 2024-12-02
- type: mayor
  jurisdiction: ocd-jurisdiction/country:us/state:ca/place:santa_rosa/government
  end_date: '2021'
offices:
- classification: capitol
  address: Room 1;Sacramento, CA 95814
  voice: 916-319-2007 ext. 12
- classification: district
  address: 1 Main St, Santa Rosa, CA 95401
  voice: 2134737001 (cell)
  fax: '763-0370'
links:
- {{}}
- url: https://ana.example
"""
LEGISLATORS = (
    "last_name,first_name,nickname,full_name,type,state,district,party,url,address,phone,contact_form,bioguide_id,fec_ids\n"
    'Reyes,Luz,,Luz Reyes,rep,CA,34,Democrat,https://luz.example,1 House Office,202-225-6235,,R000001,"H1,H2"\n'
    "Stone,Ike,,Ike Stone,sen,AK,,Republican,,,,,S000002,\n"
)
OFFICES = (
    "bioguide,id,address,building,city,fax,hours,phone,state,suite,zip\n"
    "R000001,R000001-la,350 S Main St,,Los Angeles,,9-5,213-481-1425,CA,Suite 1,01460\n"
)
CITY = """
- name: Chair Hilda L. Torres
  phones: [(213) 974-1234]
  emails: [first@board.example]
  roles:
  - name: Supervisor, District 1
    division_ocdid: ocd-division/country:us/state:ca/county:los_angeles/council_district:1
    start_date: null
- name: Heather Rivas
  phones: []
  emails: []
  office:
    name: Council Member
    division_ocdid: ocd-division/country:us/state:ca/place:los_angeles/council_district:10
"""


def load(cast: Cast, *files: tuple[str, str | bytes], **options: Any) -> Report:
    raw = [(name, text.encode() if isinstance(text, str) else text) for name, text in files]
    return loading.load(cast.here, published_files.read(raw), **options)


def counts(report: Report) -> tuple[int, int, int, int, int]:
    return report.new, report.changed, report.same, report.kept, len(report.problems)


def post(client: Client, *files: tuple[str, str | bytes], status: int = 200, **data: str) -> str:
    sent = [SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text) for name, text in files]
    response = client.post(LOAD, {"chosen": sent, **data})
    assert response.status_code == status
    return response.content.decode()


# --- what the formats say ---------------------------------------------------------------------------


def test_a_person_of_a_state(cast: Cast) -> None:
    assert counts(load(cast, ("ana.yml", ANA))) == (1, 0, 0, 0, 0)
    ana = cast.here.officials.get()
    assert (ana.name, ana.sort_name, ana.email, ana.url) == (
        "Ana León", "leon ana", "ana@assembly.example", "https://ana.example"
    )  # fmt: skip
    seats = [(str(term), term.starts_on, term.ends_on) for term in ana.terms.all()]
    assert seats == [
        ("California Assembly, District 07", date(2024, 12, 2), None),
        ("Mayor of Santa Rosa", None, date(2021, 12, 31)),
    ]
    capitol, district = ana.offices.order_by("kind")
    assert (capitol.address, capitol.place, capitol.phone, capitol.extension) == (
        "Room 1, Sacramento, CA 95814", "Sacramento", "+19163192007", "12"
    )  # fmt: skip
    assert (district.phone, district.fax) == ("+12134737001", "")


def test_members_of_congress_with_their_offices(cast: Cast) -> None:
    assert counts(load(cast, ("o.csv", OFFICES), ("l.csv", LEGISLATORS))) == (2, 0, 0, 0, 0)
    luz = cast.here.officials.get(source_id="R000001")
    assert str(luz.terms.get()) == "US House of Representatives, CA-34"
    assert luz.terms.get().division == "ocd-division/country:us/state:ca/cd:34"
    home = luz.offices.get(kind="district")
    assert home.address == "350 S Main St, Suite 1, Los Angeles, CA 01460"
    assert cast.here.officials.get(source_id="S000002").offices.count() == 0


def test_a_list_of_a_county_and_a_city(cast: Cast) -> None:
    assert counts(load(cast, ("la.yml", CITY))) == (2, 0, 0, 0, 0)
    hilda = cast.here.officials.get(family_name="", name="Hilda L. Torres")
    assert (hilda.other_names, str(hilda.terms.get())) == (
        ["Chair Hilda L. Torres"], "Los Angeles County Board of Supervisors, District 1"
    )  # fmt: skip
    assert hilda.offices.get().phone == "+12139741234"
    heather = cast.here.officials.get(name="Heather Rivas")
    assert (str(heather.terms.get()), heather.offices.count()) == ("Los Angeles City Council, District 10", 0)


# --- a second time -----------------------------------------------------------------------------------


def test_the_same_files_again_change_nothing(cast: Cast) -> None:
    files = [("ana.yml", ANA), ("l.csv", LEGISLATORS), ("o.csv", OFFICES), ("la.yml", CITY)]
    assert counts(load(cast, *files)) == (5, 0, 0, 0, 0)
    before = list(Official.objects.order_by("pk").values())
    assert counts(load(cast, *files)) == (0, 0, 5, 0, 0)
    assert list(Official.objects.order_by("pk").values()) == before


def test_dates_phones_and_offices_follow_the_file(cast: Cast) -> None:
    load(cast, ("ana.yml", ANA))
    newer = ANA.replace("start_date: 2024-12-02", "start_date: 2024-12-02\n  end_date: 2026-11-30")
    newer = newer.replace("916-319-2007 ext. 12", "916-319-2008").replace("1 Main St", "9 Oak St")
    report = load(cast, ("ana.yml", newer))
    assert (counts(report), report.closed) == ((0, 1, 0, 0, 0), 1)
    ana = cast.here.officials.get()
    assert ana.terms.get(kind="lower").ends_on == date(2026, 11, 30)
    assert ana.offices.get(kind="capitol").phone == "+19163192008"
    assert [office.address for office in ana.offices.filter(kind="district")] == ["9 Oak St, Santa Rosa, CA 95401"]


def test_a_corrected_start_is_the_same_term(cast: Cast) -> None:
    load(cast, ("ana.yml", ANA))
    load(cast, ("ana.yml", ANA.replace("2024-12-02", "2024-12-05")))
    term = cast.here.officials.get().terms.get(kind="lower")
    assert term.starts_on == date(2024, 12, 5)


def test_what_a_person_wrote_stays(cast: Cast) -> None:
    load(cast, ("ana.yml", ANA))
    organizer, ana = signed_in(cast.organizer), cast.here.officials.get()
    at = f"/c/highland-park/officials/{ana.code}"
    organizer.post(f"{at}/edit/", {"name": "Ana María León", "family_name": "León", "email": "right@example.org"})
    term, office = ana.terms.get(kind="lower"), ana.offices.get(kind="capitol")
    seat = {"kind": "lower", "body": term.body, "district": "7", "starts_on": "2024-12-02", "ends_on": "2028-12-01"}
    organizer.post(f"{at}/terms/{term.code}/", seat)
    organizer.post(f"{at}/offices/{office.code}/", {"kind": "capitol", "phone": "213 473 7014"})
    organizer.post(f"{at}/offices/{ana.offices.get(kind='district').code}/", {"remove": "1"})
    organizer.post(f"{at}/offices/new/", {"kind": "other", "phone": "213 473 7015"})
    report = load(cast, ("ana.yml", ANA))
    assert counts(report)[0:2] == (0, 0)
    assert report.kept == 6  # name, email, web page, term, capitol, and the office that was taken out
    ana.refresh_from_db()
    assert (ana.name, ana.email, ana.url) == ("Ana María León", "right@example.org", "")
    assert ana.terms.get(kind="lower").ends_on == date(2028, 12, 1)
    assert {office.phone for office in ana.offices.all()} == {"+12134737014", "+12134737015"}


def test_one_typed_in_is_the_same_person_and_only_filled_in(cast: Cast) -> None:
    typed = make_official(cast.here, "Heather Rivas", district="")
    make_term(typed, kind="council", body="LA City Council", district="10", starts_on=None)
    report = load(cast, ("la.yml", CITY.replace("emails: []", "emails: [h@city.example]")))
    assert (report.new, report.changed) == (1, 1)
    typed.refresh_from_db()
    assert (typed.source, typed.email, typed.terms.get().body) == ("typed", "h@city.example", "LA City Council")


def test_two_of_one_name_in_other_seats_are_two(cast: Cast) -> None:
    other = ANA.replace("ocd-person/1", "ocd-person/2").replace("district: 07", "district: 08")
    other = other[: other.index("- type: mayor")] + other[other.index("offices:") :]
    assert counts(load(cast, ("a.yml", ANA), ("b.yml", other))) == (2, 0, 0, 0, 0)


def test_only_looking_changes_nothing(cast: Cast) -> None:
    assert counts(load(cast, ("ana.yml", ANA), only_look=True)) == (1, 0, 0, 0, 0)
    assert not Official.objects.exists()


# --- what is wrong with a file -----------------------------------------------------------------------


BOMB = "a: &a [x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b]\n"


@pytest.mark.parametrize(
    ("name", "raw", "words"),
    [
        ("a.yml", BOMB, "Parts of this file refer to other parts."),
        ("a.yml", "[" * 5000, "nested too deep"),
        ("a.yml", "name: [unclosed\nb: }", "This is not YAML from line 2 on."),
        ("a.yml", "just words", "This is no list of officials."),
        ("a.yml", "!!python/object/apply:os.system ['ls']", "This is no list of officials."),
        ("a.yml", b"\x89PNG\r\n\x1a\n\x00\xff", "This file is broken, or it is no text."),
        ("a.yml", "", "This file is empty."),
        ("a.yml", ANA.replace("name: ", "nom: "), "a.yml, line 2: This entry has no name."),
        ("a.yml", ANA.replace("2024-12-02", "2024-13-45"), "“2024-13-45” is not a date."),
        ("a.yml", ANA.replace("'2021'", "'2021'\n  start_date: 2025-01-01"), "A term ends before it begins."),
        ("a.yml", ANA.replace("country:us", "country:fr"), "is no place we know."),
        ("a.yml", ANA.replace("name: ", f"name: {'x' * 200}", 1), "is longer than 160 letters."),
        ("a.csv", LEGISLATORS.replace(",type,", ",sort,"), "The columns type are missing."),
        ("a.csv", "bioguide,id\nA,B\n", "The columns address, city, phone, state, zip are missing."),
        ("a.csv", LEGISLATORS + "Too,few\n", "a.csv, line 4: This line has another number of cells"),
        ("a.csv", LEGISLATORS.replace(",rep,CA,", ",king,CA,"), "a.csv, line 2: “king” of “CA” is no seat"),
        ("a.csv", LEGISLATORS.replace("R000001", ""), "a.csv, line 2: This entry has no id."),
        ("a.csv", OFFICES, "a.csv, line 2: Nobody here has the id R000001."),
        ("a.json", '[{"id": {}, "terms": []}]', "This entry is not laid out as the published ones."),
        ("a.json", '[\n{"id": 1,\n', "This is not JSON from line 3 on."),
        ("a.json", "[" + "1" * 9000 + "]", "This is no"),
        ("a.json", "{}", "This is no list of officials."),
        ("a.zip", b"PK\x03\x04broken", "This archive is broken"),
        ("a.exe", b"MZ", "We read YAML, CSV and JSON files"),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_is_read(cast: Cast, name: str, raw: str | bytes, words: str) -> None:
    sent = raw if isinstance(raw, bytes) else raw.encode()
    files = [*published_files.from_upload(name, io.BytesIO(sent)), ("la.yml", CITY.encode())]
    report = loading.load(cast.here, published_files.read(files))
    assert words in " ".join(map(str, report.problems))
    assert cast.here.officials.filter(name="Heather Rivas").count() == 1
    assert not cast.here.officials.filter(name__startswith="Ana").exists()


def test_what_cannot_be_called_or_written_to_is_left_out_with_a_note(cast: Cast) -> None:
    report = load(cast, ("ana.yml", ANA.replace("2134737001 (cell)", "763-0370").replace("ana@", "ana at ")))
    assert sorted(str(note) for note in report.notes) == [
        "ana.yml, line 19: Ana León: “763-0370” cannot be called.",
        "ana.yml, line 2: Ana León: “ana at assembly.example” is not an email address.",
    ]
    assert cast.here.officials.get().offices.filter(phone="").count() == 1


def test_an_archive_that_unpacks_to_too_much_is_refused(cast: Cast) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("big.yml", b" " * 21_000_000)
    report = loading.load(cast.here, published_files.read(published_files.from_upload("a.zip", packed)))
    assert "This archive unpacks to too much." in str(report.problems[0])


# --- the page and the command ------------------------------------------------------------------------


def test_a_lead_loads_a_folder_as_a_zip(cast: Cast) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("ca/legislature/ana.yml", ANA)
        archive.writestr("ca/committees/one.yml", "id: ocd-organization/1\nname: Committee\n")
        archive.writestr("__MACOSX/._ana.yml", b"\x00\x01")
    lead = signed_in(cast.lead)
    looked = post(lead, ("ca.zip", packed.getvalue()), only_look="on")
    assert "Nothing is saved yet." in looked
    assert not Official.objects.exists()
    html = post(lead, ("ca.zip", packed.getvalue()), ("la.yml", CITY))
    for words in ("3 officials were read", "3 officials are new.", "1 file is not about officials."):
        assert words in html
    assert cast.there.officials.count() == 0
    assert AuditEntry.objects.get(act="officials_loaded").facts["new"] == 3


def test_the_page_says_what_is_wrong(cast: Cast, settings: Any) -> None:
    lead = signed_in(cast.lead)
    assert "Choose a file." in post(lead, status=422)
    assert "Nobody could be read from these files" in post(lead, ("x.yml", "just words"), status=422)
    settings.IMPORT_MAX_BYTES = 10
    assert "These files are over 0 MB." in post(lead, ("x.yml", ANA), status=413)
    assert not Official.objects.exists()


def test_only_who_sets_up_may_load(cast: Cast) -> None:
    assert signed_in(cast.organizer).get(LOAD).status_code == 403
    assert LOAD not in signed_in(cast.organizer).get("/c/highland-park/officials/").content.decode()
    assert LOAD in signed_in(cast.lead).get("/c/highland-park/officials/").content.decode()


def test_the_command(cast: Cast, tmp_path: Path) -> None:
    (tmp_path / "ana.yml").write_text(ANA)
    out = StringIO()
    call_command("load_officials", str(tmp_path), "--chapter", "highland-park", "--dry-run", stdout=out)
    assert not Official.objects.exists()
    call_command("load_officials", str(tmp_path), "--chapter", "highland-park", stdout=out)
    assert "1 new, 0 changed, 0 the same, 0 left alone because edited by hand, 0 problems" in out.getvalue()
    with pytest.raises(CommandError, match="Nothing was loaded"):
        call_command("load_officials", str(tmp_path / "none.yml"), "--chapter", "highland-park", stdout=out)
    with pytest.raises(CommandError, match="There is no chapter"):
        call_command("load_officials", str(tmp_path), "--chapter", "nowhere", stdout=out)

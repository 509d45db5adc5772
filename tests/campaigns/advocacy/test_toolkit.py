"""Toolkits: `campaigns:advocacy_toolkit`, `campaigns:advocacy_resource`, `campaigns:advocacy_resource_add`,
`campaigns:advocacy_resource_newer`, `campaigns:advocacy_resource_share`, `campaigns:advocacy_resource_remove`,
`campaigns:advocacy_resource_file`, `campaigns:advocacy_theirs`, `campaigns:advocacy_theirs_file`,
`campaigns:advocacy_theirs_copy`, `campaigns:advocacy_kit`, `campaigns:advocacy_kit_file`."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from campaigns.advocacy import toolkits
from campaigns.models import Resource, ResourceFile
from chapters.models import Chapter
from tests.cast import Cast
from tests.factories import make_campaign, make_chapter, make_member, make_role, signed_in

pytestmark = pytest.mark.django_db
HERE = "/c/highland-park/toolkit/"
PDF = b"%PDF-1.4 a flyer of ours"
ITEM = {
    "kind": "script", "title": "Call Cedillo", "language": "en", "words": "Hello, my name is", "url": "",
    "campaign": "", "shared": "own",
}  # fmt: skip


@pytest.fixture
def lead(cast: Cast) -> Client:
    return signed_in(cast.lead)


def add(client: Client, where: str = f"{HERE}new/", **changes: Any) -> Resource:
    answer = client.post(where, ITEM | changes)
    assert answer.status_code == 302, answer.content.decode()
    return Resource.objects.latest("pk")


def flyer(content: bytes = PDF, name: str = "flyer.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="text/html")


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_everybody_in_the_chapter_reads_and_who_runs_campaigns_writes(cast: Cast, lead: Client) -> None:
    item = add(lead)
    for user in (cast.volunteer, cast.liaison):
        client = signed_in(user)
        assert "Call Cedillo" in page(client, HERE)
        assert "Hello, my name is" in page(client, f"{HERE}{item.code}/")
        for rest in ("new/", f"{item.code}/newer/", f"{item.code}/share/", f"{item.code}/remove/"):
            assert client.post(f"{HERE}{rest}", ITEM).status_code == 403
    assert Client().get(f"/s/kit/{item.code}/").status_code == 404


def test_a_file_is_sealed_and_comes_back_to_be_saved(lead: Client) -> None:
    item = add(lead, kind="flyer", words="", file=flyer(name="../../Flyer final.html"))
    answer = lead.get(f"{HERE}{item.code}/file/")
    assert (answer.content, answer["Content-Type"]) == (PDF, "application/pdf")
    assert answer["Content-Disposition"] == 'attachment; filename="Flyer final.pdf"'
    assert "Save Flyer final.pdf" in page(lead, f"{HERE}{item.code}/")
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM campaigns_resourcefile")
        assert "JVBERi0" not in cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"file": flyer(b"<svg onload=alert(1)>", "a.pdf")}, "PNG, JPEG or WebP"),
        ({"file": flyer(b"RIFFxxxxWAVE", "a.webp")}, "PNG, JPEG or WebP"),
        ({"file": flyer(PDF + b"x" * toolkits.MOST_BYTES)}, "larger than 3 MB"),
        ({"words": ""}, "Write the words, or give a link or a file."),
        ({"words": "", "url": "javascript:alert(1)"}, "URL"),
        ({"kind": "poem"}, "poem"),
    ],
)
def test_what_we_do_not_take_is_said(lead: Client, changes: dict[str, Any], words: str) -> None:
    answer = lead.post(f"{HERE}new/", ITEM | changes)
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert 'value="Call Cedillo"' in answer.content.decode()
    assert not Resource.objects.exists()


def test_the_old_version_says_that_there_is_a_newer_one(lead: Client) -> None:
    old = add(lead, file=flyer(), shared="public")
    new = add(lead, f"{HERE}{old.code}/newer/", words="Hello again", shared="public")
    assert (new.version, new.replaces, toolkits.file_of(new)["filename"]) == (2, old, "flyer.pdf")
    assert page(lead, HERE).count("Call Cedillo") == 1, "the list shows the newest"
    assert "There is a newer one: version 2." in page(lead, f"{HERE}{old.code}/")
    assert "There is a newer one: version 2." in page(Client(), f"/s/kit/{old.code}/")
    assert "newer" not in page(Client(), f"/s/kit/{new.code}/").split("<main")[1]
    third = add(lead, f"{HERE}{old.code}/newer/", words="Third")
    assert (third.version, third.replaces) == (3, new), "the next one follows the last one"
    assert "newer" not in page(Client(), f"/s/kit/{new.code}/").split("<main")[1], "what is ours only is not told"


def test_what_is_public_is_on_the_campaign_and_for_everyone(cast: Cast, lead: Client) -> None:
    campaign = make_campaign(cast.here)
    item = add(lead, campaign=campaign.code, file=flyer())
    assert "Call Cedillo" not in page(Client(), "/highland-park/sanctuary/")
    lead.post(f"{HERE}{item.code}/share/", {"shared": "public"})
    assert "Call Cedillo" in page(Client(), "/highland-park/sanctuary/")
    assert "Hello, my name is" in page(Client(), f"/s/kit/{item.code}/")
    assert Client().get(f"/s/kit/{item.code}/file/").content == PDF
    assert lead.post(f"{HERE}{item.code}/share/", {"shared": "x"}).status_code == 422
    lead.post(f"{HERE}{item.code}/remove/")
    assert (Client().get(f"/s/kit/{item.code}/").status_code, ResourceFile.objects.count()) == (404, 0)


# --- other chapters ----------------------------------------------------------------------------------


@pytest.fixture
def body(cast: Cast) -> Chapter:
    """The body above both chapters of the cast, and a chapter below ours."""
    body = make_chapter("socal", kind="body")
    Chapter.objects.filter(pk__in=(cast.here.pk, cast.there.pk)).update(parent=body)
    make_chapter("eagle-rock", parent=cast.here)
    return body


def share(chapter: Chapter, shared: str, title: str) -> Resource:
    given = {"kind": "script", "language": "en", "words": f"Words of {title}"}
    return Resource.objects.create(chapter=chapter, shared=shared, title=title, **given)


def test_the_chapters_right_above_and_below_share(cast: Cast, body: Chapter, lead: Client) -> None:
    below = Chapter.objects.get(slug="eagle-rock")
    for chapter, name in ((body, "above"), (below, "below"), (cast.there, "beside")):
        share(chapter, "tree", f"tree {name}")
        share(chapter, "own", f"own {name}")
        share(chapter, "public", f"public {name}")
    seen = page(lead, HERE)
    assert [name for name in ("above", "below", "beside") if f"tree {name}" in seen] == ["above", "below"]
    assert [name for name in ("above", "below", "beside") if f"public {name}" in seen] == ["above", "below", "beside"]
    assert "own " not in seen.split("<main")[1].replace("our own", "")
    for hidden in Resource.objects.filter(title__in=("own above", "tree beside")):
        for rest in ("", "file/"):
            assert lead.get(f"{HERE}from/{hidden.code}/{rest}").status_code == 404
        assert lead.post(f"{HERE}from/{hidden.code}/copy/").status_code == 404


def test_a_copy_is_ours_to_change_and_hears_of_newer_ones(cast: Cast, body: Chapter, lead: Client) -> None:
    make_member(body, "CANARY Member", email="canary@body.example")
    their_lead = signed_in(make_role(body, "lead", "lead@body.example", name="CANARY Lead"))
    theirs = add(their_lead, "/c/socal/toolkit/new/", shared="tree", file=flyer())
    shown = page(lead, f"{HERE}from/{theirs.code}/")
    assert ("Hello, my name is" in shown, "CANARY" in shown) == (True, False), "words, never people"
    assert lead.get(f"{HERE}from/{theirs.code}/file/").content == PDF
    assert signed_in(cast.volunteer).post(f"{HERE}from/{theirs.code}/copy/").status_code == 403
    lead.post(f"{HERE}from/{theirs.code}/copy/")
    lead.post(f"{HERE}from/{theirs.code}/copy/")
    mine = Resource.objects.get(chapter=cast.here)
    assert (mine.origin, mine.shared, toolkits.file_of(mine)["size"]) == (theirs.code, "own", len(PDF))
    assert "made a newer version" not in page(lead, f"{HERE}{mine.code}/")
    add(lead, f"{HERE}{mine.code}/newer/", words="As we say it here")
    assert Resource.objects.get(pk=theirs.pk).words == "Hello, my name is"
    add(their_lead, f"/c/socal/toolkit/{theirs.code}/newer/", shared="tree", words="Better words")
    assert "Socal made a newer version of what you copied." in page(lead, f"{HERE}{mine.code}/")
    assert "There is a newer one" in page(lead, f"{HERE}from/{theirs.code}/")

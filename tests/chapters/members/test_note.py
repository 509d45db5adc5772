"""Notes, and the question before one that we should not keep."""

from chapters.models import Note
from tests.cast import Cast
from tests.factories import make_member, signed_in


def test_a_note_is_kept_with_its_writer(cast: Cast) -> None:
    member = make_member(cast.here)
    page = f"/c/highland-park/people/{member.code}/"
    client = signed_in(cast.organizer)
    assert client.post(f"{page}note/", {"body": "Lends her projector."}).status_code == 302
    note = Note.objects.get()
    assert (note.body, note.written_by, note.chapter) == ("Lends her projector.", cast.organizer, cast.here)
    assert "Carmen Ibarra wrote: “Lends her projector.”" in client.get(page).content.decode()


def test_a_doubtful_note_is_asked_about_before_it_is_saved(cast: Cast) -> None:
    member = make_member(cast.here)
    client = signed_in(cast.organizer)
    note = {"body": "Her visa interview is on Monday."}
    response = client.post(f"/c/highland-park/people/{member.code}/note/", note)
    assert (response.status_code, Note.objects.count()) == (422, 0)
    text = response.content.decode()
    assert "Are you sure? This looks like immigration status." in text
    assert "Her visa interview is on Monday.</textarea>" in text
    client.post(f"/c/highland-park/people/{member.code}/note/", note | {"is_sure": "1"})
    assert Note.objects.get().body == note["body"]


def test_others_write_no_notes(cast: Cast) -> None:
    note = {"body": "Leak"}
    foreign = make_member(cast.there)
    assert signed_in(cast.texter).post(f"/c/highland-park/people/{foreign.code}/note/", note).status_code == 403
    assert signed_in(cast.organizer).post(f"/c/highland-park/people/{foreign.code}/note/", note).status_code == 404
    assert (
        signed_in(cast.organizer).post(f"/c/highland-park/people/{make_member(cast.here).code}/note/").status_code
        == 422
    )
    assert Note.objects.count() == 0

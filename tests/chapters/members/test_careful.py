"""Every page on which somebody writes about a person asks back, and keeps the words."""

from typing import Any

import pytest
from django.test import Client

from campaigns.events.after_forms import AfterForm
from campaigns.events.support import CaseChangeForm, CaseForm
from chapters.coalitions.partner_forms import PartnerForm
from chapters.members.careful import Careful
from chapters.members.forms import MemberForm, NoteForm, TagForm, YesForm
from chapters.models import MemberTag, PartnerOrganization
from tests.cast import Cast
from tests.factories import make_event, make_member, signed_in

pytestmark = pytest.mark.django_db
DOUBTFUL = "Her visa ran out."
QUESTION = "Are you sure? This looks like immigration status."


def asked_then_saved(client: Client, path: str, given: dict[str, Any]) -> str:
    """The page that asks back. The button in it then saves the very same words."""
    page = client.post(path, given)
    text = page.content.decode()
    assert (page.status_code, QUESTION in text, DOUBTFUL in text) == (422, True, True), text[-3000:]
    assert '<button class="btn small" name="is_sure" value="1">' in text
    assert client.post(path, given | {"is_sure": "1"}).status_code == 302
    return text


def test_access_needs_of_a_member(cast: Cast) -> None:
    member = make_member(cast.here, "Ana Reyes")
    given = {"name": "Ana Reyes", "language": "es", "access_needs": DOUBTFUL}
    asked_then_saved(signed_in(cast.organizer), f"/c/highland-park/people/{member.code}/edit/", given)
    member.refresh_from_db()
    assert member.access_needs == DOUBTFUL


def test_a_new_person_in_spanish(cast: Cast) -> None:
    client = signed_in(cast.organizer)
    client.cookies["language"] = "es"
    given = {"name": "Ana Reyes", "language": "es", "tags": "indocumentada", "yes-none": "on"}
    page = client.post("/c/highland-park/people/add/", given)
    text = page.content.decode()
    assert (page.status_code, "¿Está seguro? Esto parece" in text) == (422, True)
    assert 'value="indocumentada"' in text
    assert not cast.here.members.exists()


def test_a_case_at_a_direct_action(cast: Cast) -> None:
    event = make_event(cast.here, kind="direct_action")
    path = f"/c/highland-park/events/{event.code}/support/"
    asked_then_saved(signed_in(cast.organizer), path, {"name": "Lu", "note": DOUBTFUL})
    case = cast.here.support_cases.get()
    asked_then_saved(signed_in(cast.organizer), f"{path}{case.code}/", {"contact": "", "note": DOUBTFUL})


def test_a_note_on_a_partner(cast: Cast) -> None:
    given = {"name": "Union", "note": DOUBTFUL}
    asked_then_saved(signed_in(cast.organizer), "/c/highland-park/partners/add/", given)
    assert PartnerOrganization.objects.get().note == DOUBTFUL


def test_a_tag_for_many(cast: Cast) -> None:
    member = make_member(cast.here, "Ana Reyes")
    given = {"member": member.code, "name": "undocumented", "act": "put", "query": ""}
    page = signed_in(cast.organizer).post("/c/highland-park/people/tags/", given, follow=True).content.decode()
    assert "We never keep immigration status. Choose another tag." in page
    assert not MemberTag.objects.exists()


def test_forms_with_words_about_a_person_are_careful() -> None:
    """Whoever adds a field about a person adds it to `watched`."""
    for form in (AfterForm, CaseForm, CaseChangeForm, PartnerForm, MemberForm, NoteForm, TagForm, YesForm):
        assert issubclass(form, Careful), form
        assert set(form.watched) <= set(form.base_fields), form

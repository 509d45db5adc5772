"""Cases: `campaigns:advocacy_cases`, `campaigns:advocacy_case`, `campaigns:advocacy_case_add`,
`campaigns:advocacy_case_edit`, `campaigns:advocacy_case_consent`, `campaigns:advocacy_case_withdraw`,
`campaigns:advocacy_case_close`, `campaigns:advocacy_case_date_add`, `campaigns:advocacy_case_date_edit`,
`campaigns:advocacy_case_page`."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from campaigns.models import Campaign, Case, CaseDate
from chapters import retention
from chapters.models import AuditEntry
from tests.cast import Cast
from tests.factories import make_campaign, signed_in

pytestmark = pytest.mark.django_db
HERE = "/c/highland-park"
CASE = {
    "inner_name": "The family from the CANARYSCHOOL", "campaign": "", "story": "CANARYSTORY at the school door.",
    "agreed": "CANARYAGREED: no press before the hearing.", "partner": "", "lawyer": "Alan CANARYLAWYER",
    "lawyer_phone": "323 555 0166", "lawyer_email": "alan@law.example",
}  # fmt: skip
YES = {
    "public_name": "Rómulo", "consent_by": "CANARYWIFE, on the phone", "consent_on": "2017-03-01",
    "consent_scope": "CANARYSCOPE: his name", "consent_words": "CANARYYES you may say his name",
    "en-words": "A father.", "es-words": "Un padre.",
}  # fmt: skip


@pytest.fixture
def lead(cast: Cast) -> Client:
    return signed_in(cast.lead)


@pytest.fixture
def campaign(cast: Cast) -> Campaign:
    return make_campaign(cast.here)


@pytest.fixture
def case(lead: Client, campaign: Campaign) -> Case:
    lead.post(f"{HERE}/cases/new/", CASE | {"campaign": campaign.code})
    return Case.objects.get()


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def inside(case: Case, rest: str = "") -> str:
    return f"{HERE}/cases/{case.code}/{rest}"


def outside(case: Case) -> Any:
    return Client().get(f"/s/case/{case.code}/")


def test_nothing_is_public_before_the_family_says_yes(case: Case, lead: Client) -> None:
    assert outside(case).status_code == 404
    everywhere = page(Client(), "/highland-park/") + page(Client(), "/highland-park/sanctuary/")
    assert "CANARY" not in everywhere
    shown = page(lead, inside(case))
    assert "No name is said before the family has said yes." in shown
    assert "(323) 555-0166" in shown


def test_the_yes_makes_public_what_was_agreed_and_not_a_word_more(case: Case, lead: Client, cast: Cast) -> None:
    lead.post(inside(case, "yes/"), YES)
    answer = outside(case)
    shown = answer.content.decode()
    assert ("Rómulo" in shown, "A father." in shown, "CANARY" in shown) == (True, True, False)
    assert "Un padre." in page(Client(), f"/s/case/{case.code}/?lang=es")
    assert "no-store" in answer["Cache-Control"]
    assert "Rómulo" in page(Client(), "/highland-park/sanctuary/")
    assert Case.objects.get().consent_recorded_by == cast.lead
    told = page(lead, inside(case))
    assert not [word for word in ("CANARYWIFE", "CANARYSCOPE", "CANARYYES") if word not in told]


def test_grief_is_not_content(case: Case, lead: Client) -> None:
    """No exclamation marks, no counters on the page about a person."""
    lead.post(inside(case, "yes/"), YES)
    main = outside(case).content.decode().split("<main")[1].split("</main>")[0]
    assert "!" not in main
    assert not [mark for mark in ("stats", "progress", "bar", "count") if f'class="{mark}' in main]
    assert not any(letter.isdigit() for letter in main.split("</h1>")[1].replace("mt-", "").split("stack-7")[-1])


@pytest.mark.parametrize("name", ["public_name", "consent_by", "consent_on", "consent_scope", "consent_words"])
def test_every_line_of_the_yes_is_needed(case: Case, lead: Client, name: str) -> None:
    answer = lead.post(inside(case, "yes/"), YES | {name: ""})
    assert (answer.status_code, "Please fill this in" in answer.content.decode()) == (422, True)
    assert "A father." in answer.content.decode()
    assert outside(case).status_code == 404


def test_a_yes_of_tomorrow_and_words_we_never_keep_are_asked_about(case: Case, lead: Client) -> None:
    ahead = f"{timezone.localdate() + timedelta(days=2):%Y-%m-%d}"
    assert "still ahead" in lead.post(inside(case, "yes/"), YES | {"consent_on": ahead}).content.decode()
    answer = lead.post(inside(case, "yes/"), YES | {"en-words": "He is undocumented."})
    assert (answer.status_code, "immigration status" in answer.content.decode()) == (422, True)
    assert not Case.objects.get().is_public


def test_taken_back_it_is_gone_at_once(case: Case, lead: Client) -> None:
    lead.post(inside(case, "yes/"), YES)
    assert lead.get(inside(case, "back/")).status_code == 200
    assert outside(case).status_code == 200, "looking changes nothing"
    lead.post(inside(case, "back/"))
    gone = Case.objects.get()
    assert (outside(case).status_code, gone.public_name, gone.texts.count()) == (404, "", 0)
    assert "Rómulo" not in page(Client(), "/highland-park/sanctuary/")
    assert "The family took it back" in page(lead, f"{HERE}/cases/")
    lead.post(inside(case, "yes/"), YES)
    assert outside(case).status_code == 200, "and they may say yes again"


def test_only_who_runs_campaigns_opens_it_and_each_opening_is_written_down(cast: Cast, case: Case) -> None:
    for user in (cast.volunteer, cast.texter, cast.liaison):
        for address in (f"{HERE}/cases/", inside(case), inside(case, "edit/"), inside(case, "yes/")):
            answer = signed_in(user).get(address)
            assert (answer.status_code, "CANARY" in answer.content.decode()) == (403, False)
        assert "CANARY" not in page(signed_in(user), f"{HERE}/")
    page(signed_in(cast.organizer), inside(case))
    opened = AuditEntry.objects.get(act="case_opened")
    assert (opened.user, opened.subject) == (cast.organizer, f"case {case.code}")


def test_what_is_written_about_them_is_asked_about(lead: Client) -> None:
    answer = lead.post(f"{HERE}/cases/new/", CASE | {"story": "He is undocumented."})
    assert (answer.status_code, "immigration status" in answer.content.decode()) == (422, True)
    assert "CANARYAGREED" in answer.content.decode()
    lead.post(f"{HERE}/cases/new/", CASE | {"story": "He is undocumented.", "is_sure": "1"})
    assert Case.objects.count() == 1


def test_dates_are_on_today_in_the_week_before(cast: Cast, case: Case, lead: Client) -> None:
    at = timezone.localtime(timezone=cast.here.zone) + timedelta(days=3)
    date = {
        "kind": "court",
        "starts_at": f"{at:%Y-%m-%dT09:30}",
        "place": "CANARYCOURT",
        "note": "",
        "needs_company": "on",
    }
    lead.post(inside(case, "dates/"), date)
    saved = CaseDate.objects.get()
    assert timezone.localtime(saved.starts_at, cast.here.zone).strftime("%H:%M") == "09:30"
    today = page(lead, f"{HERE}/")
    assert "Court: The family from the CANARYSCHOOL" in today
    assert "The family wants people to come along." in today
    new = f"{HERE}/events/new/?day={at:%Y-%m-%d}"
    assert f'href="{new}' in page(lead, inside(case))
    assert f'name="day" value="{at:%Y-%m-%d}"' in page(lead, new)
    assert 'name="day" value' not in page(lead, f"{HERE}/events/new/?day=2036-02-31")
    assert 'value="' + f"{at:%Y-%m-%dT09:30}" in page(lead, inside(case, f"dates/{saved.code}/"))
    lead.post(inside(case, "yes/"), YES)
    assert "CANARYCOURT" not in outside(case).content.decode(), "nobody learns where a person has to be"
    lead.post(inside(case, "close/"))
    assert "CANARYSCHOOL" not in page(lead, f"{HERE}/")
    lead.post(inside(case, f"dates/{saved.code}/"), {"remove": "1"})
    assert not CaseDate.objects.exists()


def test_sealed_words_go_some_time_after_it_is_closed(cast: Cast, case: Case, lead: Client) -> None:
    lead.post(inside(case, "yes/"), YES)
    lead.post(inside(case, "close/"))
    assert lead.post(inside(case, "close/")).status_code == 302
    assert Case.objects.get().closed_at is None, "a wrong tap is taken back"
    lead.post(inside(case, "close/"))
    list(retention.purge(timezone.now() + timedelta(days=89)))
    assert Case.objects.get().story
    list(retention.purge(timezone.now() + timedelta(days=91)))
    kept = Case.objects.get()
    assert [getattr(kept, name) for name in Case.SEALED] == [""] * len(Case.SEALED)
    assert kept.public_name == "Rómulo", "the family's yes still holds"
    assert "A case whose words are deleted" in page(signed_in(cast.lead), inside(case))


def test_the_database_keeps_the_yes_and_the_seal(case: Case) -> None:
    with pytest.raises(IntegrityError, match="case_public_only_with_consent"), transaction.atomic():
        Case.objects.update(is_public=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(c)::text FROM campaigns_case c")
        dump = cursor.fetchone()[0]
    assert not [word for word in ("CANARY", "0166", "alan@") if word in dump]

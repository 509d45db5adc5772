"""Lists to call through: nobody is called twice, nobody is lost, and what came of it is on their page."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from chapters.members import calling, consenting
from chapters.models import Call, CallList, Member, Note, OptOut, Segment, Task, User
from tests.cast import Cast, make_cast
from tests.factories import make_member, make_role, signed_in

pytestmark = pytest.mark.django_db
PAGE = "/c/highland-park/people/calls/"


def make_list(cast: Cast, *names: str) -> CallList:
    for name in names:
        make_member(cast.here, name)
    found = CallList(chapter=cast.here, name="Bring a friend", script="Hi, it is us.")
    calling.start(found, cast.here.members.all(), by=cast.lead)
    return found


def claimed(found: CallList, by: User) -> str:
    call = calling.claim(found, by=by)
    return call.member.name if call else ""


def test_from_a_list_to_a_call(cast: Cast) -> None:
    for name in ("Ana Abel", "Beth Bell"):
        make_member(cast.here, name, zip="90031")
    make_member(cast.here, "No Phone", zip="90031", phone="")
    gone = make_member(cast.here, "Said Stop", zip="90031")
    consenting.stop("text", gone.phone, source="person", chapter=cast.here)
    make_member(cast.there, "Quetzal There", zip="90031")
    client = signed_in(cast.organizer)
    text = client.get(f"{PAGE}new/").content.decode()
    assert "Call 2 people" in text
    assert "2 people are left out" in text
    chosen = {"query": "", "whole": "1", "name": "Vigil", "script": "Hello, neighbor."}
    address = client.post(f"{PAGE}new/", chosen)["Location"]
    found = CallList.objects.get()
    assert address == f"{PAGE}{found.code}/"
    assert (found.calls.count(), found.made_by) == (2, cast.organizer)
    assert "2 of 2 are left to call" in client.get(address).content.decode()
    assert "Vigil" in client.get(PAGE).content.decode()
    one = client.post(f"{address}next/")["Location"]
    page = client.get(one).content.decode()
    ana = Member.objects.get(name="Ana Abel")
    assert f'href="tel:{ana.phone}"' in page
    assert "Hello, neighbor." in page
    assert "Call 2 people: Vigil" in client.get("/c/highland-park/").content.decode()


def test_from_people_ticked_and_from_a_saved_list(cast: Cast) -> None:
    members = [make_member(cast.here, name) for name in ("Ana Abel", "Beth Bell", "Cora Cole")]
    Segment.objects.create(chapter=cast.here, name="Everyone", tree={})
    client = signed_in(cast.organizer)
    ticked = {"query": "", "name": "a tag", "member": [one.code for one in members[:2]]}
    text = client.post(f"{PAGE}new/", ticked).content.decode()
    assert (text.count('name="member"'), 'value="a tag"' in text) == (2, False)
    assert client.post(f"{PAGE}new/", ticked | {"name": "", "script": ""}).status_code == 422
    client.post(f"{PAGE}new/", ticked | {"script": ""})
    assert list(Call.objects.values_list("member__name", flat=True)) == ["Ana Abel", "Beth Bell"]
    nobody = client.post(f"{PAGE}new/", {"query": "", "member": ["nobody"]}, follow=True).content.decode()
    assert "Nobody of them can be called" in nobody


def test_two_callers_never_have_the_same_person(cast: Cast) -> None:
    found = make_list(cast, "Ana Abel", "Beth Bell")
    assert [claimed(found, who) for who in (cast.lead, cast.organizer, cast.lead, cast.second_lead)] == [
        "Ana Abel", "Beth Bell", "Ana Abel", "",
    ]  # fmt: skip
    Call.objects.filter(claimed_by=cast.lead).update(lease_until=timezone.now() - timedelta(seconds=1))
    assert claimed(found, cast.second_lead) == "Ana Abel"
    late = Call.objects.get(member__name="Ana Abel")
    with pytest.raises(calling.Taken):
        calling.write_down(late, "reached", by=cast.lead)
    client = signed_in(cast.lead)
    for answer in (
        client.get(f"{PAGE}{found.code}/{late.code}/", follow=True),
        client.post(f"{PAGE}{found.code}/{late.code}/", {"outcome": "reached"}, follow=True),
    ):
        assert "You do not have this person on the phone any more." in answer.content.decode()
    assert Call.objects.filter(called_at=None).count() == 2


def outcome(client: Client, found: CallList, **said: str) -> Call:
    address = client.post(f"{PAGE}{found.code}/next/")["Location"]
    client.post(address, said)
    return Call.objects.get(code=address.split("/")[-2])


def test_what_came_of_it(cast: Cast) -> None:
    found = make_list(cast, "Ana Abel", "Beth Bell", "Cora Cole", "Dina Dole", "Elsa Eng")
    client = signed_in(cast.organizer)
    tomorrow = timezone.localdate(timezone=cast.here.zone) + timedelta(days=1)
    reached = outcome(client, found, outcome="reached", note="Brings soup")
    assert (reached.outcome, reached.called_by, reached.claimed_by) == ("reached", cast.organizer, None)
    assert (Note.objects.get().body, Note.objects.get().member) == ("Brings soup", reached.member)
    page = client.get(f"/c/highland-park/people/{reached.member.code}/").content.decode()
    assert "Carmen Ibarra called about “Bring a friend”: reached" in page
    outcome(client, found, outcome="no_answer")
    wrong = outcome(client, found, outcome="wrong_number").member
    assert wrong.phone_trouble == "Somebody else answered at this number."
    back = outcome(client, found, outcome="call_back", call_on=tomorrow.isoformat())
    assert back.call_on == tomorrow
    stopped = outcome(client, found, outcome="stop").member
    assert OptOut.objects.get().address_index == stopped.phone_index
    assert not Member.objects.filter(pk=stopped.pk).consenting("text").exists()
    done = calling.progress(found)
    assert (done.total, done.left, done.later, done.settled) == (5, 1, 1, 3)
    assert [claimed(found, who) for who in (cast.organizer, cast.lead)] == ["Beth Bell", ""]
    Call.objects.filter(pk=back.pk).update(call_on=tomorrow - timedelta(days=1))
    assert claimed(found, cast.lead) == "Dina Dole"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "Choose what came of the call."),
        ({"outcome": "married"}, "married"),
        ({"outcome": "call_back"}, "Choose the day on which to call back."),
        ({"outcome": "call_back", "call_on": "2020-01-01"}, "This day is over. Choose a later one."),
        ({"outcome": "reached", "note": "She is undocumented"}, "Are you sure? This looks like immigration status."),
    ],
)
def test_what_is_asked_again(cast: Cast, said: dict[str, str], words: str) -> None:
    found, client = make_list(cast, "Ana Abel"), signed_in(cast.organizer)
    address = client.post(f"{PAGE}{found.code}/next/")["Location"]
    refused = client.post(address, said)
    text = refused.content.decode()
    assert (refused.status_code, words in text, said.get("note", "") in text) == (422, True, True)
    assert (Call.objects.get().outcome, Note.objects.count()) == ("", 0)
    if "note" in said:
        client.post(address, said | {"is_sure": "1"})
        assert (Call.objects.get().outcome, Note.objects.count()) == ("reached", 1)


def test_skip_and_close(cast: Cast) -> None:
    found, client = make_list(cast, "Ana Abel", "Beth Bell"), signed_in(cast.organizer)
    first = client.post(f"{PAGE}{found.code}/next/")["Location"]
    second = client.post(f"{first}skip/")["Location"]
    assert Call.objects.get(code=second.split("/")[-2]).member.name == "Beth Bell"
    assert claimed(found, cast.lead) == "Ana Abel"
    assert client.post(f"{PAGE}{found.code}/close/")["Location"] == PAGE
    found.refresh_from_db()
    assert claimed(found, cast.organizer) == ""
    assert "Nobody is left to call" in client.post(f"{PAGE}{found.code}/next/", follow=True).content.decode()
    assert "Call 2 people" not in client.get("/c/highland-park/").content.decode()


def test_who_asked_us_to_stop_since_is_not_called(cast: Cast) -> None:
    found = make_list(cast, "Ana Abel")
    consenting.stop("text", Member.objects.get().phone, source="keyword")
    assert claimed(found, cast.lead) == ""
    assert calling.progress(found).left == 0


def test_helpers_see_no_phones(cast: Cast) -> None:
    found = make_list(cast, "Ana Abel")
    call = found.calls.get()
    for who in (cast.volunteer, cast.texter, cast.liaison):
        for page in (PAGE, f"{PAGE}{found.code}/", f"{PAGE}{found.code}/{call.code}/"):
            answer = signed_in(who).get(page)
            assert (answer.status_code, call.member.phone in answer.content.decode()) == (403, False)
    assert Task.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_many_callers_at_once() -> None:
    cast = make_cast()
    found = make_list(cast, *(f"Person {n:02}" for n in range(12)))
    callers = [make_role(cast.here, "organizer") for _n in range(4)]
    called: list[int] = []

    def work(who: User) -> None:
        try:
            while call := calling.claim(found, by=who):
                called.append(call.member_id)
                calling.write_down(call, "reached", by=who)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[who]) for who in callers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(called) == sorted(set(called)) == sorted(found.calls.values_list("member", flat=True))

"""Things to do: given to somebody, before a day, about a person; told once a day; on Today."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from chapters.members import assigning
from chapters.models import Role, Task
from tests.cast import Cast
from tests.factories import make_member, signed_in

pytestmark = pytest.mark.django_db
PAGE = "/c/highland-park/people/todo/"


def day(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def test_from_the_page_of_a_person_to_done(cast: Cast) -> None:
    member = make_member(cast.here, "Rosa Vega")
    page = f"/c/highland-park/people/{member.code}/"
    client = signed_in(cast.organizer)
    todo = {"text": "Call her back about the carpool", "assignee": cast.lead.pk, "due_on": day(2)}
    assert client.post(f"{page}todo/", todo)["Location"] == page
    task = Task.objects.get()
    assert (task.member, task.assignee, task.made_by, task.chapter) == (member, cast.lead, cast.organizer, cast.here)
    assert "Call her back about the carpool" in client.get(page).content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM chapters_task")
        assert "carpool" not in cursor.fetchone()[0]
    assert client.post(f"{PAGE}{task.code}/done/", {"back": "person"})["Location"] == page
    task.refresh_from_db()
    assert task.done_by == cast.organizer
    assert "Carmen Ibarra did this: “Call her back about the carpool”" in client.get(page).content.decode()
    again = client.post(f"{PAGE}{task.code}/done/", follow=True).content.decode()
    assert "Somebody did this before you." in again
    client.post(f"{PAGE}{task.code}/done/", {"again": "1"})
    assert Task.objects.open().get() == task


def test_mine_everybodys_and_done(cast: Cast) -> None:
    rows = {"Mine": cast.organizer, "Free": None, "Theirs": cast.lead}
    for text, who in rows.items():
        Task.objects.create(chapter=cast.here, text=f"{text} thing", assignee=who)
    Task.objects.create(chapter=cast.here, text="Old thing", done_at=timezone.now(), done_by=cast.lead)
    Task.objects.create(chapter=cast.there, text="Quetzal thing")
    client = signed_in(cast.organizer)
    for view, found in {"mine": "Mine Free", "all": "Mine Free Theirs", "done": "Old", "odd": "Mine Free"}.items():
        text = client.get(PAGE, {"show": view}).content.decode()
        said = [word for word in ("Mine", "Free", "Theirs", "Old", "Quetzal") if f"<h3>{word} thing" in text]
        assert said == found.split()
    assert "2 things wait for you" in client.get(PAGE).content.decode()


def test_late_is_said_in_words_and_the_nearest_day_comes_first(cast: Cast) -> None:
    for text, days in (("Later", 3), ("Whenever", None), ("Yesterday", -1)):
        due = timezone.localdate(timezone=cast.here.zone) + timedelta(days=days) if days else None
        Task.objects.create(chapter=cast.here, text=f"{text} thing", due_on=due)
    text = signed_in(cast.organizer).get(PAGE).content.decode()
    places = [text.index(f"<h3>{word} thing") for word in ("Yesterday", "Later", "Whenever")]
    assert places == sorted(places)
    assert text.count("Late</span>") == 1
    today = signed_in(cast.organizer).get("/c/highland-park/").content.decode()
    assert "Yesterday thing" in today
    assert "It is late." in today
    assert "Yesterday thing" not in signed_in(cast.texter).get("/c/highland-park/").content.decode()


def test_it_is_changed(cast: Cast) -> None:
    task = Task.objects.create(chapter=cast.here, text="Call", assignee=cast.organizer, told_at=timezone.now())
    client = signed_in(cast.organizer)
    assert "Call</textarea>" in client.get(f"{PAGE}{task.code}/").content.decode()
    assert client.post(f"{PAGE}{task.code}/", {"text": ""}).status_code == 422
    client.post(f"{PAGE}{task.code}/", {"text": "Write", "assignee": cast.lead.pk, "due_on": day(1)})
    task.refresh_from_db()
    assert (task.text, task.assignee, task.told_at, str(task.due_on)) == ("Write", cast.lead, None, day(1))


@pytest.mark.parametrize("where", ["list", "person"])
def test_what_we_never_keep_is_asked_about(cast: Cast, where: str) -> None:
    member = make_member(cast.here)
    address = PAGE if where == "list" else f"/c/highland-park/people/{member.code}/todo/"
    client = signed_in(cast.organizer)
    todo = {"text": "Ask about her visa"}
    refused = client.post(address, todo)
    assert (refused.status_code, Task.objects.count()) == (422, 0)
    text = refused.content.decode()
    assert "Are you sure? This looks like immigration status." in text
    assert "Ask about her visa</textarea>" in text
    client.post(address, todo | {"is_sure": "1"})
    assert Task.objects.count() == 1


def test_only_our_own_people_are_given_things(cast: Cast) -> None:
    client = signed_in(cast.organizer)
    for who in (cast.stranger, cast.volunteer, cast.nobody):
        assert client.post(PAGE, {"text": "Call", "assignee": who.pk}).status_code == 422
    assert signed_in(cast.volunteer).post(PAGE, {"text": "Call"}).status_code == 403
    assert Task.objects.count() == 0


def test_one_letter_a_day_that_says_nothing(
    cast: Cast, django_capture_on_commit_callbacks: "pytest.FixtureRequest"
) -> None:
    def tell() -> int:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            assigning.tell()
        return len(mail.outbox)

    def give(text: str) -> None:
        Task.objects.create(chapter=cast.here, text=text, assignee=cast.organizer, made_by=cast.lead)

    give("Call Rosa")
    give("Call Luz")
    Task.objects.create(chapter=cast.here, text="My own", assignee=cast.lead, made_by=cast.lead)
    assert tell() == 1
    letter = mail.outbox[0]
    assert letter.to == [cast.organizer.email]
    assert "2 new things to do" in letter.subject
    assert "Rosa" not in letter.subject + str(letter.body)
    give("Call Ana")
    assert tell() == 0
    Task.objects.exclude(told_at=None).update(told_at=timezone.now() - timedelta(hours=21))
    assert tell() == 1
    assert tell() == 0
    Task.objects.update(told_at=None)
    Role.objects.filter(user=cast.organizer).update(kind="volunteer")
    assert tell() == 0

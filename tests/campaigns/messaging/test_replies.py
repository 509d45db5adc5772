"""The list of those who wrote back: who sees it, in which order, under which name."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from campaigns.messaging import threads
from campaigns.models import Conversation, Reply
from chapters.models import Chapter, Member
from tests.cast import Cast
from tests.factories import make_member, make_sender, signed_in

pytestmark = pytest.mark.django_db
REPLIES = "/c/highland-park/replies/"


def wrote(chapter: Chapter, body: str, *, hours: float = 1, kind: str = "words", **fields: object) -> Conversation:
    """A person wrote this so many hours ago and waits."""
    member = fields.pop("member", None) or make_member(chapter)
    assert isinstance(member, Member)
    at = timezone.now() - timedelta(hours=hours)
    sender = chapter.senders.first() or make_sender(chapter)
    given = {"member": member, "waiting_since": at, "last_reply_at": at} | fields
    conversation = Conversation.objects.create(
        chapter=chapter, sender=sender, address=member.phone, address_index=member.phone_index, **given
    )
    Reply.objects.create(
        chapter=chapter, conversation=conversation, sid=f"SM{conversation.pk}", body=body, kind=kind, received_at=at
    )
    return conversation


def test_emergencies_first_then_the_longest_wait(cast: Cast) -> None:
    wrote(cast.here, "Is there parking?", hours=0.5, member=make_member(cast.here, "Gene Abbott"))
    wrote(cast.here, "What time?", hours=4, member=make_member(cast.here, "Opal Ito"))
    wrote(cast.here, "ICE at the corner", hours=0.1, kind="emergency", is_emergency=True)
    wrote(cast.here, "Thanks", hours=9, member=make_member(cast.here, "Old News"), waiting_since=None)
    wrote(cast.there, "CANARY words", hours=7, member=make_member(cast.there, "CANARY Person"))
    html = signed_in(cast.lead).get(REPLIES).content.decode()
    order = [html.index(words) for words in ("ICE at the corner", "What time?", "Is there parking?")]
    assert order == sorted(order)
    assert '<small class="late">4 hours</small>' in html
    assert "CANARY" not in html
    assert "Old News" not in html
    assert html.count("btn flame") == 1


def test_tabs_hold_mine_each_further_language_and_what_is_done(cast: Cast) -> None:
    wrote(cast.here, "Hola", member=make_member(cast.here, "Rosa Peña", language="es"))
    wrote(cast.here, "Mine to answer", member=make_member(cast.here, "Walt Ito"), assigned_to=cast.lead)
    wrote(cast.here, "All done", member=make_member(cast.here, "Ida Oakes"), waiting_since=None)
    client = signed_in(cast.lead)
    shown = {
        show: {thread.name for thread in client.get(REPLIES, {"show": show}).context["threads"]}
        for show in ("waiting", "mine", "free", "es", "done", "nonsense")
    }
    everyone = {"Rosa Peña", "Walt Ito"}
    assert shown == {
        "waiting": everyone,
        "mine": {"Walt Ito"},
        "free": {"Rosa Peña"},
        "es": {"Rosa Peña"},
        "done": {"Ida Oakes"},
        "nonsense": everyone,
    }
    assert [tab.count for tab in client.get(REPLIES).context["tabs"]] == [2, 1, 1, 1, None]
    assert "Marisol has it" in signed_in(cast.second_lead).get(REPLIES).content.decode()


def test_a_texter_sees_names_but_no_numbers(cast: Cast) -> None:
    member = make_member(cast.here, "Rosa Villalobos", phone="+13235550177", zip="90065")
    wrote(cast.here, "Hello", member=member)
    wrote(cast.here, "Who are you", member=make_member(cast.here, phone="+13235550188"))
    Conversation.objects.filter(member__phone_index=make_index("+13235550188")).update(member=None)
    for user, name in ((cast.lead, "Rosa Villalobos"), (cast.texter, "Rosa V.")):
        html = signed_in(user).get(REPLIES).content.decode()
        assert name in html
        assert "…0188" in html
    for secret in ("Villalobos", "5550177", "5550188", "90065"):
        assert secret not in html


def make_index(number: str) -> str:
    from chapters.encryption import blind_index

    return blind_index("phone", number)


def test_the_page_is_cheap_and_the_next_one_follows_without_a_gap(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"Person {number}" for number in range(7)]
    for number, name in enumerate(names):
        urgent = number < 2
        member = make_member(cast.here, name)
        wrote(cast.here, "Hi", hours=8 - number, member=member, is_emergency=urgent)
    client = signed_in(cast.lead)
    with django_assert_max_num_queries(40):
        client.get(REPLIES)
    monkeypatch.setattr(threads, "PAGE", 3)
    for query in ({}, {"show": "done"}):
        if query:
            Conversation.objects.update(waiting_since=None)
            names.reverse()
        seen: list[str] = []
        after = ""
        while after or not seen:
            context = client.get(REPLIES, query | {"after": after}).context
            seen += [thread.name for thread in context["threads"]]
            after = context["next"]
        assert seen == names


def test_the_page_asks_whether_somebody_new_wrote(cast: Cast) -> None:
    client = signed_in(cast.lead)
    assert "Nobody is waiting here" in client.get(REPLIES).content.decode()
    wrote(cast.here, "First", hours=1)
    seen = client.get(REPLIES).context["seen"]

    def news(at: str) -> str:
        response = client.get(REPLIES, {"seen": at}, headers={"HX-Request": "true"})
        return response.content.decode()

    assert "wrote just now" not in news(str(seen))
    wrote(cast.here, "Second", hours=0)
    assert "1 person wrote just now." in news(str(seen))
    assert "<html" not in news(str(seen))
    assert "wrote just now" not in news("nonsense")


@pytest.mark.parametrize(("who", "status"), [("volunteer", 403), ("stranger", 404), ("nobody", 404)])
def test_others_do_not_see_it(cast: Cast, who: str, status: int) -> None:
    assert signed_in(getattr(cast, who)).get(REPLIES).status_code == status

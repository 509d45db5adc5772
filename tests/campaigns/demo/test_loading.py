"""`manage.py demo`: a story that looks alive whenever it is loaded."""

import phonenumbers
import pytest
from django.core.management import call_command
from django.db.models import Sum
from django.utils import timezone

from campaigns.demo.cast import PEOPLE
from campaigns.messaging.audience import reckon
from campaigns.models import (
    CallToAction,
    Campaign,
    Conversation,
    Delivery,
    Event,
    EventText,
    Moment,
    MomentText,
    Official,
    PressStatementText,
    ProgramItemText,
    Resource,
    Rsvp,
    SignOnLetterText,
    Speaker,
)
from chapters.models import Chapter, Consent, Member, OptOut, Role, User
from chapters.setup import all_steps
from tests.factories import signed_in

pytestmark = pytest.mark.django_db


def test_the_demo(capsys: pytest.CaptureFixture[str]) -> None:
    """Loaded once for all of these, because it takes a moment."""
    call_command("demo", verbosity=0)
    check_the_people()
    check_the_story()
    check_nobody_real_speaks_today()
    check_the_events()
    check_the_messages()
    check_the_first_pages()
    call_command("demo")
    assert "already here" in capsys.readouterr().out
    assert Chapter.objects.count() == 3


def check_the_people() -> None:
    body, here = Chapter.objects.get(kind="body"), Chapter.objects.get(slug="highland-park")
    assert {chapter.parent for chapter in Chapter.objects.filter(kind="chapter")} == {body}
    assert Member.objects.count() == 300
    assert len({(member.chapter_id, member.name) for member in Member.objects.all()}) == 300
    for member in Member.objects.exclude(phone_index=""):
        assert phonenumbers.is_valid_number(phonenumbers.parse(member.phone))
        assert member.phone[5:10] == "55501"  # kept free for fiction
    read_spanish = Member.objects.filter(language="es").count()
    assert 90 < read_spanish < 180
    reached = here.members.reachable_by("text").count()
    assert 150 < reached < here.members.exclude(phone_index="").count() < 228
    assert OptOut.objects.count() > 3
    assert not Consent.objects.filter(is_given=True, wording=None).exists()
    assert Role.objects.count() == sum(len(person.roles) for person in PEOPLE)


def check_the_story() -> None:
    """The dates of 2017; nobody who was taken is named, and nothing shouts."""
    campaign = Campaign.objects.get()
    dates = [moment.happened_on for moment in campaign.moments.in_order()]
    assert {on.year for on in dates if on} == {2017}
    assert dates[-1] is None
    for moment in Moment.objects.prefetch_related("texts"):
        words = {text.language: f"{text.title} {text.body}" for text in moment.texts.all()}
        assert set(words) == {"en", "es"}
        for said in words.values():
            assert "!" not in said
            assert "Avélica" not in said
            assert "Rómulo" not in said
    everything = " ".join(str(moment.words("body")) for moment in Moment.objects.all())
    for fact in ("51 to 26", "27 to 11", "Gilbert Cedillo", "José Huizar"):
        assert fact in everything


def check_nobody_real_speaks_today() -> None:
    """Those who sat on the council in 2017 are named in what happened then, and nowhere else."""
    officials = set(Official.objects.values_list("name", flat=True))
    assert officials == {
        "Gloria Cedros", "Javier Huerta", "Edward Garner", "Martin Engel", "Nora Márquez", "Ida Quintero"
    }  # fmt: skip
    for told, words in (
        (MomentText.objects.exclude(parent__happened_on__year=2017), ("title", "body")),
        (EventText.objects.exclude(parent__starts_at__year=2017), ("title", "summary", "body")),
        (Delivery.objects.all(), ("body",)),
        (PressStatementText.objects.all(), ("headline", "body")),
        (SignOnLetterText.objects.all(), ("addressed_to", "body")),
        (Resource.objects.all(), ("title", "words")),
        (Speaker.objects.all(), ("name",)),
        (ProgramItemText.objects.all(), ("title",)),
    ):
        said = " ".join(str(row) for row in told.values_list(*words))
        assert [name for name in ("Cedillo", "Huizar", "Garcetti", "Martinez") if name in said] == []


def check_the_events() -> None:
    """The counters are right, and something is near."""
    for event in Event.objects.all():
        held = event.rsvps.holding_a_seat().aggregate(n=Sum("party_size"))["n"] or 0
        assert event.seats_taken == held or event.starts_at.year == 2017
    coming = Event.objects.upcoming().dated().filter(chapter__slug="highland-park")
    days = [
        (event.starts_at.astimezone(event.zone).date() - timezone.localdate(timezone=event.zone)).days
        for event in coming
    ]
    assert days == [days[0], 2, 5, 8, 9, 10, 12, 16]
    assert days[0] in (-1, 0)  # it began 20 minutes ago
    tonight = coming[0]
    assert 0 < tonight.check_ins.count() < tonight.rsvps.going().count()
    assert tonight.rsvps.waiting().count() == 2
    assert Rsvp.objects.exclude(call_to_action=None).count() > 20


def check_the_messages() -> None:
    """The number that waits for a yes still holds."""
    call = CallToAction.objects.get(state="asked")
    assert call.asked_count == reckon(call).count > call.chapter.approval_limit
    done = CallToAction.objects.filter(state="done").first()
    assert done is not None
    assert done.deliveries.count() == done.approved_count
    assert not Delivery.objects.filter(call_to_action=done, body__contains="{").exists()
    for delivery in done.deliveries.all()[:5]:
        assert "{" not in delivery.body
        assert f"/t/{delivery.link_code}/" in delivery.body


def check_the_first_pages() -> None:
    """Everyone has something to do, and the chapter lacks nothing."""
    here = Chapter.objects.get(slug="highland-park")
    assert [step.words for step in all_steps(here) if not step.is_done] == []
    assert Conversation.objects.waiting().filter(chapter=here).count() == 6
    found = {}
    for user in User.objects.filter(is_staff=False):
        page = signed_in(user).get(f"/c/{user.roles.get_queryset().order_by('pk')[0].chapter.slug}/")
        found[user.get_short_name()] = [task.icon for task in page.context["tasks"]]
    lead = [
        *("clock", "reply", "cal", "send", "people", "people", "people", "clock"),
        *("pen", "cal", "people", "people", "pen", "card", "flag", "card"),
    ]
    assert found == {
        "Elena": [
            *("send", "clock", "reply", "cal", "send", "pen", "people", "people", "people", "clock"),
            *("pen", "cal", "people", "people", "pen", "card", "flag", "card", "pen"),
        ],
        "Walter": lead,
        "Nico": [],
        "Joan": ["reply"],
        "Marta": lead,
        "Sam": ["people", "gear"],  # East Valley has one lead
    }

"""One statement writes a row for everyone: their hours, their language, a code and a link of their own."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from pytest_django.fixtures import Settings

from campaigns.messaging import freezing, hours
from campaigns.models import CallToAction, Delivery
from chapters.bases import ALPHABET
from chapters.models import Chapter
from tests.cast import Cast
from tests.factories import make_call, make_email_sender, make_member, make_sender

pytestmark = pytest.mark.django_db
LOS_ANGELES = ZoneInfo("America/Los_Angeles")
PEOPLE = {
    "Here By Zip": ("90042", "+12125550142"),
    "New York By Zip": ("10001", "+13235550143"),
    "New York By Phone": ("", "+12125550144"),
    "Nobody Knows": ("", "+13235550145"),
    "Zip Unknown": ("00001", "+13125550146"),
}


def reread(call: CallToAction) -> CallToAction:
    return CallToAction.objects.with_words().get(pk=call.pk)


def test_each_persons_hours_are_those_of_their_own_place(cast: Cast, settings: Settings) -> None:
    settings.SEND_QUIET_HOURS = True
    call_command("load_zips")
    make_sender(cast.here)
    members = [make_member(cast.here, name, zip=place, phone=number) for name, (place, number) in PEOPLE.items()]
    evening = datetime(2026, 11, 30, 18, 30, tzinfo=LOS_ANGELES)
    call = make_call(cast.here, starts_sending_at=evening)
    assert freezing.freeze(reread(call)) == len(members)
    chapter = Chapter.objects.get(pk=cast.here.pk)
    for member in members:
        opens_at, closes_at = hours.window(member.zip, chapter, member.phone, after=evening)
        row = call.deliveries.get(member=member)
        assert (row.not_before, row.expires_at) == (opens_at, min(opens_at + timedelta(hours=4), closes_at)), member
    early = {
        row.member.name for row in call.deliveries.select_related("member") if row.member and row.not_before == evening
    }
    assert early == {"Here By Zip", "Nobody Knows"}


def test_codes_are_their_own_and_read_like_ours(cast: Cast) -> None:
    make_sender(cast.here)
    make_email_sender(cast.here)
    for number in range(40):
        make_member(cast.here, f"Ana {number}", email=f"ana{number}@example.org", consents=("text", "email"))
    call = make_call(cast.here, reach="both")
    assert freezing.freeze(reread(call)) == 80
    rows = list(call.deliveries.all())
    codes = {row.code for row in rows} | {row.link_code or "" for row in rows}
    assert len(codes) == 160
    assert {len(code) for code in codes} == {10}
    assert set("".join(codes)) <= set(ALPHABET)
    assert len(set("".join(codes))) == len(ALPHABET)
    assert {row.channel for row in rows} == {"text", "email"}


def test_without_a_link_in_the_words_there_is_none_to_keep(cast: Cast) -> None:
    make_sender(cast.here)
    make_member(cast.here)
    call = make_call(cast.here)
    call.texts.update(text_body="{chapter}: Hi. Reply STOP to end.")
    freezing.freeze(reread(call))
    assert call.deliveries.get().link_code is None


def test_a_follow_up_is_one_by_purpose(cast: Cast) -> None:
    make_sender(cast.here)
    member = make_member(cast.here)
    first = make_call(cast.here)
    second = make_call(cast.here, follows=first, follow_kind="second_ask")
    Delivery.objects.create(
        chapter=cast.here,
        key="first",
        purpose="ask",
        queue="bulk",
        channel="text",
        sender=cast.here.senders.get(),
        member=member,
        call_to_action=first,
        address_index=member.phone_index,
        language="en",
        state="delivered",
        attempts=1,
        attempted_at="2026-01-01T00:00Z",
        not_before="2026-01-01T00:00Z",
        expires_at="2026-01-02T00:00Z",
    )
    freezing.freeze(reread(second))
    assert second.deliveries.get().purpose == "follow_up"


def test_a_channel_without_a_sender_writes_nothing(cast: Cast) -> None:
    make_member(cast.here)
    assert freezing.freeze(reread(make_call(cast.here))) == 0

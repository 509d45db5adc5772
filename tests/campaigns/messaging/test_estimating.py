"""How long it takes and who would not get it: pace, the day's caps, and hours that close first."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone, translation

from campaigns.messaging import audience, follow_ups, freezing, previewing, rendering
from campaigns.messaging.estimating import Estimate, Load, estimate
from campaigns.models import Brand, CallToAction
from chapters.models import Chapter
from tests.cast import Cast
from tests.factories import make_call, make_email_sender, make_member, make_sender, signed_in

pytestmark = pytest.mark.django_db


def tomorrow(chapter: Chapter, hour: int, minute: int = 0) -> datetime:
    day = timezone.localtime(timezone.now(), chapter.zone) + timedelta(days=1)
    return day.replace(hour=hour, minute=minute, second=0, microsecond=0)


def reckoned(cast: Cast, people: int, *, hour: int = 12, minute: int = 0, **load: Any) -> Estimate:
    Chapter.objects.filter(pk=cast.here.pk).update(daily_cap=100_000)
    load = {"texts": people} | load
    return estimate(cast.here, Load(people, **load), at=tomorrow(cast.here, hour, minute))


@pytest.mark.parametrize(
    ("pace", "people", "texts", "said"),
    [
        (3.75, 10_000, 10_000, "about 44 minutes"),
        (3.75, 10_000, 20_000, "about 89 minutes"),
        (3, 10_000, 20_000, "about 2 hours"),
        (100, 10_000, 10_000, "about 2 minutes"),
        (12, 20, 20, "about 1 minute"),
    ],
)
def test_the_pace_says_how_long(cast: Cast, pace: float, people: int, texts: int, said: str) -> None:
    make_sender(cast.here, segments_per_second=pace)
    found = reckoned(cast, people, texts=texts)
    assert (found.duration, found.warnings) == (said, [])


def test_hours_that_close_before_it_ends(cast: Cast) -> None:
    make_sender(cast.here, segments_per_second=3.75)
    found = reckoned(cast, 7_000, hour=19, minute=30)
    assert (found.late, found.minutes) == (250, 30)
    assert found.warnings == ["Ends after 8 pm for 250 people: they would not get it."]
    with translation.override("es"):
        assert found.duration == "unos 30 minutos"
        assert found.warnings == ["Termina después de las 8 pm para 250 personas: no les llegaría."]


def test_a_message_that_outlives_its_hours(cast: Cast) -> None:
    make_sender(cast.here, segments_per_second=1)
    found = reckoned(cast, 20_000, hour=10)
    assert found.warnings == ["Ends after 2 pm for 5,600 people: they would not get it."]


def test_at_night_it_counts_from_the_morning(cast: Cast) -> None:
    make_sender(cast.here, segments_per_second=3.75)
    assert reckoned(cast, 7_000, hour=22).late == 0


def test_the_numbers_own_day(cast: Cast) -> None:
    make_sender(cast.here, segments_per_second=3.75, daily_segments=2000)
    found = reckoned(cast, 2_112)
    assert (found.waits, found.room, found.minutes) == (312, 1_800, 8)
    limit = "More than today’s limit: 1,800 may still go. 312 people wait for a yes tomorrow."
    assert found.warnings == [limit]
    assert reckoned(cast, 1_000, texts=2_000).waits == 100
    with translation.override("es"):
        assert found.warnings == [
            "Más que el límite de hoy: todavía pueden salir 1,800. 312 personas esperan un sí mañana."
        ]


def test_the_day_that_is_shared_with_other_numbers(cast: Cast) -> None:
    brand = Brand.objects.create(name="Neighbors Fund Inc.", daily_segments=2000)
    make_sender(cast.here, brand=brand)
    on = tomorrow(cast.here, 12).date()
    make_sender(cast.there, brand=brand, counted_on=on, segments_today=1_000)
    assert reckoned(cast, 1_000).waits == 200


def test_the_chapters_own_day_holds_emails_too(cast: Cast) -> None:
    make_sender(cast.here)
    make_email_sender(cast.here)
    Chapter.objects.filter(pk=cast.here.pk).update(daily_cap=50)
    found = estimate(cast.here, Load(0, 0, emails=80), at=tomorrow(cast.here, 23))
    assert (found.waits, found.room, found.late) == (30, 50, 0)


def test_emails_alone_take_the_time_of_emails(cast: Cast) -> None:
    make_sender(cast.here, kind="email", address="hello@hp.example", segments_per_second=10)
    assert reckoned(cast, 0, emails=6_000).duration == "about 10 minutes"
    assert reckoned(cast, 5, emails=0) == Estimate(0)


def test_it_is_said_while_writing(cast: Cast) -> None:
    make_sender(cast.here, segments_per_second=0.01)
    for _ in range(2):
        make_member(cast.here)
    call = make_call(cast.here, written_by=cast.organizer)
    call.texts.update(text_body="One text. STOP to end.")
    Chapter.objects.filter(pk=cast.here.pk).update(daily_cap=1)
    client = signed_in(cast.organizer)
    page = client.get(f"/c/highland-park/messages/{call.code}/write/").content.decode()
    assert "Sending takes about 2 minutes." in page
    assert "1 person waits for a yes tomorrow." in page
    page = client.get(
        f"/c/highland-park/messages/{call.code}/write/", headers={"Accept-Language": "es"}
    ).content.decode()
    assert "Enviarlo toma unos 2 minutos." in page


def test_a_name_with_a_costly_accent_is_in_the_price(cast: Cast) -> None:
    """The estimate counts the names of those who get it, as the real send does."""
    make_sender(cast.here)
    for name in ("Ana Lopez", "Saúl Vega"):
        make_member(cast.here, name)
    call = make_call(cast.here, languages=("en",))
    call.texts.update(text_body="{chapter}: Hi {first_name}, " + "come and bring a friend. " * 3 + "Reply STOP to end.")
    call = CallToAction.objects.with_words().get(pk=call.pk)
    [(_language, people, texts)] = previewing.cost(call, audience.reckon(call)).rows
    freezing.freeze(call)
    rows = list(call.deliveries.all())
    rendering.fill(rows)
    assert (people, texts) == (2, sum(row.segments for row in rows)) == (2, 3)


def test_a_second_ask_is_proposed_for_hours_in_which_people_are_up(cast: Cast) -> None:
    call = make_call(cast.here)
    zone = cast.here.zone
    night, morning = datetime(2026, 11, 28, 4, 15, tzinfo=zone), datetime(2026, 11, 28, 9, tzinfo=zone)
    evening, tomorrow = datetime(2026, 11, 28, 20, 30, tzinfo=zone), datetime(2026, 11, 29, 9, tzinfo=zone)
    assert [follow_ups.opening(call, at) for at in (night, morning, evening)] == [morning, morning, tomorrow]

"""Who voted: `campaigns:advocacy_roll_call_show`, `campaigns:advocacy_roll_call_confirm`,
`campaigns:advocacy_roll_call_reopen`, `campaigns:advocacy_roll_call_position`.
"""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from campaigns.advocacy import matching
from campaigns.models import Measure, Position, RollCall, RollCallVote
from chapters.models import AuditEntry
from tests.campaigns.advocacy.bills import make_measure, make_official, make_target, make_version
from tests.cast import Cast
from tests.factories import make_campaign, signed_in

pytestmark = pytest.mark.django_db
DAY = date(2017, 9, 15)
SINCE, UNTIL = date(2016, 12, 5), date(2018, 11, 30)


@pytest.fixture
def measure(cast: Cast) -> Measure:
    return make_measure(make_campaign(cast.here))


@pytest.fixture
def lead(cast: Cast) -> Client:
    return signed_in(cast.lead)


def roll_call(measure: Measure, place: str = "Assembly Floor Session", **votes: str) -> RollCall:
    call = RollCall.objects.create(
        chapter=measure.chapter, measure=measure, voted_on=DAY, place=place, motion="Third reading", ayes=1, noes=0,
        has_passed=True, source_key="x",
    )  # fmt: skip
    for name, vote in votes.items():
        call.votes.create(chapter=measure.chapter, name=name.replace("_", " "), vote=vote)
    return call


def page(call: RollCall) -> str:
    measure = call.measure
    return f"/c/highland-park/campaigns/{measure.campaign.code}/bills/{measure.code}/roll-calls/{call.code}/"


def found(call: RollCall, name: str) -> list[str]:
    officials = [*call.chapter.officials.prefetch_related("terms")]
    return [one.official.name for one in matching.candidates(name, call, officials) if one.sat_there]


@pytest.mark.parametrize(
    ("name", "official"),
    [
        ("Cristina Garcia", "Cristina Garcia"),
        ("Eduardo Garcia", "Eduardo Garcia"),
        ("Chávez", "Rocky Chavez"),
        ("De León", "Kevin de León"),
        ("Limón", "Monique Limon"),
        ("Gonzalez Fletcher", "Lorena Gonzalez"),
        ("Jones-Sawyer", "Reginald Jones-Sawyer"),
        ("O'Donnell", "Patrick O’Donnell"),
    ],
)
def test_a_name_finds_its_official(measure: Measure, name: str, official: str) -> None:
    for each in ("Cristina Garcia", "Eduardo Garcia", "Rocky Chavez", "Monique Limon", "Reginald Jones-Sawyer"):
        make_official(measure.chapter, each, "lower", SINCE)
    make_official(measure.chapter, "Patrick O’Donnell", "lower", SINCE)
    make_official(measure.chapter, "Kevin de León", "lower", SINCE, family_name="de León", given_name="Kevin")
    make_official(measure.chapter, "Lorena Gonzalez", "lower", SINCE, other_names=["Lorena Gonzalez Fletcher"])
    assert found(roll_call(measure), name) == [official]


def test_house_and_day_tell_namesakes_apart(measure: Measure) -> None:
    chapter = measure.chapter
    make_official(chapter, "Jeff Stone", "upper", SINCE, UNTIL)
    make_official(chapter, "Mark Stone", "lower", SINCE, UNTIL)
    make_official(chapter, "Sharon Stone", "lower", date(2018, 12, 3))
    make_official(chapter, "Earl Stone", "lower", None, date(2016, 11, 30))
    assert found(roll_call(measure), "Stone") == ["Mark Stone"]
    senate = RollCall(chapter=chapter, measure=measure, voted_on=DAY, place="Sen. Appr.")
    assert found(senate, "Stone") == ["Jeff Stone"]
    assert found(senate, "Toner") == []
    somewhere = RollCall(chapter=chapter, measure=measure, voted_on=DAY, place="Privacy and Consumer Protection")
    assert found(somewhere, "Stone") == ["Jeff Stone", "Mark Stone"]


def test_nothing_is_matched_before_a_person_says_so(measure: Measure, lead: Client) -> None:
    chapter = measure.chapter
    for name in ("Cristina Garcia", "Eduardo Garcia", "Richard Bloom"):
        make_official(chapter, name, "lower", SINCE, UNTIL)
    make_official(chapter, "Ed Chau", "lower", None, UNTIL)
    make_official(chapter, "Mia Bonta", "lower", date(2021, 9, 7))
    call = roll_call(measure, Bloom="yes", Chau="no", Garcia="yes", Bonta="yes", Nobody="absent")
    body = lead.get(page(call)).content.decode()
    assert "1 name fits one official" in body
    assert "1 name fits, but we do not know since when they sat there" in body
    assert ("3 names are not clear" in body, "no seat there that day, as far as we know" in body) == (True, True)
    assert (
        RollCallVote.objects.exclude(match="open").count() == RollCallVote.objects.exclude(official=None).count() == 0
    )


def picks(call: RollCall, **choices: Any) -> dict[str, str]:
    return {f"pick-{call.votes.get(name=name).code}": getattr(who, "code", who) for name, who in choices.items()}


def test_one_button_confirms_what_is_clear_and_the_rest_is_picked(measure: Measure, lead: Client) -> None:
    chapter = measure.chapter
    bloom = make_official(chapter, "Richard Bloom", "lower", SINCE)
    cristina = make_official(chapter, "Cristina Garcia", "lower", SINCE)
    make_official(chapter, "Eduardo Garcia", "lower", SINCE)
    call = roll_call(measure, Bloom="yes", Garcia="no", Nobody="absent", Later="yes")
    answer = lead.post(f"{page(call)}confirm/", picks(call, Bloom=bloom), follow=True)
    assert "1 vote is checked." in answer.content.decode()
    lead.post(f"{page(call)}confirm/", picks(call, Garcia=cristina, Nobody="nobody", Later=""))
    rows = {row.name: (row.match, row.official) for row in call.votes.select_related("official")}
    assert rows == {
        "Bloom": ("yes", bloom),
        "Garcia": ("yes", cristina),
        "Nobody": ("nobody", None),
        "Later": ("open", None),
    }
    acts = AuditEntry.objects.filter(act="roll_call_matched").order_by("id")
    assert [*acts.values_list("facts__n", flat=True)] == [1, 2]
    body = lead.get(page(call)).content.decode()
    assert ("in the file: Garcia" in body, "Nobody on our list" in body) == (True, True)
    vote = call.votes.get(name="Garcia")
    lead.post(f"{page(call)}{vote.code}/reopen/")
    vote.refresh_from_db()
    assert (vote.match, vote.official) == ("open", None)


def test_an_official_of_another_name_or_chapter_cannot_be_picked(cast: Cast, measure: Measure, lead: Client) -> None:
    other = make_official(measure.chapter, "Richard Bloom", "lower", SINCE)
    theirs = make_official(cast.there, "Anna Garcia", "lower", SINCE)
    call = roll_call(measure, Garcia="no")
    for who in (other, theirs, "zzzz"):
        answer = lead.post(f"{page(call)}confirm/", picks(call, Garcia=who), follow=True)
        assert "Nothing was chosen" in answer.content.decode()
    assert call.votes.get().match == "open"


@pytest.mark.parametrize(
    ("vote", "stance", "stand"),
    [("yes", "support", 5), ("no", "support", 1), ("yes", "oppose", 1), ("no", "oppose", 5)],
)
def test_a_reviewed_vote_becomes_a_position_in_one_tap(
    cast: Cast, measure: Measure, lead: Client, vote: str, stance: str, stand: int
) -> None:
    bloom = make_official(measure.chapter, "Richard Bloom", "lower", SINCE)
    target = make_target(measure.campaign, bloom)
    make_version(measure, "As amended", date(2017, 9, 11), stance=stance)
    make_version(measure, "Next year", date(2018, 9, 11), stance="watch")
    call = roll_call(measure, Bloom=vote)
    row = call.votes.get()
    assert "Write down" not in lead.get(page(call)).content.decode()
    assert lead.post(f"{page(call)}{row.code}/position/").status_code == 404
    lead.post(f"{page(call)}confirm/", picks(call, Bloom=bloom))
    assert "Write down: " in lead.get(page(call)).content.decode()
    for _twice in range(2):
        lead.post(f"{page(call)}{row.code}/position/")
    position = Position.objects.get()
    assert (position.target, position.stand, position.taken_on, position.source) == (target, stand, DAY, "vote")
    assert (position.source_words, position.logged_by) == (f"Voted {vote}: SB 54, Third reading", cast.lead)
    assert "Write down: " not in lead.get(page(call)).content.decode()


def test_who_did_not_vote_took_no_stand(measure: Measure, lead: Client) -> None:
    bloom = make_official(measure.chapter, "Richard Bloom", "lower", SINCE)
    make_target(measure.campaign, bloom)
    call = roll_call(measure, Bloom="absent")
    lead.post(f"{page(call)}confirm/", picks(call, Bloom=bloom))
    assert "Write down: " not in lead.get(page(call)).content.decode()
    lead.post(f"{page(call)}{call.votes.get().code}/position/")
    assert Position.objects.count() == 0


def test_a_volunteer_sees_the_review_and_decides_nothing(cast: Cast, measure: Measure) -> None:
    bloom = make_official(measure.chapter, "Richard Bloom", "lower", SINCE)
    call, volunteer = roll_call(measure, Bloom="yes"), signed_in(cast.volunteer)
    body = volunteer.get(page(call)).content.decode()
    assert ("Richard Bloom" in body, "This one is right" in body) == (True, False)
    assert volunteer.post(f"{page(call)}confirm/", picks(call, Bloom=bloom)).status_code == 403

"""What lies beside the demo's campaign: press, a letter to sign, stories, a toolkit, a case, things; and an official
who moved this week. The people in it are invented."""

import tomllib
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import timezone

from campaigns.advocacy import signing
from campaigns.models import Action, ActionTaken, Campaign
from chapters.models import Chapter, Member, PartnerOrganization, User


@cache
def told() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def fill(
    campaign: Campaign, chapters: dict[str, Chapter], members: dict[str, list[Member]], users: dict[str, User]
) -> None:
    ours = members[campaign.chapter.slug]
    log_press(campaign, users)
    ask_to_sign(campaign)
    tell_stories(campaign, users["lead"])
    pack_toolkit(campaign, chapters)
    stand_with_a_family(campaign, users["lead"])
    lend_things(campaign, ours, users["lead"])
    move_an_official(campaign, ours, users["lead"])


def log_press(campaign: Campaign, users: dict[str, User]) -> None:
    chapter = campaign.chapter
    for mention in told()["news"]:
        campaign.press_mentions.create(chapter=chapter, **mention)
    for reporter in told()["reporters"]:
        chapter.media_contacts.create(**reporter)
    asked = {"written_by": users["second_lead"], "asked_at": timezone.now() - timedelta(hours=3)}
    statement = campaign.press_statements.create(chapter=chapter, **asked)
    for language, words in told()["statement"].items():
        statement.texts.create(language=language, **words)


def ask_to_sign(campaign: Campaign) -> None:
    chapter, today = campaign.chapter, timezone.localdate(timezone=campaign.chapter.zone)
    letter = campaign.sign_on_letters.create(
        chapter=chapter,
        state="open",
        closes_on=today + timedelta(days=9),
    )
    for language, words in told()["letter"].items():
        letter.texts.create(language=language, **words)
    for number, signer in enumerate(told()["signers"]):
        signed = {"state": "signed", "source": "email", "signed_at": timezone.now() - timedelta(days=number)}
        letter.sign_ons.create(
            chapter=chapter,
            key=signing.key_of(signer["organization"]),
            email=f"office{number}@signs.example",
            language="en",
            **signer,
            **(signed if number else {}),
        )


def tell_stories(campaign: Campaign, lead: User) -> None:
    for number, story in enumerate(told()["stories"]):
        on = timezone.localdate() - timedelta(days=12 + number)
        campaign.testimonies.create(chapter=campaign.chapter, recorded_by=lead, consent_on=on, **story)


def pack_toolkit(campaign: Campaign, chapters: dict[str, Chapter]) -> None:
    chapter = campaign.chapter
    script = {
        "chapter": chapter,
        "campaign": campaign,
        "kind": "script",
        "language": "en",
        "title": "Call Council Member Cedros",
    }
    first = campaign.resources.create(**script, words=told()["script"].partition(" When")[0])
    campaign.resources.create(**script, words=told()["script"], version=2, replaces=first)
    for language, words in told()["points"].items():
        campaign.resources.create(chapter=chapter, kind="points", language=language, shared="public", **words)
    body = chapters[chapter.slug].parent
    if body:
        url = "https://rights.example/card.pdf"
        card = {"kind": "flyer", "language": "es", "title": "Tarjeta: conozca sus derechos", "url": url}
        body.resources.create(**card, shared="tree")


def stand_with_a_family(campaign: Campaign, lead: User) -> None:
    chapter = campaign.chapter
    case = campaign.cases.create(
        chapter=chapter,
        partner=PartnerOrganization.objects.filter(chapter=chapter).first(),
        consent_on=timezone.localdate() - timedelta(days=20),
        consent_recorded_by=lead,
        is_public=True,
        **told()["case"],
    )
    for language, text in told()["case_words"].items():
        case.texts.create(language=language, words=text)
    hearing = {
        "place": "606 S Olive Street, 15th floor",
        "note": "Meet at 8 am at the coffee cart.",
        "needs_company": True,
    }
    at = timezone.localtime(timezone=chapter.zone).replace(hour=8, minute=30, second=0, microsecond=0)
    case.dates.create(chapter=chapter, kind="court", starts_at=at + timedelta(days=5), **hearing)


def lend_things(campaign: Campaign, members: list[Member], lead: User) -> None:
    chapter, today = campaign.chapter, timezone.localdate(timezone=campaign.chapter.zone)
    given: dict[str, Any] = {"chapter": chapter, "campaign": campaign}
    letters = chapter.things.create(**given, name="The giant letters", note="Nine letters in three bags.")
    window = chapter.things.create(**given, kind="place", name="Window of the bakery")
    chapter.things.create(**given, name="200 candles with paper cups")
    first, second = members[3], members[8]
    since = {"chapter": chapter, "handed_by": lead}
    letters.holds.create(
        **since, member=first, since_on=today - timedelta(days=40), ended_on=today - timedelta(days=16)
    )
    late = {"since_on": today - timedelta(days=16), "until_on": today - timedelta(days=2)}
    letters.holds.create(**since, **late, member=second, place="His truck")
    bakery, _is_new = PartnerOrganization.objects.get_or_create(chapter=chapter, name="Panadería La Espiga")
    until = {"since_on": today - timedelta(days=30), "until_on": today + timedelta(days=30)}
    window.holds.create(**since, **until, partner=bakery, place="The left one, to the street")


def move_an_official(campaign: Campaign, members: list[Member], lead: User) -> None:
    """She made no promise, came part of the way today, and people had called."""
    chapter, today = campaign.chapter, timezone.localdate(timezone=campaign.chapter.zone)
    target = campaign.targets.get(official__name="Nora Márquez")
    target.positions.create(
        chapter=chapter, logged_by=lead, stand=4, taken_on=today, source="statement",
        source_words="I have read the postcards. I am ready to vote.",
    )  # fmt: skip
    since = timezone.now() - timedelta(days=20)
    times = {"published_at": since, "closes_at": timezone.now() - timedelta(hours=3)}
    action = Action.objects.create(chapter=chapter, campaign=campaign, kind="call", **times)
    action.texts.create(language="en", title=f"Call {target.official.name}")
    action.texts.create(language="es", title=f"Llame a {target.official.name}")
    ActionTaken.objects.bulk_create(
        ActionTaken(
            chapter=chapter,
            action=action,
            official=target.official,
            member=member,
            outcome="spoke" if number % 3 else "message",
            source="link",
            key=f"demo:moved:{member.code}",
        )
        for number, member in enumerate(members[:43])
    )
    Action.objects.filter(pk=action.pk).update(taken_count=43)

"""One of everything that lies beside a campaign, on one side of the world. Public rows say nothing secret."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from campaigns.models import Campaign, Official, Target
from chapters.models import Chapter, Member

SOON = date(2036, 10, 5)


def phone_of(word: str) -> str:
    """The number that must not leak is on the other side only."""
    return "+13235558246" if word == "quetzal" else "+13235550199"


def fill_shelf(chapter: Chapter, word: str, campaign: Campaign, member: Member, below: Chapter) -> dict[str, Any]:
    ours: dict[str, Any] = {"chapter": chapter, "campaign": campaign}
    return (
        press(ours, word)
        | letters(ours, word)
        | people(ours, word, member)
        | toolkit(ours, word, below)
        | moved(ours, word)
    )


def press(ours: dict[str, Any], word: str) -> dict[str, Any]:
    chapter = ours["chapter"]
    statement = chapter.press_statements.create(**ours)
    statement.texts.create(language="en", headline=f"{word} statement", body=f"We say {word}.")
    mention = {"outlet": f"{word} Times", "title": f"{word} in print", "language": "en", "published_on": SOON}
    contact = {"name": f"{word} reporter", "outlet": f"{word} Times", "phone": phone_of(word), "note": word}
    return {
        "statement": statement,
        "mention": chapter.press_mentions.create(**ours, **mention, is_public=False),
        "contact": chapter.media_contacts.create(**contact, email=f"{word}@press.example"),
    }


def letters(ours: dict[str, Any], word: str) -> dict[str, Any]:
    chapter = ours["chapter"]
    letter = chapter.sign_on_letters.create(**ours, closes_on=SOON)
    letter.texts.create(language="en", title=f"{word} letter", addressed_to=f"{word} Council", body=f"Dear {word}")
    signed = {"state": "signed", "source": "email", "signed_at": timezone.now(), "language": "en"}
    hidden = {"signer_name": f"{word} signer", "signer_title": word, "email": f"{word}@signs.example"}
    sign = letter.sign_ons.create(
        chapter=chapter, organization=f"{word} union", key=f"{word}union", language="en", **hidden
    )
    open_letter = chapter.sign_on_letters.create(**ours, closes_on=SOON, state="open")
    open_letter.texts.create(language="en", title="An open letter", addressed_to="The Council", body="Dear Council")
    open_letter.sign_ons.create(chapter=chapter, organization="St. Jude Parish", key="stjudeparish", **signed, **hidden)
    waiting = {"organization": f"{word} shop", "key": f"{word}shop", "language": "en"}
    open_letter.sign_ons.create(chapter=chapter, **waiting, **hidden)
    return {"letter": letter, "sign": sign, "open_letter": open_letter}


def people(ours: dict[str, Any], word: str, member: Member) -> dict[str, Any]:
    chapter = ours["chapter"]
    told = {"name": f"{word} mother", "first_name": word, "contact": phone_of(word), "words": f"{word} words"}
    agreed = {"consent_words": f"{word} yes", "consent_on": date(2017, 3, 1), "language": "en"}
    sealed = {
        "inner_name": f"{word} family",
        "story": word,
        "agreed": word,
        "lawyer": word,
        "lawyer_phone": phone_of(word),
    }
    yes = {"consent_by": f"{word} wife", "consent_on": date(2017, 3, 1), "consent_scope": word, "consent_words": word}
    case = chapter.cases.create(**ours, **sealed, public_name=f"{word} name")
    case.texts.create(language="en", words=f"{word} public words without a yes")
    open_case = chapter.cases.create(**ours, **sealed, **yes, public_name="A father", is_public=True)
    open_case.texts.create(language="en", words="He was taken at the school door.")
    start = timezone.now() + timedelta(days=2)
    thing = chapter.things.create(**ours, name=f"{word} letters", note=f"{word} note")
    thing.holds.create(chapter=chapter, member=member, place=f"{word} garage", since_on=date(2017, 3, 1))
    return {
        "testimony": chapter.testimonies.create(**ours, **told, **agreed, member=member, scope="internal"),
        "case": case,
        "open_case": open_case,
        "date": chapter.case_dates.create(case=case, kind="court", starts_at=start, place=f"{word} court", note=word),
        "thing": thing,
    }


def toolkit(ours: dict[str, Any], word: str, below: Chapter) -> dict[str, Any]:
    chapter = ours["chapter"]
    item: dict[str, Any] = {"kind": "script", "language": "en"}
    mine = chapter.resources.create(**ours, **item, title=f"{word} script", words=f"Say {word}")
    file = {"filename": f"{word}.pdf", "content_type": "application/pdf", "size": 8, "content": "JVBERi0xLjQK"}
    theirs = below.resources.create(**item, title=f"{word} from below", words=word, shared="tree")
    shared = chapter.resources.create(**item, title="Words for all", words="Say please.", shared="public")
    for resource in (mine, theirs, shared):
        named = file if resource is not shared else file | {"filename": "all.pdf"}
        resource.chapter.resource_files.create(resource=resource, **named)
    return {"resource": mine, "other": theirs, "open_resource": shared}


def moved(ours: dict[str, Any], word: str) -> dict[str, Any]:
    chapter = ours["chapter"]
    official = Official.objects.create(chapter=chapter, name=f"{word} official", sort_name=word)
    target = Target.objects.create(**ours, official=official, is_public=False)
    stand = {"chapter": chapter, "source": "vote", "source_words": f"{word} words"}
    target.positions.create(**stand, stand=2, taken_on=date(2017, 3, 1))
    return {"position": target.positions.create(**stand, stand=4, taken_on=timezone.localdate())}

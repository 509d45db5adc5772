"""Officials and actions for tests: invented people, every number a 555 one."""

from typing import Any

from django.utils import timezone

from campaigns.models import Action, ActionText, Campaign, Official, OfficialOffice, OfficialTerm
from chapters.models import Chapter
from tests.factories import make_campaign


def make_official(
    chapter: Chapter, name: str = "Nora Fielding", *, phone: str = "+13235550177", **fields: Any
) -> Official:
    """With one seat and one office; `division`, `district` and `body` are those of the seat."""
    seat = {key: fields.pop(key) for key in ("division", "district", "body", "kind") if key in fields}
    official = Official.objects.create(chapter=chapter, name=name, sort_name=name.lower(), **fields)
    OfficialTerm.objects.create(
        chapter=chapter, official=official, **({"kind": "council", "body": "Sycamore City Council"} | seat)
    )
    OfficialOffice.objects.create(
        chapter=chapter, official=official, kind="district", place="Sycamore", address="1 Elm St", phone=phone
    )
    return official


def make_action(
    chapter: Chapter, *officials: Official, kind: str = "call", campaign: Campaign | None = None, **fields: Any
) -> Action:
    campaign = campaign or chapter.campaigns.first() or make_campaign(chapter)
    fields = {"published_at": timezone.now()} | fields
    action = Action.objects.create(chapter=chapter, campaign=campaign, kind=kind, **fields)
    ActionText.objects.create(
        parent=action,
        language="en",
        title="Call the council",
        why="They vote soon.",
        words="Hello, my name is {name} and I live in {place}. I ask {official} to vote yes.",
    )
    ActionText.objects.create(
        parent=action,
        language="es",
        title="Llame al concejo",
        words="Hola, me llamo {nombre} y vivo en {lugar}. Le pido a {funcionario} que vote a favor.",
    )
    for order, official in enumerate(officials):
        action.action_targets.create(chapter=chapter, official=official, order=order)
    return action

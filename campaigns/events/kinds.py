"""What the form asks for each kind of event. The server decides; the page only hides what is not asked."""

from typing import Any

from campaigns.events.models import WITHOUT_ATTENDANCE, Event

Kind = Event.Kind
ONLINE_FIRST = (Kind.PHONE_BANK,)
MEETS_OUTSIDE = (Kind.CANVASS, Kind.RALLY, Kind.DIRECT_ACTION)
IN_PERSON = (*MEETS_OUTSIDE, Kind.TABLING, Kind.COURT_SUPPORT)
# The field, and the kinds that are not asked for it.
NOT_ASKED: dict[str, tuple[Kind, ...]] = {
    "online_url": IN_PERSON,
    "capacity": (Kind.RALLY,),
    "is_marked_sensitive": WITHOUT_ATTENDANCE,
}
OF_A_ROOM = ("is_step_free", "has_childcare", "asks_masks", "transit")


def not_asked(kind: str) -> list[str]:
    return [name for name, kinds in NOT_ASKED.items() if kind in kinds]


def settle(said: dict[str, Any]) -> list[str]:
    """Take out of a form's answers what its kind is not asked; the names of those that somebody had filled in. What is
    online only has no steps and no bus."""
    kind = said.get("kind", "")
    out = [*not_asked(kind), *(OF_A_ROOM if is_online_only(said) else ())]
    dropped = [name for name in out if said.get(name) and name != "is_marked_sensitive"]
    for name in out:
        said[name] = {"capacity": None, "online_url": "", "transit": ""}.get(name, False)
    return dropped


def is_online_only(said: dict[str, Any]) -> bool:
    return bool(said.get("online_url")) and not (said.get("place") or said.get("address"))


def spoken() -> dict[str, str]:
    """The lists of kinds for the page's script, each as words with spaces between."""
    lists = {
        **NOT_ASKED,
        "online_first": ONLINE_FIRST,
        "meets_outside": MEETS_OUTSIDE,
        "keeps_no_list": WITHOUT_ATTENDANCE,
        "direct_action": (Kind.DIRECT_ACTION,),
        "hearing": (Kind.HEARING,),
    }
    return {name: " ".join(kinds) for name, kinds in lists.items()}

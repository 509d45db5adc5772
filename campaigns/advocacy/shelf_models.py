"""What lies on the shelf beside a campaign: press, sign-on letters, stories, toolkits, cases, things."""

from campaigns.advocacy.case_models import Case, CaseDate, CaseText
from campaigns.advocacy.press_models import MediaContact, PressMention, PressStatement, PressStatementText
from campaigns.advocacy.resource_models import Resource, ResourceFile
from campaigns.advocacy.signon_models import SignOn, SignOnLetter, SignOnLetterText
from campaigns.advocacy.testimony_models import Testimony
from campaigns.advocacy.thing_models import Thing, ThingHold

__all__ = [
    "Case",
    "CaseDate",
    "CaseText",
    "MediaContact",
    "PressMention",
    "PressStatement",
    "PressStatementText",
    "Resource",
    "ResourceFile",
    "SignOn",
    "SignOnLetter",
    "SignOnLetterText",
    "Testimony",
    "Thing",
    "ThingHold",
]

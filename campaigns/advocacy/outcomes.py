"""How it went, in words: what one tap can say for each kind of action, and letters and posts as they leave."""

from dataclasses import dataclass
from urllib.parse import quote

from django.utils.translation import gettext as _

from campaigns.advocacy.models import Action, ActionTaken, Official

Kind, Outcome = Action.Kind, ActionTaken.Outcome
OF_CALLS = (Outcome.SPOKE, Outcome.MESSAGE, Outcome.NO_ANSWER, Outcome.BUSY, Outcome.WRONG)


def offered(action: Action) -> list[tuple[str, str]]:
    """(outcome, the words on its button)."""
    if action.kind == Kind.CALL:
        return [
            (Outcome.SPOKE, _("I talked with someone")),
            (Outcome.MESSAGE, _("I left a message")),
            (Outcome.NO_ANSWER, _("Nobody answered")),
            (Outcome.BUSY, _("Busy, or the mailbox is full")),
            (Outcome.WRONG, _("Wrong number")),
        ]
    done = {Kind.LETTER: _("I sent it"), Kind.VISIT: _("I was there"), Kind.SOCIAL: _("I posted it")}
    return [(Outcome.DONE, done[Kind(action.kind)])] if action.kind in done else []


def read(action: Action, said: str) -> str:
    """The outcome that was tapped, "" for one that this page does not offer."""
    return said if said in dict(offered(action)) else ""


def written_down(outcome: str, official: Official | None, following: Official) -> str:
    facts = {"outcome": Outcome(outcome).label, "official": official, "next": following}
    return _("Written down for %(official)s: %(outcome)s. Next is %(next)s.") % facts


@dataclass(frozen=True)
class Letter:
    """How a letter reaches an official: `mailto` with subject and words, else a `form` of theirs, else a `page`."""

    words: str
    mailto: str = ""
    form: str = ""
    page: str = ""


def letter_to(action: Action, official: Official | None, words: str) -> Letter | None:
    if official is None:
        return None
    subject = action.campaign.words("name") or str(action)
    mailto = f"mailto:{official.email}?subject={quote(subject)}&body={quote(words)}" if official.email else ""
    return Letter(words, mailto, official.contact_form, official.url)


def post_of(action: Action, words: str, url: str) -> str:
    """A post as it is copied: the words, the link, the hashtags."""
    return " ".join(filter(None, (words or str(action), url, action.hashtags)))

"""How long the shelf keeps what is about a person."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.advocacy import testimonies
from campaigns.advocacy.shelf_models import Case, CaseDate, SignOn, Testimony, ThingHold
from chapters.retention import Rule


def take_stories_back(rows: Any, now: datetime) -> None:
    rows.update(**testimonies.EMPTY, consent_words="", member=None, withdrawn_at=now)


def forget_family(rows: Any, now: datetime) -> None:
    rows.update(consent_by="", consent_scope="", consent_words="", consent_on=None)


def forget_holder(rows: Any, now: datetime) -> None:
    rows.update(member=None, name="", place="")


RULES = (
    Rule(
        "stories",
        Testimony,
        days=730,
        since=("updated_at",),
        blanks=("name", "first_name", "contact", "words", "consent_words"),
        act=take_stories_back,
        words=_(
            "A story that you told us: until you take it back, and at most %(days)s days after we last spoke with you "
            "about it."
        ),
    ),
    Rule("stories taken back", Testimony, days=30, since=("withdrawn_at",)),
    Rule(
        "sealed words of a closed case",
        Case,
        days=90,
        since=("closed_at",),
        blanks=Case.SEALED,
        words=_("What we wrote down about a family we stood with: %(days)s days after the case is closed."),
    ),
    Rule(
        "the yes of a family that took it back",
        Case,
        days=30,
        since=("withdrawn_at",),
        blanks=("consent_by", "consent_scope", "consent_words"),
        act=forget_family,
    ),
    Rule(
        "dates of cases",
        CaseDate,
        days=30,
        since=("starts_at",),
        words=_("When a person had to be in court: %(days)s days after that."),
    ),
    Rule(
        "signatures that nobody confirmed",
        SignOn,
        days=30,
        since=("updated_at",),
        where=~Q(state=SignOn.State.SIGNED),
    ),
    Rule(
        "emails of those who signed a letter",
        SignOn,
        days=90,
        since=("signed_at",),
        blanks=("email", "email_index"),
        words=_("The email with which you signed a letter for your organization: %(days)s days after that."),
    ),
    Rule(
        "names of those who signed a letter",
        SignOn,
        days=365,
        since=("signed_at",),
        blanks=("signer_name", "signer_title"),
        words=_("Your name under a letter that you signed for your organization: %(days)s days after that."),
    ),
    Rule(
        "who had a thing",
        ThingHold,
        days=365,
        since=("updated_at",),
        where=Q(ended_on__isnull=False),
        blanks=("name", "place"),
        act=forget_holder,
        words=_("That you kept something of ours, like the giant letters: %(days)s days after you gave it back."),
    ),
)

"""What a person did in our actions, for their own page and their download."""

from django.utils.translation import gettext as _

from campaigns.advocacy.models import ActionTaken
from chapters.members.exporting import Fact, Part
from chapters.models import Member


def parts(member: Member) -> list[Part]:
    rows = member.actions_taken.select_related("action__chapter", "official").prefetch_related("action__texts")
    return [Part("actions", _("What you did with us"), [facts(row) for row in rows.order_by("id")])]


def facts(row: ActionTaken) -> list[Fact]:
    return [
        Fact("action", _("Action"), str(row.action)),
        Fact("official", _("Official"), row.official.name if row.official else ""),
        Fact("outcome", _("How it went"), row.get_outcome_display()),
        Fact("name", _("Your name"), row.name),
        Fact("place", _("Your place"), row.place),
        Fact("words", _("Your words"), row.words),
        Fact("is_name_public", _("We may show your name"), row.is_name_public),
        Fact("taken_at", _("When"), row.taken_at),
    ]

"""What a person did through our actions, as lines of their history."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.advocacy.models import Action, ActionTaken
from chapters.members.models import Member
from chapters.members.timeline import Entry

Kind = Action.Kind
# (what is said with an official's name, what is said without one, its picture)
WORDS: dict[str, tuple[Any, Any, str]] = {
    Kind.CALL: (gettext_lazy("Called %(official)s: %(outcome)s"), gettext_lazy("Called: %(action)s"), "call"),
    Kind.LETTER: (gettext_lazy("Wrote to %(official)s: %(action)s"), gettext_lazy("Wrote: %(action)s"), "message"),
    Kind.VISIT: (gettext_lazy("Visited %(official)s: %(action)s"), gettext_lazy("Visited: %(action)s"), "cal"),
    Kind.PETITION: (gettext_lazy("Signed: %(action)s"), gettext_lazy("Signed: %(action)s"), "consent"),
    Kind.PLEDGE: (gettext_lazy("Pledged: %(action)s"), gettext_lazy("Pledged: %(action)s"), "consent"),
    Kind.COMMENT: (gettext_lazy("Commented: %(action)s"), gettext_lazy("Commented: %(action)s"), "reply"),
    Kind.SOCIAL: (gettext_lazy("Posted: %(action)s"), gettext_lazy("Posted: %(action)s"), "message"),
}


def entries(member: Member) -> list[Entry]:
    rows = member.actions_taken.select_related("action__chapter", "official").prefetch_related("action__texts")
    return [entry(row) for row in rows]


def entry(row: ActionTaken) -> Entry:
    about_one, other, picture = WORDS[row.action.kind]
    facts = {"official": row.official, "action": row.action, "outcome": row.get_outcome_display()}
    words = str(about_one if row.official else other) % facts
    if row.source == ActionTaken.Source.PAPER:
        words = _("%(did)s (on paper)") % {"did": words}
    url = reverse("campaigns:advocacy_action_show", args=[row.action.chapter.slug, row.action.code])
    return Entry(row.taken_at, words, picture, url)

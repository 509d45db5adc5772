"""What an action looks like and costs, in words: its drawing, how long it takes, how many did it."""

from django import template
from django.utils.translation import gettext_lazy, ngettext

from campaigns.models import Action, PaperBatch
from chapters.members.contacts import shown_phone
from chapters.templatetags.look import rounded

register = template.Library()
Kind = Action.Kind
ICONS = {
    Kind.CALL: "phone",
    Kind.LETTER: "card",
    Kind.PETITION: "pen",
    Kind.PLEDGE: "check",
    Kind.COMMENT: "reply",
    Kind.VISIT: "pin",
    Kind.SOCIAL: "send",
}
EFFORT = {
    Kind.CALL: gettext_lazy("3 minutes. We give you the words."),
    Kind.LETTER: gettext_lazy("5 minutes. We give you the words."),
    Kind.PETITION: gettext_lazy("1 minute. Your name counts."),
    Kind.PLEDGE: gettext_lazy("1 minute. We hold each other to it."),
    Kind.COMMENT: gettext_lazy("10 minutes. We help you with the words."),
    Kind.VISIT: gettext_lazy("An hour. Go with a friend."),
    Kind.SOCIAL: gettext_lazy("2 minutes. The words are ready."),
}
SO_FAR = {
    Kind.CALL: gettext_lazy("%(count)s calls so far."),
    Kind.LETTER: gettext_lazy("%(count)s letters so far."),
    Kind.PETITION: gettext_lazy("%(count)s signatures so far."),
    Kind.PLEDGE: gettext_lazy("%(count)s pledges so far."),
    Kind.COMMENT: gettext_lazy("%(count)s comments so far."),
    Kind.VISIT: gettext_lazy("%(count)s visits so far."),
    Kind.SOCIAL: gettext_lazy("%(count)s posts so far."),
}


@register.filter
def action_icon(action: Action) -> str:
    return ICONS[Kind(action.kind)]


@register.filter
def action_effort(action: Action) -> str:
    return str(EFFORT[Kind(action.kind)])


@register.filter
def action_count(action: Action) -> str:
    """ "100+ calls so far.": rounded as the public may see it, "" under 20."""
    count = rounded(action.taken_count)
    return str(SO_FAR[Kind(action.kind)]) % {"count": count} if count else ""


@register.filter
def public_count(action: Action) -> int:
    """The rounded count as a number, for a bar that gives away no more than the words; 0 under 20."""
    return int(rounded(action.taken_count).rstrip("+") or 0)


@register.filter
def phone_words(number: str) -> str:
    """ "+12134737001" as people here write it."""
    return shown_phone(number)


@register.filter
def pile(batch: PaperBatch) -> str:
    """ "214 postcards"."""
    return batch.in_words


@register.filter
def exactly(count: int, kind: str) -> str:
    """ "34 calls": for those who run the campaign."""
    words = {
        Kind.CALL: ngettext("%(n)s call", "%(n)s calls", count),
        Kind.LETTER: ngettext("%(n)s letter", "%(n)s letters", count),
        Kind.PETITION: ngettext("%(n)s signature", "%(n)s signatures", count),
        Kind.PLEDGE: ngettext("%(n)s pledge", "%(n)s pledges", count),
        Kind.COMMENT: ngettext("%(n)s comment", "%(n)s comments", count),
        Kind.VISIT: ngettext("%(n)s visit", "%(n)s visits", count),
        Kind.SOCIAL: ngettext("%(n)s post", "%(n)s posts", count),
    }
    return words[Kind(kind)] % {"n": count}

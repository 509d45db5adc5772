"""What messages ask of people besides coming: the short link leads to the action, and an answer by text counts where a
word can settle it."""

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.advocacy import taking, visiting
from campaigns.advocacy.models import Action, ActionTaken
from campaigns.messaging.merging import CallField
from campaigns.messaging.models import CallToAction, Delivery
from campaigns.messaging.results import Tally
from chapters.members.models import Member

Kind, Source = Action.Kind, ActionTaken.Source
# A yes to one of these is the deed itself; to all others it is a promise.
YES_IS_IT = (Kind.PETITION, Kind.PLEDGE)

IS_OVER = gettext_lazy("%(chapter)s: “%(action)s” is over. Thank you for writing.")
TOLD_US = gettext_lazy("%(chapter)s: Thanks for telling us.")
HERE_IT_IS = gettext_lazy("%(chapter)s: Thank you, %(name)s. The words are here: %(link)s Reply DONE when you did it.")
THANKS = gettext_lazy("%(chapter)s: Thank you, %(name)s. It is written down. %(own)s")


def action_of(delivery: Delivery) -> Action | None:
    """The published action a message asks for, with all its page says."""
    call = delivery.call_to_action
    if call is None or call.action_id is None:
        return None
    action = Action.objects.for_page().filter(pk=call.action_id).first()
    if action is None or not action.is_published:
        return None
    action.campaign.chapter = action.chapter
    return action


@transaction.atomic
def answer(delivery: Delivery, *, coming: bool, party_size: int | None) -> str | None:
    """The words to send back in the person's language, None when no action was asked for."""
    action, member = action_of(delivery), delivery.member
    if action is None or member is None:
        return None
    taking.mark_answered(delivery)
    if action.is_closed:
        return said(IS_OVER, action, delivery)
    if not coming:
        return said(TOLD_US, action, delivery)
    if action.kind in YES_IS_IT:
        write_down(action, delivery, member)
        return thanks(action, delivery)
    return said(HERE_IT_IS, action, delivery)


@transaction.atomic
def done(delivery: Delivery) -> str | None:
    """DONE, HECHO: it counts, unless what they tapped on the page today has counted already."""
    action, member = action_of(delivery), delivery.member
    if action is None or member is None:
        return None
    if action.is_closed:
        return said(IS_OVER, action, delivery)
    write_down(action, delivery, member)
    return thanks(action, delivery)


def answer_for(call: CallToAction, member: Member, *, coming: bool) -> bool | None:
    """Somebody told us by voice. A yes counts where it is the deed itself."""
    action = Action.objects.with_words().filter(pk=call.action_id).first() if call.action_id else None
    if action is None:
        return None
    if not action.is_open:
        return False
    if coming and action.kind in YES_IS_IT:
        visitor = visiting.Visitor("", f"member:{member.pk}", member=member)
        taking.take(
            action, visitor, key=visitor.key(action), outcome=taking.Outcome.DONE, source=Source.LEAD, call=call
        )
    return True


def write_down(action: Action, delivery: Delivery, member: Member) -> None:
    visitor = visiting.the_person(delivery, member)
    if action.kind in YES_IS_IT:
        taking.take(action, visitor, key=visitor.key(action), outcome=taking.Outcome.DONE, source=Source.TEXT)
        return
    on = timezone.localdate(timezone=action.chapter.zone)
    since = timezone.localtime(timezone=action.chapter.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    today = action.taken.filter(member=member, taken_at__gte=since, outcome__in=ActionTaken.COUNTED)
    targets = list(action.action_targets.select_related("official")[:2])
    official = targets[0].official if len(targets) == 1 else None
    if not today.exists():
        key = visitor.key(action, official.pk if official else "", on)
        taking.take(action, visitor, key=key, outcome=taking.Outcome.DONE, official=official, source=Source.TEXT)
    taking.mark_answered(delivery)


def thanks(action: Action, delivery: Delivery) -> str:
    with translation.override(delivery.language):
        own = action.words("thanks")
        return said(THANKS, action, delivery, own).strip()


def said(words: Any, action: Action, delivery: Delivery, own: str = "") -> str:
    """In the language of the message."""
    with translation.override(delivery.language):
        facts = {
            "chapter": action.chapter.name,
            "action": action,
            "name": delivery.member.first_name if delivery.member else "",
            "link": visiting.personal_url(delivery),
            "own": own,
        }
        return str(words) % facts


def target(delivery: Delivery) -> str | None:
    """The path of the action's own page."""
    action = action_of(delivery)
    return reverse("campaigns:advocacy_action", args=[action.code]) if action else None


def title(call: CallToAction, language: str) -> str:
    """The merge field {action}: "" for a call without one."""
    if call.action is None:
        return ""
    with translation.override(language):
        return str(call.action)


FIELDS: dict[str, CallField] = {"action": title}


def answered(call: CallToAction) -> Q | None:
    """Members who did it already."""
    return did(call)


def said_yes(call: CallToAction) -> Q | None:
    return did(call)


def did(call: CallToAction) -> Q | None:
    if call.action_id is None or call.event_id is not None:
        return None
    rows = ActionTaken.objects.filter(action=call.action_id, outcome__in=ActionTaken.COUNTED).exclude(member=None)
    return Q(pk__in=rows.values("member"))


def tally(call: CallToAction) -> Tally | None:
    """Who did it because of this call, and how far the action is."""
    if call.event_id is not None or call.action_id is None:
        return None
    action = Action.objects.with_words().get(pk=call.action_id)
    rows = call.actions_taken.filter(outcome__in=ActionTaken.COUNTED)
    return Tally(
        words=_("Did it"),
        did=rows.values("member").distinct().count(),
        total=action.taken_count,
        goal=action.goal,
        total_words=_("times in all: %(action)s.") % {"action": action},
        url=reverse("campaigns:advocacy_action_show", args=[action.chapter.slug, action.code]),
    )

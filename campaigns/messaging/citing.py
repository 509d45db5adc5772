"""Messages that speak of a version of a bill: once a newer version is known, nothing goes out before somebody has
looked at the words again.
"""

from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.messaging import telling
from campaigns.messaging.models import CallToAction, LeadNotice
from chapters import audit
from chapters.models import User

State = CallToAction.State
GOING = (State.HELD, State.SCHEDULED, State.SENDING)
WRITTEN = (State.DRAFT, State.ASKED, State.SENT_BACK)
LONGEST_REASON = 300


def cited(call: CallToAction) -> Any | None:
    """The version it speaks of: its own choice, else that of the action it asks for."""
    if call.cites_id:
        return call.cites
    action: Any = call.action if call.action_id else None
    return action.cites if action and action.cites_id else None


def newer(call: CallToAction) -> Any | None:
    """The newest version of the bill it speaks of, if that is not the one it speaks of."""
    version = cited(call)
    newest = version.measure.newest_version if version else None
    return newest if newest and version and newest.pk != version.pk else None


def citing_older(measure: Any, newest: Any) -> QuerySet[CallToAction]:
    """Calls that speak of another version of this measure than its newest, on their way or still to be sent."""
    own_or_actions = Coalesce(F("cites"), F("action__cites"))
    of_measure = Q(cites__measure=measure) | Q(cites=None, action__cites__measure=measure)
    calls = CallToAction.objects.filter(of_measure, chapter=measure.chapter_id).annotate(version=own_or_actions)
    return calls.exclude(version=newest.pk).exclude(state__in=(State.DONE, State.STOPPED)).order_by("pk")


def hold(call: CallToAction, reason: str, *, by: User) -> bool:
    """Pause what is on its way, send back what is still written. False when it is over, or held for this already.

    `reason` is a sentence for the leads; they hear of a pause by email as well.
    """
    with transaction.atomic():
        # A yes or the end of a hold in this very moment is waited for, and then seen.
        call = CallToAction.objects.select_for_update(of=("self",)).select_related("chapter").get(pk=call.pk)
        if call.state in GOING:
            call.state, call.paused_reason = State.PAUSED, reason
            key = f"bill:{call.code}:{timezone.now().isoformat()}"
            telling.tell(call.chapter, LeadNotice.About.PAUSED, key=key, call=call.code, reason=reason)
        elif call.state == State.PAUSED and call.paused_reason != reason:
            call.paused_reason = reason
        elif call.state in WRITTEN and reason not in call.sent_back_reason:
            said = f"{call.sent_back_reason} {reason}".strip()
            call.state, call.sent_back_reason = State.SENT_BACK, said[:LONGEST_REASON]
        else:
            return False
        call.save(update_fields=["state", "paused_reason", "sent_back_reason", "updated_at"])
        audit.record("call_held_for_bill", chapter=call.chapter, by=by, subject=call)
    return True


def in_words(call: CallToAction) -> str:
    """What keeps it from going out, '' if nothing does."""
    found = newer(call)
    if found is None:
        return ""
    return _("%(bill)s has a newer version than the one this message speaks of: %(version)s.") % {
        "bill": found.measure,
        "version": found,
    }

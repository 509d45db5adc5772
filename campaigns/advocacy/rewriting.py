"""The bill changed: whatever quotes an older version of it is looked at again before anyone reads or hears it."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.advocacy.action_models import ActionQuerySet
from campaigns.advocacy.models import Action, Measure, MeasureVersion
from campaigns.messaging import citing
from campaigns.messaging.models import CallToAction
from chapters import audit
from chapters.models import User


@dataclass(frozen=True)
class Found:
    """How many actions have to be rewritten from now on, and how many messages were held."""

    actions: int
    calls: int

    def __bool__(self) -> bool:
        return bool(self.actions or self.calls)

    @property
    def words(self) -> str:
        held = ngettext(
            "%(n)s message that quotes the old text is held", "%(n)s messages that quote it are held", self.calls
        )
        scripts = ngettext("%(n)s action needs new words", "%(n)s actions need new words", self.actions)
        parts = [words % {"n": n} for words, n in ((scripts, self.actions), (held, self.calls)) if n]
        return _("The bill changed: %(what)s.") % {"what": "; ".join(parts)}


@transaction.atomic
def spread(measure: Measure, *, by: User) -> Found:
    """After a version came, went or got another day. Doing it twice changes nothing."""
    newest = measure.newest_version
    if newest is None:
        return Found(0, 0)
    measure.chapter.actions.filter(cites=newest).exclude(rewrite_since=None).update(rewrite_since=None)
    fresh = still_asked(measure).exclude(cites=newest).filter(rewrite_since=None)
    actions = fresh.update(rewrite_since=timezone.now())
    reason = reason_in_words(newest)
    calls = citing.citing_older(measure, newest).select_related("chapter")
    return Found(actions, sum(citing.hold(call, reason, by=by) for call in calls))


def still_asked(measure: Measure) -> ActionQuerySet:
    """Actions that speak of this bill and are open, or may still open."""
    now = timezone.now()
    actions = ActionQuerySet(Action).filter(chapter=measure.chapter_id)
    return actions.filter(Q(closes_at=None) | Q(closes_at__gt=now), cites__measure=measure)


def reason_in_words(newest: MeasureVersion) -> str:
    """In the chapter's first language: every lead reads it."""
    with translation.override(newest.chapter.languages[0]):
        words = _("%(bill)s changed: %(version)s. Check that the words are still right.")
        return (words % {"bill": newest.measure, "version": newest.label})[:300]


def stale_actions(measure: Measure) -> list[Action]:
    return list(still_asked(measure).exclude(rewrite_since=None).with_words().select_related("cites"))


def stale_calls(measure: Measure) -> list[CallToAction]:
    newest: Any = measure.newest_version
    return list(citing.citing_older(measure, newest)) if newest else []


def still_right(action: Action, *, by: User) -> None:
    """Somebody read the words of the action beside the newest version: it speaks of that one from now on."""
    if action.cites is None:
        return
    with transaction.atomic():
        action.cites, action.rewrite_since = action.cites.measure.newest_version, None
        action.save(update_fields=["cites", "rewrite_since", "updated_at"])
        audit.record("action_words_confirmed", chapter=action.chapter, by=by, subject=action)

"""What actions and paper need a person for today: words that fell behind a bill, piles that wait to be delivered."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.today_tasks import EACH, Task, link
from chapters.dates import ago, on_day
from chapters.models import Role

WAITS_LONG = timedelta(days=7)


def words_to_rewrite(role: Role) -> Iterator[Task]:
    behind = role.chapter.actions.open().exclude(rewrite_since=None).order_by("rewrite_since")
    for action in behind.with_words()[:EACH]:
        words = _("Look at the words of “%(action)s” again") % {"action": action}
        since = ago(action.rewrite_since or action.updated_at)
        reason = _("The bill changed %(ago)s, and people still say the old words.") % {"ago": since}
        yield Task(words, reason, _("See the words"), link("campaigns:advocacy_action_show", role, action.code), "pen")


def paper_to_deliver(role: Role) -> Iterator[Task]:
    before = timezone.localdate(timezone=role.chapter.zone) - WAITS_LONG
    waiting = role.chapter.paper_batches.to_deliver().filter(collected_on__lt=before).order_by("collected_on", "pk")
    for batch in waiting[:EACH]:
        words = _("%(pile)s wait to be delivered") % {"pile": batch.in_words}
        reason = _("They were collected on %(day)s.") % {"day": on_day(batch.collected_on)}
        yield Task(words, reason, _("See the pile"), link("campaigns:advocacy_paper", role, batch.code), "card")

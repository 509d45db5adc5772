"""What paper needs a person for today: piles that wait to be delivered."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.today_tasks import EACH, Task, link
from chapters.dates import on_day
from chapters.models import Role

WAITS_LONG = timedelta(days=7)


def paper_to_deliver(role: Role) -> Iterator[Task]:
    before = timezone.localdate(timezone=role.chapter.zone) - WAITS_LONG
    waiting = role.chapter.paper_batches.to_deliver().filter(collected_on__lt=before).order_by("collected_on", "pk")
    for batch in waiting[:EACH]:
        words = _("%(pile)s wait to be delivered") % {"pile": batch.in_words}
        reason = _("They were collected on %(day)s.") % {"day": on_day(batch.collected_on)}
        yield Task(words, reason, _("See the pile"), link("campaigns:advocacy_paper", role, batch.code), "card")

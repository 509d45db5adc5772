"""What the team itself needs a person for today: new people to call, and a chapter that hangs on one."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from campaigns.today_tasks import EACH, Task, link
from chapters.dates import ago, weekday
from chapters.models import Role


def people_to_welcome(role: Role) -> Iterator[Task]:
    """My calls; and those of anyone that are late or nobody's."""
    mine_or_late = Q(caller=role.user) | Q(caller=None) | Q(due_at__lt=timezone.now())
    waiting = role.chapter.welcomes.waiting().filter(mine_or_late).select_related("member", "caller")
    for welcome in waiting[:EACH]:
        facts = {
            "name": welcome.member.first_name,
            "day": weekday(welcome.due_at, role.chapter.zone),
            "joined": weekday(welcome.joined_at, role.chapter.zone),
            "ago": ago(welcome.joined_at),
        }
        if welcome.is_late:
            words = pgettext("a person who joined", "Call %(name)s today") % facts
            reason = _("Joined %(ago)s and nobody has called yet.") if not welcome.tries else _("Joined %(ago)s.")
        else:
            words = _("Call %(name)s before %(day)s")
            reason = _("Joined on %(joined)s. A first call makes people stay.")
        url = link("chapters:members_welcome", role, welcome.code)
        yield Task(words % facts, reason % facts, _("Call"), url, "phone")


def lost_proofs(role: Role) -> Iterator[Task]:
    """Somebody cannot sign in, and needs the yes of people who spoke with them."""
    waiting = role.chapter.recoveries().filter(opens_at=None).exclude(user=role.user).exclude(first_by=role.user)
    for recovery in waiting[:EACH]:
        words = _("%(name)s lost the phone to sign in with") % {"name": recovery.user}
        reason = _("Call them. If it is them, say yes: two people must.")
        yield Task(words, reason, _("Say yes or no"), link("chapters:accounts_recovery", role, recovery.code), "key")

"""What people need a person for today: things to do, and lists to call through."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.today_tasks import EACH, Task, link
from chapters.dates import on_weekday
from chapters.members import calling
from chapters.models import Role
from chapters.models import Task as ToDo


def things_to_do(role: Role) -> Iterator[Task]:
    """Mine, and what nobody has taken; the most pressing first."""
    mine = role.chapter.tasks.open().filter(Q(assignee=role.user) | Q(assignee=None))
    url = link("chapters:members_todo", role)
    for todo in mine.select_related("member")[:EACH]:
        yield Task(todo.text, before(role, todo), _("See it"), url, "clock")


def before(role: Role, todo: ToDo) -> str:
    """ "Rosa Vega. Before October 5. It is late."."""
    parts = [f"{todo.member.name}." if todo.member else ""]
    parts += [_("Before %(day)s.") % {"day": on_weekday(todo.due_on)} if todo.due_on else ""]
    parts += [_("It is late.") if todo.is_late(calling.today_of(role.chapter)) else ""]
    return " ".join(filter(None, parts)) or _("Somebody wrote it down to be done.")


def people_to_call(role: Role) -> Iterator[Task]:
    for one in role.chapter.call_lists.filter(closed_at=None)[:EACH]:
        n = calling.to_call(one).count()
        if n:
            words = ngettext("Call %(n)s person: %(name)s", "Call %(n)s people: %(name)s", n)
            reason = _("Several of you can call at once. Nobody is called twice.")
            url = link("chapters:members_call_list", role, one.code)
            yield Task(words % {"n": n, "name": one.name}, reason, _("Call someone"), url, "phone")

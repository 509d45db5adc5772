"""Tells people by email what was given to them: at most once a day for each chapter, and never what it says."""

from datetime import timedelta

from celery import shared_task
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from chapters.accounts import letters
from chapters.members.todo_forms import MAY_DO
from chapters.members.todo_models import Task
from chapters.models import Chapter, Role, User

APART = timedelta(hours=20)


@shared_task
def tell() -> None:
    """Runs by the timetable."""
    untold = Task.objects.filter(told_at=None, done_at=None).exclude(assignee=None).exclude(assignee=F("made_by"))
    pairs = set(untold.values_list("chapter", "assignee"))
    for chapter, user in sorted(pairs):
        tell_one(Chapter.objects.get(pk=chapter), User.objects.get(pk=user))


@transaction.atomic
def tell_one(chapter: Chapter, user: User) -> None:
    """Not who has heard today, nor who has no role here any more."""
    theirs = Task.objects.filter(chapter=chapter, assignee=user)
    tasks = theirs.open().filter(told_at=None).exclude(made_by=user).select_for_update(skip_locked=True)
    new = [task.pk for task in tasks]
    has_heard = theirs.filter(told_at__gt=timezone.now() - APART).exists()
    may_do = Role.objects.current().filter(chapter=chapter, user=user, kind__in=MAY_DO).exists()
    if new and not has_heard and may_do:
        Task.objects.filter(pk__in=new).update(told_at=timezone.now())
        letters.post("things_to_do", to=user.email, user=user, chapter=chapter, n=len(new))

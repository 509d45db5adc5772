"""Things to do: mine, everybody's, done; each perhaps about a person and before a day."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from chapters.access import Can, ChapterRequest, chapter_view
from chapters.forms import invalid, posted
from chapters.members.calling import today_of
from chapters.members.forms import NoteForm
from chapters.members.todo_forms import TaskForm
from chapters.members.todo_models import Task, TaskQuerySet
from chapters.members.views import SHOW, about, fetch

TODO = "chapters/members/todo.html"
SHOWN = 100
VIEWS = ("mine", "all", "done")


@chapter_view(Can.EDIT_PEOPLE, "GET", "POST")
def todo(request: ChapterRequest) -> HttpResponse:
    """Mine are those given to me, and those that nobody has."""
    view = request.GET.get("show", "")
    view = view if view in VIEWS else "mine"
    form = TaskForm(posted(request), chapter=request.chapter)
    if request.method == "POST" and form.is_valid():
        form.save(by=request.user)
        messages.success(request, _("It is on the list."))
        return redirect("chapters:members_todo", request.chapter.slug)
    context = {"form": form, "view": view} | listed(request, view)
    return invalid(request, TODO, context) if form.is_bound else render(request, TODO, context)


def listed(request: ChapterRequest, view: str) -> dict[str, Any]:
    tasks: TaskQuerySet = request.chapter.tasks.select_related("member", "assignee", "done_by")
    mine = tasks.open().filter(assignee__in=[request.user]) | tasks.open().filter(assignee=None)
    rows = {"mine": mine, "all": tasks.open(), "done": tasks.done()}
    shown = list(rows[view][:SHOWN])
    today = today_of(request.chapter)
    return {
        "tasks": [(task, task.is_late(today)) for task in shown],
        "counts": {name: found.count() for name, found in rows.items()},
        "more": max(0, rows[view].count() - SHOWN),
    }


@chapter_view(Can.EDIT_PEOPLE, "POST")
def todo_add(request: ChapterRequest, code: str) -> HttpResponse:
    """From the page of a person."""
    member = fetch(request, code)
    form = TaskForm(request.POST, chapter=request.chapter)
    if not form.is_valid():
        return invalid(request, SHOW, about(request, member) | {"note": NoteForm(), "task": form})
    form.save(by=request.user, member=member)
    messages.success(request, _("It is on the list."))
    return redirect("chapters:members_show", request.chapter.slug, code)


def fetch_task(request: ChapterRequest, task: str) -> Task:
    return get_object_or_404(request.chapter.tasks.select_related("member", "assignee"), code=task)


@chapter_view(Can.EDIT_PEOPLE, "GET", "POST")
def todo_change(request: ChapterRequest, task: str) -> HttpResponse:
    found = fetch_task(request, task)
    before = {"text": found.text, "assignee": found.assignee, "due_on": found.due_on}
    form = TaskForm(posted(request), chapter=request.chapter, initial=before)
    if request.method == "POST" and form.is_valid():
        form.change(found)
        messages.success(request, _("Saved."))
        return redirect("chapters:members_todo", request.chapter.slug)
    context = {"form": form, "task": found}
    page = "chapters/members/todo_change.html"
    return invalid(request, page, context) if form.is_bound else render(request, page, context)


@chapter_view(Can.EDIT_PEOPLE, "POST")
def todo_done(request: ChapterRequest, task: str) -> HttpResponse:
    """Done, or with `again` not done after all."""
    found = fetch_task(request, task)
    if request.POST.get("again"):
        found.reopen(by=request.user)
        messages.success(request, _("It is on the list again."))
    elif found.finish(by=request.user):
        messages.success(request, _("Done. Thank you."))
    else:
        messages.info(request, _("Somebody did this before you."))
    if found.member and request.POST.get("back") == "person":
        return redirect("chapters:members_show", request.chapter.slug, found.member.code)
    return redirect("chapters:members_todo", request.chapter.slug)

"""A working group of the chapter: who is in it, and who leads it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from chapters.access import Can, ChapterRequest, chapter_view
from chapters.coalitions.models import WorkingGroup
from chapters.members import finding

FOUND = 12


def fetch(request: ChapterRequest, code: str) -> WorkingGroup:
    found: WorkingGroup = get_object_or_404(request.chapter.working_groups, code=code)
    return found


@chapter_view(Can.EDIT_PEOPLE)
def group(request: ChapterRequest, code: str) -> HttpResponse:
    """`q` looks for people to put in: a name, an exact phone or email."""
    ours, q = fetch(request, code), request.GET.get("q", "").strip()[:120]
    people = request.chapter.members.exclude(group_seats__working_group=ours)
    context = {
        "group": ours,
        "seats": ours.seats.select_related("member").order_by("-is_lead", "member__sort_name", "id"),
        "campaigns": ours.campaigns.running().with_words(),
        "q": q,
        "found": finding.search(people, q).people[:FOUND] if q else [],
    }
    return render(request, "chapters/coalitions/group.html", context)


@chapter_view(Can.EDIT_PEOPLE, "POST")
def group_seat(request: ChapterRequest, code: str) -> HttpResponse:
    """`member` joins, leads, leads no more or leaves, as `act` says."""
    ours = fetch(request, code)
    member = get_object_or_404(request.chapter.members, code=request.POST.get("member", ""))
    act = request.POST.get("act", "")
    if act == "leave":
        ours.seats.filter(member=member).delete()
    elif act in ("join", "lead", "follow"):
        ours.seats.update_or_create(member=member, defaults={"chapter": request.chapter, "is_lead": act == "lead"})
    messages.success(request, _("Saved."))
    return redirect("chapters:coalitions_group", request.chapter.slug, code)

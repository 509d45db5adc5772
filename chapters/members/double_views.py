"""Entries that may be one person: find them, compare two, make them one, tell them apart, undo."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chapters.access import Can, ChapterRequest, chapter_view
from chapters.forms import invalid, posted
from chapters.members import doubles as finding
from chapters.members import merging
from chapters.members.double_forms import MergeForm, hangs_on
from chapters.members.models import Member
from chapters.members.standing import standings

COMPARE = "chapters/members/compare.html"


@chapter_view(Can.EDIT_PEOPLE)
def doubles(request: ChapterRequest) -> HttpResponse:
    """Pairs to decide about, by kind, and what was made one in the last 30 days."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in finding.KINDS else "same"
    counts = finding.count(request.chapter)
    pairs = finding.find(request.chapter, kind)
    context = {
        "kind": kind,
        "counts": counts,
        "pairs": pairs,
        "more": max(0, counts[kind] - len(pairs)),
        "merges": request.chapter.merges.undoable().select_related("kept", "merged_by")[:50],
    }
    return render(request, "chapters/members/doubles.html", context)


def fetch_two(request: ChapterRequest, code: str, other: str) -> tuple[Member, Member]:
    """The older first, whatever the address says."""
    two = [get_object_or_404(request.chapter.members, code=each) for each in (code, other)]
    first, second = sorted(two, key=lambda member: member.pk)
    return first, second


@chapter_view(Can.EDIT_PEOPLE, "GET", "POST")
def compare(request: ChapterRequest, code: str, other: str) -> HttpResponse:
    """Two entries side by side; a POST makes them one."""
    one, two = fetch_two(request, code, other)
    form = MergeForm(posted(request), one=one, other=two)
    context = {"form": form, "sides": [side(one), side(two)], "is_one": one.pk == two.pk}
    if request.method == "GET" or one.pk == two.pk:
        return render(request, COMPARE, context, status=200 if request.method == "GET" else 422)
    if not form.is_valid():
        return invalid(request, COMPARE, context)
    try:
        merge = merging.merge(one, two, theirs=form.theirs, by=request.user)
    except merging.Gone:
        return late(request)
    words = _("The two entries of %(name)s are one now. You can undo it for 30 days.")
    messages.success(request, words % {"name": merge.kept.name})
    return redirect("chapters:members_show", request.chapter.slug, merge.kept.code)


def side(member: Member) -> dict[str, Any]:
    return {"member": member, "standings": standings(member), "hangs_on": hangs_on(member), "tags": member.tags.all()}


def late(request: ChapterRequest) -> HttpResponse:
    messages.info(request, _("Somebody else decided about this a moment ago. Nothing was changed now."))
    return redirect("chapters:members_doubles", request.chapter.slug)


@chapter_view(Can.EDIT_PEOPLE, "POST")
def two_people(request: ChapterRequest, code: str, other: str) -> HttpResponse:
    """They only look alike; nobody is asked again."""
    one, two = fetch_two(request, code, other)
    if one.pk != two.pk:
        merging.tell_apart(one, two, by=request.user)
        messages.success(request, _("We will not ask about these two again."))
    return redirect("chapters:members_doubles", request.chapter.slug)


@chapter_view(Can.EDIT_PEOPLE, "POST")
def unmerge(request: ChapterRequest, merge: str) -> HttpResponse:
    """Two again; says what could not come back."""
    found = get_object_or_404(request.chapter.merges, code=merge)
    try:
        member, lost = merging.undo(found, by=request.user)
    except merging.Gone:
        return late(request)
    messages.success(request, _("%(name)s is an entry of their own again.") % {"name": member.name})
    if lost:
        words = ngettext(
            "%(n)s thing could not go back: it is gone, or was changed since.",
            "%(n)s things could not go back: they are gone, or were changed since.",
            lost,
        )
        messages.warning(request, words % {"n": lost})
    return redirect("chapters:members_show", request.chapter.slug, member.code)

"""Lists: save one, rename or forget it, tag everyone on it, take it out as a file."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chapters.access import Can, ChapterRequest, chapter_view
from chapters.exports import csv_response
from chapters.forms import invalid
from chapters.members import tagging
from chapters.members.forms import ListForm, TagForm
from chapters.members.listing import Listing, shown
from chapters.members.models import Member, MemberQuerySet, Segment
from chapters.members.own_columns import cell_of
from chapters.members.segments import SegmentForm, describe


def to_list(request: ChapterRequest, query: str) -> HttpResponse:
    return redirect(f"{reverse('chapters:members_list', args=[request.chapter.slug])}?{query}".rstrip("?"))


@chapter_view(Can.EDIT_PEOPLE, "GET", "POST")
def save_list(request: ChapterRequest) -> HttpResponse:
    """Give the list of the address a name."""
    listing = Listing(request.chapter, request.GET)
    if not listing.form.is_valid():
        return to_list(request, request.GET.urlencode())
    form = ListForm(request.POST or None, instance=Segment(chapter=request.chapter))
    if request.method == "POST" and form.is_valid():
        segment = form.save_with(listing.tree, by=request.user)
        messages.success(request, _("The list “%(name)s” is saved.") % {"name": segment.name})
        return to_list(request, SegmentForm.query_of(shown(segment)))
    context = {"form": form, "listing": listing}
    page = "chapters/members/save_list.html"
    return invalid(request, page, context) if form.is_bound else render(request, page, context)


@chapter_view(Can.EDIT_PEOPLE, "GET", "POST")
def edit_list(request: ChapterRequest, code: str) -> HttpResponse:
    """Rename a saved list."""
    segment = get_object_or_404(request.chapter.segments, code=code)
    form = ListForm(request.POST or None, instance=segment)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return to_list(request, SegmentForm.query_of(shown(segment)))
    context = {"form": form, "segment": segment, "words": describe(request.chapter, segment.tree)}
    page = "chapters/members/edit_list.html"
    return invalid(request, page, context) if form.is_bound else render(request, page, context)


@chapter_view(Can.EDIT_PEOPLE, "POST")
def forget_list(request: ChapterRequest, code: str) -> HttpResponse:
    """The list goes; the people stay, and messages sent with it keep their own copy."""
    segment = get_object_or_404(request.chapter.segments, code=code)
    segment.delete()
    messages.success(request, _("The list “%(name)s” is gone. The people are still here.") % {"name": segment.name})
    return to_list(request, "")


@chapter_view(Can.EDIT_PEOPLE, "POST")
def tag_many(request: ChapterRequest) -> HttpResponse:
    """Put a tag on the chosen people, or on the whole list of the address; or take it off."""
    query = request.POST.get("query", "")
    form = TagForm(request.POST)
    people = chosen(request, query)
    if not form.is_valid() or people is None:
        words = _("Are you sure? We never keep %(what)s. Choose another tag.") % {"what": form.question}
        messages.error(request, words if form.question else _("Choose people, and write the tag."))
        return to_list(request, query)
    name = form.cleaned_data["name"]
    if form.cleaned_data["act"] == "put":
        n = tagging.put(people, tagging.tag_named(request.chapter, name))
        words = ngettext("%(n)s person has the tag “%(tag)s” now.", "%(n)s people have the tag “%(tag)s” now.", n)
    else:
        tag = request.chapter.tags.filter(name__iexact=name).first()
        n = tagging.take(people, tag) if tag else 0
        words = ngettext("The tag “%(tag)s” is off %(n)s person.", "The tag “%(tag)s” is off %(n)s people.", n)
    messages.success(request, words % {"n": n, "tag": name})
    return to_list(request, query)


def chosen(request: ChapterRequest, query: str) -> MemberQuerySet | None:
    """Those ticked, or everyone on the list; None for nobody."""
    if request.POST.get("whole"):
        listing = Listing(request.chapter, QueryDict(query))
        return listing.people if listing.form.is_valid() else None
    codes = request.POST.getlist("member")
    return request.chapter.members.filter(code__in=codes) if codes else None


@chapter_view(Can.EXPORT, "POST", fresh=True)
def export(request: ChapterRequest) -> HttpResponseBase:
    """The list of the address as a file for a spreadsheet."""
    listing = Listing(request.chapter, QueryDict(request.POST.get("query", "")))
    if not listing.form.is_valid():
        return to_list(request, request.POST.get("query", ""))
    fields = list(request.chapter.custom_fields.in_use().with_words())
    people = listing.people.with_standing().with_tag_names().prefetch_related("custom_values__field")
    header = [_("Name"), _("First name"), _("Phone"), _("Email"), _("ZIP code"), _("Reads"), _("Tags")]
    return csv_response(
        request,
        filename=f"{request.chapter.slug}-people.csv",
        header=[*header, _("Yes to texts"), _("Yes to email"), *map(str, fields)],
        rows=lines(people.order_by("sort_name", "id"), [field.pk for field in fields]),
        what="members",
        people=people.count(),
    )


def lines(people: MemberQuerySet, fields: list[int]) -> Iterator[list[Any]]:
    """The chapter's own fields as a list that comes in would say them."""
    for member in people.iterator(chunk_size=500):
        held = {row.field_id: cell_of(row.value) for row in member.custom_values.all()}
        yield [
            member.name,
            member.first_name,
            member.phone,
            member.email,
            member.zip,
            member.get_language_display(),
            ", ".join(vars(member)["tag_names"]),
            word(member, "text"),
            word(member, "email"),
            *(held.get(field, "") for field in fields),
        ]


def word(member: Member, channel: str) -> str:
    """Of a member of `with_standing()`."""
    if getattr(member, f"stopped_{channel}"):
        return _("no")
    said = getattr(member, f"said_{channel}")
    return "" if said is None else _("yes") if said else _("no")

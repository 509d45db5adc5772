"""Lists to call through: made from any list of people, called one by one, several callers at once."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chapters.access import Can, ChapterRequest, chapter_view
from chapters.forms import invalid, posted
from chapters.members import calling
from chapters.members.contacts import shown_phone
from chapters.members.list_views import chosen, to_list
from chapters.members.listing import Listing
from chapters.members.models import MemberQuerySet
from chapters.members.todo_forms import CallListForm, OutcomeForm
from chapters.members.todo_models import Call, CallList

SHOWN = 200


@chapter_view(Can.SEE_PEOPLE)
def calls(request: ChapterRequest) -> HttpResponse:
    lists = [(one, calling.progress(one)) for one in request.chapter.call_lists.order_by("closed_at", "-id")[:50]]
    return render(request, "chapters/members/calls.html", {"lists": lists})


@chapter_view(Can.EDIT_PEOPLE, "GET", "POST")
def call_new(request: ChapterRequest) -> HttpResponse:
    """From the list of the address, or from people ticked on it; the first POST of those only chooses."""
    query = request.POST.get("query", "") if request.method == "POST" else request.GET.urlencode()
    people = chosen(request, query) if request.method == "POST" else on_list(request, query)
    n = 0 if people is None else calling.callable_of(people).count()
    if people is None or not n:
        messages.error(request, _("Nobody of them can be called: no phone, or they asked us to stop."))
        return to_list(request, query)
    is_second = request.method == "POST" and "script" in request.POST
    form = CallListForm(request.POST if is_second else None, instance=CallList(chapter=request.chapter))
    if is_second and form.is_valid():
        calling.start(form.instance, people, by=request.user)
        return redirect("chapters:members_call_list", request.chapter.slug, form.instance.code)
    context = {"form": form, "n": n, "left_out": people.count() - n, "query": query} | ticked(request)
    page = "chapters/members/call_new.html"
    return invalid(request, page, context) if is_second else render(request, page, context)


def on_list(request: ChapterRequest, query: str) -> MemberQuerySet | None:
    listing = Listing(request.chapter, QueryDict(query))
    return listing.people if listing.form.is_valid() else None


def ticked(request: ChapterRequest) -> dict[str, Any]:
    is_whole = request.method == "GET" or request.POST.get("whole")
    return {"whole": is_whole, "codes": [] if is_whole else request.POST.getlist("member")}


def fetch_list(request: ChapterRequest, code: str) -> CallList:
    return get_object_or_404(request.chapter.call_lists.select_related("made_by"), code=code)


@chapter_view(Can.SEE_PEOPLE)
def call_list(request: ChapterRequest, code: str) -> HttpResponse:
    """How far we are, and what came of each call."""
    found = fetch_list(request, code)
    rows = found.calls.exclude(called_at=None).select_related("member", "called_by").order_by("-called_at")
    context = {"list": found, "progress": calling.progress(found), "calls": rows[:SHOWN]}
    return render(request, "chapters/members/call_list.html", context)


@chapter_view(Can.SEE_PEOPLE, "POST")
def call_next(request: ChapterRequest, code: str) -> HttpResponse:
    return to_next(request, fetch_list(request, code))


def to_next(request: ChapterRequest, found: CallList, *, but: Call | None = None) -> HttpResponse:
    call = calling.claim(found, by=request.user, but=but)
    if call is None:
        messages.info(request, _("Nobody is left to call right now."))
        return redirect("chapters:members_call_list", request.chapter.slug, found.code)
    return redirect("chapters:members_call_one", request.chapter.slug, found.code, call.code)


@chapter_view(Can.SEE_PEOPLE, "GET", "POST")
def call_one(request: ChapterRequest, code: str, call: str) -> HttpResponse:
    """One person on the phone: a number to tap, what to say, what came of it. Then the next one."""
    found = fetch_list(request, code)
    one = get_object_or_404(found.calls.select_related("member"), code=call)
    one.call_list, one.chapter, one.member.chapter = found, request.chapter, request.chapter
    if one.claimed_by_id != request.user.pk:
        return taken(request, found)
    form = OutcomeForm(posted(request), chapter=request.chapter)
    if request.method == "POST" and form.is_valid():
        return write_down(request, one, form)
    context = {
        "list": found,
        "call": one,
        "person": one.member,
        "phone": shown_phone(one.member.phone),
        "notes": one.member.notes.select_related("written_by")[:3],
        "form": form,
        "outcomes": Call.Outcome.choices,
        "left": calling.to_call(found).count(),
    }
    page = "chapters/members/call_one.html"
    return invalid(request, page, context) if form.is_bound else render(request, page, context)


def write_down(request: ChapterRequest, call: Call, form: OutcomeForm) -> HttpResponse:
    said = form.cleaned_data
    try:
        calling.write_down(call, said["outcome"], by=request.user, note=said["note"], call_on=said["call_on"])
    except calling.Taken:
        return taken(request, call.call_list)
    messages.success(request, _("Written down for %(name)s.") % {"name": call.member.name})
    return to_next(request, call.call_list, but=call)


def taken(request: ChapterRequest, found: CallList) -> HttpResponse:
    messages.info(request, _("You do not have this person on the phone any more. Take the next one."))
    return redirect("chapters:members_call_list", request.chapter.slug, found.code)


@chapter_view(Can.SEE_PEOPLE, "POST")
def call_skip(request: ChapterRequest, code: str, call: str) -> HttpResponse:
    found = fetch_list(request, code)
    one = get_object_or_404(found.calls, code=call)
    calling.skip(one, by=request.user)
    return to_next(request, found, but=one)


@chapter_view(Can.EDIT_PEOPLE, "POST")
def call_close(request: ChapterRequest, code: str) -> HttpResponse:
    found = fetch_list(request, code)
    if calling.close(found):
        n = calling.progress(found).left
        words = ngettext(
            "The list is closed. %(n)s person was not reached.", "The list is closed. %(n)s people were not reached.", n
        )
        messages.success(request, words % {"n": n})
    return redirect("chapters:members_calls", request.chapter.slug)

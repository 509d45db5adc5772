"""Calling those whom a message cannot reach: the list, one person at a time, and on paper."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from campaigns.messaging import phoning
from campaigns.messaging.compose_views import fetch
from campaigns.messaging.models import CallToAction
from campaigns.messaging.next_steps import BEGUN
from campaigns.messaging.phoning import Outcome
from chapters.access import Can, ChapterRequest, chapter_view
from chapters.exports import page_response
from chapters.members.contacts import shown_phone
from chapters.members.models import Member

SHOWN = 200


def sent(request: ChapterRequest, code: str) -> CallToAction:
    """A message that has been approved; others leave nobody out yet."""
    call = fetch(request, code)
    if call.state not in BEGUN:
        raise Http404
    return call


def listed(call: CallToAction) -> dict[str, Any]:
    people = list(phoning.people_to_call(call))
    made = phoning.calls_made(call, people)
    rows = [(one, shown_phone(one.phone), made.get(one.pk)) for one in people[:SHOWN]]
    todo = phoning.still_to_call(call)
    return {
        "call": call,
        "rows": rows,
        "total": len(people),
        "more": max(0, len(people) - SHOWN),
        "first": todo[0] if todo else None,
    }


@chapter_view(Can.SEE_PEOPLE)
def call_list(request: ChapterRequest, code: str) -> HttpResponse:
    return render(request, "campaigns/messaging/call_list.html", listed(sent(request, code)))


@chapter_view(Can.SEE_PEOPLE, "POST", fresh=True)
def call_print(request: ChapterRequest, code: str) -> HttpResponse:
    """The same list on paper: it leaves the house, so it is logged."""
    shown = listed(sent(request, code))
    return page_response(
        request, "campaigns/messaging/call_print.html", shown, what="call_list", people=len(shown["rows"])
    )


@chapter_view(Can.SEE_PEOPLE, "GET", "POST")
def call_person(request: ChapterRequest, code: str, member: str) -> HttpResponse:
    """One person: a number to tap, and what came of it. Then the next one."""
    call = sent(request, code)
    person: Member = get_object_or_404(request.chapter.members, code=member)
    if person not in phoning.people_to_call(call):
        messages.info(request, _("%(name)s is not on the list any more.") % {"name": person.name})
        return redirect("campaigns:messaging_call_list", request.chapter.slug, code)
    if request.method == "POST" and request.POST.get("outcome") in list(Outcome):
        return write_down(request, call, person, Outcome(request.POST["outcome"]))
    todo = phoning.still_to_call(call)
    context = {
        "call": call,
        "person": person,
        "phone": shown_phone(person.phone),
        "note": phoning.calls_made(call, [person]).get(person.pk),
        "left": len(todo),
        "next": following(todo, person),
        "is_missing": request.method == "POST",
    }
    page = "campaigns/messaging/call_person.html"
    return render(request, page, context, status=422 if request.method == "POST" else 200)


def write_down(request: ChapterRequest, call: CallToAction, person: Member, outcome: Outcome) -> HttpResponse:
    then = following(phoning.still_to_call(call), person)
    if phoning.write_down(call, person, outcome, by=request.user):
        messages.success(request, _("Written down for %(name)s.") % {"name": person.name})
    else:
        words = _("Written down for %(name)s, but there is no seat: the event is full, over or called off.")
        messages.warning(request, words % {"name": person.name})
    if then is None:
        return redirect("campaigns:messaging_call_list", request.chapter.slug, call.code)
    return redirect("campaigns:messaging_call_person", request.chapter.slug, call.code, then.code)


def following(people: list[Member], person: Member) -> Member | None:
    """Who comes after this one, the first after the last."""
    at = people.index(person) if person in people else -1
    others = [*people[at + 1 :], *people[: max(at, 0)]]
    return next((other for other in others if other != person), None)

"""The page of a host at the door, by a link without an account. Every tap works as a plain button; a script keeps
the taps on the phone while there is no signal."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from campaigns.events import checking, door_links, door_list, door_taps
from campaigns.events.door_forms import walk_in_form
from campaigns.events.door_links import Standing
from campaigns.events.door_list import Line
from campaigns.events.door_taps import DONE, FULL, Outcome
from campaigns.events.models import Event, HostLink
from chapters.access import by_link, public
from chapters.forms import posted

PAGE = "campaigns/events/door.html"
GONE = "campaigns/events/door_closed.html"
STATUS = {Standing.EARLY: 200, Standing.OFF: 410, Standing.OVER: 410, Standing.TAKEN_BACK: 410}
View = Callable[[HttpRequest, HostLink], HttpResponse]
# What the worker keeps, so that the page looks and works the same without a signal.
SHELL = ("css/app.css", "js/app.js", "js/door.js", "img/bloom-small.svg", "django_htmx/htmx-2.min.js")


def through_the_door(*methods: str) -> Callable[[View], Any]:
    """`view(request, link)` for a link that opens its door now; else the page that says why not."""

    def decorate(view: View) -> Any:
        @by_link("host", *methods)
        @wraps(view)
        def opened(request: HttpRequest, token: str) -> HttpResponse:
            link = door_links.find(token)
            standing = door_links.standing(link)
            if standing != Standing.OPEN:
                return closed(request, link, standing)
            door_links.note_use(link)
            response = view(request, link)
            door_links.mark_phone(response, link)
            return response

        return opened

    return decorate


def closed(request: HttpRequest, link: HostLink, standing: Standing) -> HttpResponse:
    """Too early, over, called off or taken back. It makes the phone forget the names it kept."""
    context = {
        "chapter": link.chapter,
        "event": link.event,
        "link": link,
        "why": standing.value,
        "opens_at": door_links.opens_at(link.event),
        "takes_taps": door_links.takes_taps(link),
    }
    return render(request, GONE, context, status=STATUS[standing])


@by_link("host")
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """`/h/<token>/`: where this kind of link leads."""
    link = door_links.find(token)
    if link.kind not in door_links.TARGETS:
        raise Http404
    return redirect(door_links.TARGETS[link.kind], token)


@through_the_door()
def door(request: HttpRequest, link: HostLink) -> HttpResponse:
    """Who is expected, with a button for each; of an event that keeps no names, a counter."""
    event = link.event
    context = door_context(link, "counter" if event.keeps_no_attendance else "list")
    if not event.keeps_no_attendance:
        asked = {name: request.GET.get(name, "")[:60] for name in ("q", "show")}
        lines, more = door_list.lines(event, find=asked["q"], show=asked["show"])
        groups = {"lines": [one for one in lines if one.group == "seat"], "more": more, "blank": Line.blank()}
        context |= asked | groups | {"apart": [one for one in lines if one.group != "seat"]}
    return kept(render(request, PAGE, context))


def door_context(link: HostLink, part: str) -> dict[str, Any]:
    """`part` says what a script makes of the page: "list", "counter", "walk-in" or "question"."""
    event = link.event
    found = checking.count(event)
    return {
        "chapter": event.chapter,
        "event": event,
        "link": link,
        "token": link.secret,
        "part": part,
        "key": uuid4(),
        "found": found,
        "left": max(0, found.expected - found.came),
        "closes_at": int(door_links.closes_at(event).timestamp() * 1000),
        "since": door_list.mark(),
    }


def kept(response: HttpResponse) -> HttpResponse:
    """The worker keeps pages with this header, and only those."""
    response.headers["X-Works-Offline"] = "1"
    return response


@through_the_door("POST")
def door_tap(request: HttpRequest, link: HostLink) -> HttpResponse:
    """One button pressed without script."""
    over = request.POST.get("over") == "1"
    try:
        tap = door_taps.of_button(request.POST.get("tap", "")[:60], request.POST.get("key", ""), over=over)
    except ValidationError as error:
        return not_done(request, link, Outcome("", str(error.message)))
    outcome = door_taps.apply(link.event, tap)
    return back(request, link, outcome.seat) if outcome.state == DONE else not_done(request, link, outcome)


def back(request: HttpRequest, link: HostLink, seat: str = "") -> HttpResponse:
    """To the same part of the list, at the line of the person."""
    asked = {name: request.POST[name][:60] for name in ("q", "show") if request.POST.get(name)}
    query = f"?{urlencode(asked)}" if asked else ""
    return redirect(f"{reverse('campaigns:events_door', args=[link.secret])}{query}{f'#s-{seat}' if seat else ''}")


def not_done(request: HttpRequest, link: HostLink, outcome: Outcome) -> HttpResponse:
    """Says why, and asks before the room gets fuller than it may."""
    context = door_context(link, "question") | {
        "outcome": outcome,
        "is_full": outcome.state == FULL,
        "tap": request.POST.get("tap", ""),
    }
    status = 409 if outcome.state == FULL else 422
    return render(request, "campaigns/events/door_not_done.html", context, status=status)


@by_link("host", "POST")
def door_batch(request: HttpRequest, token: str) -> HttpResponse:
    """Taps that a script kept, as JSON: what became of each, and the latest count. 422 when any was refused."""
    link = door_links.find(token)
    if not door_links.takes_taps(link):
        return JsonResponse({"words": _("This link does not work any more.")}, status=410)
    try:
        taps = door_taps.read(request.body)
    except ValidationError as error:
        return JsonResponse({"words": error.message}, status=400)
    door_links.note_use(link)
    answers = {door_taps.key_of(tap): door_taps.apply(link.event, tap).as_json for tap in taps}
    was_refused = any(answer["state"] != DONE for answer in answers.values())
    found: dict[str, Any] = {"answers": answers}
    if door_links.standing(link) == Standing.OPEN:
        found |= door_list.latest(fresh(link.event), request.GET.get("since", ""))
    return JsonResponse(found, status=422 if was_refused else 200)


def fresh(event: Event) -> Event:
    event.refresh_from_db(fields=["seats_taken", "came", "capacity"])
    return event


@by_link("host")
def door_latest(request: HttpRequest, token: str) -> HttpResponse:
    """The count and who changed, for a page that asks every few seconds."""
    link = door_links.find(token)
    standing = door_links.standing(link)
    if standing != Standing.OPEN:
        return JsonResponse({}, status=409 if standing == Standing.EARLY else 410)
    return JsonResponse(door_list.latest(link.event, request.GET.get("since", "")))


@through_the_door("GET", "POST")
def door_walk_in(request: HttpRequest, link: HostLink) -> HttpResponse:
    """Somebody without a seat: a name is enough."""
    event = link.event
    if event.keeps_no_attendance or event.asks_approval:
        return redirect("campaigns:events_door", link.secret)
    form = walk_in_form(event, posted(request))
    context = door_context(link, "walk-in") | {"form": form}
    if request.method == "POST" and form.is_valid():
        tap = {"key": request.POST.get("key"), "over": request.POST.get("over") == "1"}
        outcome = door_taps.apply(event, tap | {"walk_in": request.POST.dict()})
        if outcome.state == DONE:
            return back(request, link, outcome.seat)
        context |= {"outcome": outcome, "is_full": outcome.state == FULL, "key": request.POST.get("key")}
        return render(request, "campaigns/events/door_walk_in.html", context, status=409)
    status = 422 if form.is_bound else 200
    return kept(render(request, "campaigns/events/door_walk_in.html", context, status=status))


@public()
def door_worker(request: HttpRequest) -> HttpResponse:
    """The script that answers for the door when there is no signal. It stands under /h/ and reaches nothing else."""
    files = [static(name) for name in SHELL]
    source = f"self.SHELL = {files!r};\nimportScripts({static('js/door-worker.js')!r});\n"
    return HttpResponse(source, "text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})

"""Finding an event without an account: by place, day, kind and what a person needs."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.events import finding
from campaigns.events.find_forms import MILES, FindForm
from campaigns.events.finding import Around
from chapters.access import public

PAGE = 20
AIDES = {"after", "lang"}  # what an address may hold beside the search itself
Way = tuple[str, str]


@public()
def find(request: HttpRequest) -> HttpResponse:
    """What is coming anywhere; the address holds the search, so that it can be kept and sent to a friend."""
    form = FindForm(request.GET)
    if not form.is_valid():
        context = {"form": form, "headline": _("Find an event")}
        return render(request, "campaigns/events/find.html", context, status=422)
    said = form.cleaned_data
    rows = finding.once_a_series(finding.matching(finding.coming(), said))
    events, after = finding.page_after(rows, request.GET.get("after", ""), PAGE)
    near: Around | None = said.get("around")
    count = rows.count()
    context = {
        "form": form,
        "headline": headline(count, near, is_search=is_search(request.GET)),
        "events": [(event, near.to(event) if near else None) for event in events],
        "next": changed(request.GET, after=after) if after else "",
        "ways": [] if count else ways_out(request.GET, near),
        "chapter": said.get("chapter"),
    }
    return render(request, "campaigns/events/find.html", context)


def is_search(query: QueryDict) -> bool:
    return any(value for name, value in query.items() if name not in AIDES | {"miles"})


def headline(count: int, near: Around | None, *, is_search: bool) -> str:
    if near:
        words = ngettext(
            "%(n)s event within %(miles)s miles of %(place)s",
            "%(n)s events within %(miles)s miles of %(place)s",
            count,
        )
        none = _("No event within %(miles)s miles of %(place)s")
        return (words if count else none) % {"n": count, "miles": near.radius, "place": near.place}
    if is_search:
        found = ngettext("%(n)s event fits", "%(n)s events fit", count)
        return found % {"n": count} if count else _("No event fits")
    coming = ngettext("%(n)s event is coming up", "%(n)s events are coming up", count)
    return coming % {"n": count} if count else _("No event is coming up")


def ways_out(query: QueryDict, near: Around | None) -> list[Way]:
    """(words, address) of wider searches, for whoever found nothing."""
    ways: list[Way] = []
    if near and near.radius < MILES[-1]:
        ways.append((_("Look within %(n)s miles") % {"n": MILES[-1]}, changed(query, miles=str(MILES[-1]))))
    if any(query.get(name) for name in ("when", "since", "until")):
        ways.append((_("On any day"), changed(query, when="", since="", until="")))
    if is_search(query):
        ways.append((_("Show every event"), "?"))
    return ways


def changed(query: QueryDict, **values: Any) -> str:
    """The address of the same search with these values in place of its own; without empty ones."""
    kept = query.copy()
    for name in (*AIDES, *values):
        kept.pop(name, None)
    for name in [name for name in kept if not any(kept.getlist(name))]:
        del kept[name]
    kept.update({name: value for name, value in values.items() if value})
    return f"?{kept.urlencode()}"

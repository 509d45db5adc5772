"""The whole story of a campaign, for the team and for anyone; and each moment of it by a link of its own."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from campaigns.advocacy import timeline
from campaigns.events.picture_views import picture
from campaigns.events.pictures import Facts
from campaigns.models import Campaign
from campaigns.public_views import published
from campaigns.workspace_views import fetch
from chapters.access import Can, ChapterRequest, chapter_view, public

PAGE = 40


@public()
def story(request: HttpRequest, chapter: str, campaign: str) -> HttpResponse:
    ours = published(chapter, campaign)
    context = {"chapter": ours.chapter, "campaign": ours} | a_page(request, ours, public=True)
    return render(request, "campaigns/story.html", context)


@chapter_view(Can.SEE_TODAY)
def story_inside(request: ChapterRequest, code: str) -> HttpResponse:
    """With what only the team sees, each so marked."""
    ours = fetch(request, code)
    return render(request, "campaigns/story_inside.html", {"campaign": ours} | a_page(request, ours, public=False))


def a_page(request: HttpRequest, campaign: Campaign, *, public: bool) -> dict[str, Any]:
    """`kind`, `year` and `page` stand in the address; what is not there means all of it, or the first page."""
    everything = timeline.lines(campaign, public=public)
    kinds, years = timeline.kinds(everything), timeline.years(everything)
    kind = request.GET.get("kind", "") if request.GET.get("kind") in dict(kinds) else ""
    year = request.GET.get("year", "") if request.GET.get("year", "") in [str(one) for one in years] else ""
    page = Paginator(timeline.chosen(everything, kind=kind, year=year), PAGE).get_page(request.GET.get("page"))
    return {
        "story": timeline.told(campaign, list(page)),
        "page": page,
        "kinds": kinds,
        "years": [str(one) for one in years],
        "kind": kind,
        "year": year,
    }


@public()
def moment(request: HttpRequest, chapter: str, campaign: str, moment: str) -> HttpResponse:
    """One moment, and the ones before and after it."""
    ours = published(chapter, campaign)
    everything = timeline.lines(ours, public=True)
    place = next((n for n, line in enumerate(everything) if line.slug == moment), None)
    if place is None:
        raise Http404
    around = {entry.line.slug: entry for entry in timeline.told(ours, everything[max(place - 1, 0) : place + 2])}
    if moment not in around:
        raise Http404
    context = {
        "chapter": ours.chapter,
        "campaign": ours,
        "entry": around[moment],
        "before": around.get(everything[place - 1].slug) if place else None,
        "after": around.get(everything[place + 1].slug) if place + 1 < len(everything) else None,
        "url": settings.PUBLIC_URL + reverse("campaigns:moment", args=[chapter, campaign, moment]),
    }
    return render(request, "campaigns/moment.html", context)


@public()
def moment_image(request: HttpRequest, chapter: str, campaign: str, moment: str) -> HttpResponse:
    ours = published(chapter, campaign)
    found = [line for line in timeline.lines(ours, public=True) if line.slug == moment]
    for entry in timeline.told(ours, found):
        over = f"{entry.when} · {entry.word}" if entry.word else entry.when
        return picture(request, Facts(ours.chapter.ink, over, entry.title, (str(ours),), ours.chapter.name))
    raise Http404

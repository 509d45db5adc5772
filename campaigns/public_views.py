"""What anyone may see without signing in: the first page, a chapter, a campaign."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from campaigns.advocacy import standing
from campaigns.forms import FindForm
from campaigns.models import Campaign, Event
from campaigns.story import told
from chapters.access import public
from chapters.models import Chapter

EVENTS_SHOWN = 10
CHAPTERS_LISTED = 12


@public()
def home(request: HttpRequest) -> HttpResponse:
    """Find your chapter; what is coming anywhere."""
    chapters = Chapter.objects.open().filter(kind=Chapter.Kind.CHAPTER).prefetch_related("texts")
    first = list(chapters[: CHAPTERS_LISTED + 1])
    form = FindForm(request.GET if "zip" in request.GET else None)
    refused = form.is_bound and not form.is_valid()
    events = Event.objects.public().upcoming().filter(chapter__closed_at=None).with_words()
    context = {
        "form": form,
        "found": [] if refused or not form.is_bound else form.cleaned_data["zip"],
        "only": first[0] if len(first) == 1 else None,
        "chapters": first if 1 < len(first) <= CHAPTERS_LISTED else [],
        "events": events[:EVENTS_SHOWN],
    }
    return render(request, "campaigns/home.html", context, status=422 if refused else 200)


@public()
def chapter(request: HttpRequest, chapter: str) -> HttpResponse:
    """Who we are, what we work on, when to come."""
    ours = get_object_or_404(Chapter.objects.open().prefetch_related("texts"), slug=chapter)
    context = {
        "chapter": ours,
        "url": settings.PUBLIC_URL + reverse("campaigns:chapter", args=[ours.slug]),
        "campaigns": ours.campaigns.published().running().with_words(),
        "past_campaigns": ours.campaigns.published().exclude(ended_on=None).with_words(),
        "events": list(Event.objects.held_by(ours).public().upcoming().with_words()[:EVENTS_SHOWN]),
    }
    return render(request, "campaigns/chapter.html", context)


@public()
def campaign(request: HttpRequest, chapter: str, campaign: str) -> HttpResponse:
    """The demand, the story so far, and what to do next."""
    published = Campaign.objects.published().filter(chapter__closed_at=None).with_words()
    ours = get_object_or_404(published, chapter__slug=chapter, slug=campaign)
    events = list(ours.events.public().upcoming().with_words())
    context = {
        "chapter": ours.chapter,
        "campaign": ours,
        "demands": ours.demands.select_related("chapter").prefetch_related("texts"),
        "story": told(ours, events),
        "standing": standing.public(ours),
        "events": events[:EVENTS_SHOWN],
    }
    return render(request, "campaigns/campaign.html", context)

"""What anyone may see without signing in: the first page, a chapter, a campaign."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from campaigns.advocacy import allies, goals, measuring, standing, timeline
from campaigns.advocacy.acting import open_actions, open_actions_of
from campaigns.forms import FindForm
from campaigns.models import Action, Campaign, Event
from chapters.access import public
from chapters.models import Chapter

EVENTS_SHOWN = 10
SOON = timedelta(days=21)
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
        "actions": open_actions_of(ours),
        "events": list(Event.objects.held_by(ours).public().upcoming().with_words()[:EVENTS_SHOWN]),
    }
    return render(request, "campaigns/chapter.html", context)


def published(chapter: str, campaign: str) -> Campaign:
    """A campaign that anyone may read about, by the two parts of its address; 404 for any other."""
    found = Campaign.objects.published().filter(chapter__closed_at=None).with_words()
    ours: Campaign = get_object_or_404(found, chapter__slug=chapter, slug=campaign)
    return ours


def flame(events: list[Event], actions: list[Action]) -> Event | Action | None:
    """The one next thing to do: the event that is near, else what is open to do, else the event that is far."""
    near = [event for event in events if event.starts_at < timezone.now() + SOON]
    found: list[Event | Action] = [*near, *actions, *events]
    return found[0] if found else None


@public()
def campaign(request: HttpRequest, chapter: str, campaign: str) -> HttpResponse:
    """The demand, what one can do, where they stand and how it came to this."""
    ours = published(chapter, campaign)
    events = list(ours.events.public().upcoming().with_words()[:EVENTS_SHOWN])
    actions = [] if ours.ended_on else open_actions(ours)
    everything = timeline.lines(ours, public=True)
    story = timeline.folded(everything)
    context = {
        "chapter": ours.chapter,
        "campaign": ours,
        "url": settings.PUBLIC_URL + reverse("campaigns:campaign", args=[chapter, campaign]),
        "demands": ours.demands.select_related("chapter").prefetch_related("texts"),
        "standing": standing.public(ours),
        "progress": goals.progress(ours, public=True),
        "story": timeline.told(ours, story),
        "left_out": len(everything) - len(story),
        "events": events,
        "actions": actions,
        "flame": flame(events, actions),
        "bills": measuring.public(ours),
        "allies": allies.public(ours),
    }
    return render(request, "campaigns/campaign.html", context)

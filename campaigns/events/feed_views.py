"""Calendars that a program follows: of a chapter, of a campaign, of one person's seat."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from campaigns.events import calendars, guests
from campaigns.events.models import EventQuerySet, Rsvp
from campaigns.models import Campaign
from chapters.access import by_link, public
from chapters.bases import new_secret
from chapters.caching import kept
from chapters.models import Chapter

SECONDS = 900
TYPE = "text/calendar; charset=utf-8"


@public()
def chapter_calendar(request: HttpRequest, chapter: str) -> HttpResponse:
    """Every public event of a chapter."""
    ours = get_object_or_404(Chapter.objects.open(), slug=chapter)
    return feed(request, ours.events.all(), name=ours.name)


@public()
def campaign_calendar(request: HttpRequest, chapter: str, campaign: str) -> HttpResponse:
    """Every public event of a campaign."""
    published = Campaign.objects.published().filter(chapter__closed_at=None).with_words()
    ours = get_object_or_404(published, chapter__slug=chapter, slug=campaign)
    return feed(request, ours.events.all(), name=f"{ours} · {ours.chapter.name}")


def feed(request: HttpRequest, events: EventQuerySet, *, name: str) -> HttpResponse:
    response = HttpResponse(calendars.feed_of(events, name), content_type=TYPE)
    return kept(request, response, seconds=SECONDS, changed_at=calendars.changed_at(events))


@by_link("calendar")
def personal_calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """One person's seat, with the street and the online link while they have it."""
    rows = Rsvp.objects.select_related("event__chapter").prefetch_related("event__texts")
    rsvp = get_object_or_404(rows.filter(chapter__closed_at=None), calendar_secret=secret)
    with guests.in_language(request, rsvp.language):
        response = HttpResponse(calendars.personal_feed_of(rsvp), content_type=TYPE)
    return kept(request, response, seconds=0, changed_at=max(rsvp.updated_at, rsvp.event.updated_at))


@by_link("seat", "POST")
def seat_calendar_renew(request: HttpRequest, token: str) -> HttpResponse:
    """A new address for the person's calendar; the old one finds nothing from now on."""
    rsvp, is_own = guests.seat_of(token)
    if not is_own:
        raise Http404
    rsvp.calendar_secret = new_secret()
    rsvp.save(update_fields=["calendar_secret", "updated_at"])
    with guests.in_language(request, rsvp.language):
        messages.success(request, _("The old address does not work any more. Here is a new one."))
    return redirect("campaigns:events_seat", token)

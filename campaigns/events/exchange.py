"""Public events as other programs read them: the shape of Mobilize's API, in which one event has many timeslots.

Source: https://github.com/mobilizeamerica/api. The days of a series that agree in words and place are one event.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.html import linebreaks

from campaigns.events.calendars import page_of
from campaigns.events.models import Event
from chapters.models import Chapter, Zip

Kind = Event.Kind
Json = dict[str, Any]
TYPES: dict[str, str] = {
    Kind.VIGIL: "SOLIDARITY_EVENT",
    Kind.TOWN_HALL: "TOWN_HALL",
    Kind.RALLY: "RALLY",
    Kind.TEACH_IN: "WORKSHOP",
    Kind.HEARING: "VISIBILITY_EVENT",
    Kind.LOBBY_VISIT: "OTHER",
    Kind.KNOW_YOUR_RIGHTS: "WORKSHOP",
    Kind.CANVASS: "CANVASS",
    Kind.PHONE_BANK: "PHONE_BANK",
    Kind.ART_BUILD: "COMMUNITY",
    Kind.TABLING: "VISIBILITY_EVENT",
    Kind.MEETING: "MEETING",
    Kind.TRAINING: "TRAINING",
    Kind.COURT_SUPPORT: "SOLIDARITY_EVENT",
    Kind.COALITION_MEETING: "MEETING",
    Kind.DIRECT_ACTION: "RALLY",
    Kind.OTHER: "OTHER",
}
# Programs compare with this sentence, so it is never translated.
PRIVATE = "This event's address is private. Sign up for more details"


def grouped(events: Iterable[Event]) -> list[list[Event]]:
    """Events of one series that look alike stand together, in the order of the first of each."""
    groups: dict[object, list[Event]] = {}
    for event in events:
        alike = (event.series_id, str(event), event.kind, event.timezone, event.place, event.address, event.zip)
        key = (*alike, bool(event.online_url), event.address_shown) if event.series_id else event.code
        groups.setdefault(key, []).append(event)
    return [*groups.values()]


def codes_of(groups: Iterable[list[Event]]) -> dict[str, str]:
    """Code of the first event of each group -> what the group is called: the code of its series, which stays the same
    from week to week, unless another group has it or every event in it was changed on its own."""
    found: dict[str, str] = {}
    for group in groups:
        series = None if all(event.is_apart for event in group) else group[0].series
        is_free = series is not None and series.code not in found.values()
        found[group[0].code] = series.code if series and is_free else group[0].code
    return found


def is_virtual(event: Event) -> bool:
    return bool(event.online_url) and not (event.place or event.address)


def described(group: list[Event], zips: Mapping[str, Zip], *, code: str) -> Json:
    """One event of Mobilize's: the first occurrence speaks for all."""
    event = group[0]
    return {
        "id": code,
        "title": str(event),
        "summary": event.words("summary"),
        "description": linebreaks(event.words("body"), autoescape=True) if event.words("body") else "",
        "featured_image_url": f"{page_of(event)}share.png",
        "high_priority": False,
        "sponsor": sponsor(event.chapter),
        "timeslots": [timeslot(each) for each in group],
        "location": None if is_virtual(event) else location(event, zips.get(event.zip)),
        "timezone": event.timezone,
        "event_type": TYPES[event.kind],
        "browser_url": page_of(event),
        "created_date": unix(event.created_at),
        "modified_date": max(unix(each.updated_at) for each in group),
        "visibility": "PUBLIC",
        "address_visibility": "PUBLIC" if event.address_is_open else "PRIVATE",
        "created_by_volunteer_host": False,
        "is_virtual": is_virtual(event),
        "virtual_action_url": None,
        "contact": None,
        "accessibility_status": "ACCESSIBLE" if event.is_step_free else "NOT_SURE",
        "accessibility_notes": None,
        "tags": tags(event),
        "approval_status": "APPROVED",
        "event_campaign": None,
        "instructions": None,
    }


def timeslot(event: Event) -> Json:
    left = event.seats_left
    return {
        "id": event.code,
        "start_date": unix(event.starts_at),
        "end_date": unix(event.ends_at),
        "is_full": left is not None and left <= 0,
        "max_attendees": event.capacity,
        "instructions": None,
    }


def location(event: Event, place: Zip | None) -> Json:
    """The middle of the ZIP code at most; of a private address not even that."""
    is_open = event.address_is_open
    return {
        "venue": event.place if is_open else PRIVATE,
        "address_lines": [event.address if is_open else PRIVATE, ""],
        "locality": place.place if place else "",
        "region": place.state if place else "",
        "country": "US",
        "postal_code": event.zip,
        "location": middle(place) if is_open else None,
        "congressional_district": None,
        "state_leg_district": None,
        "state_senate_district": None,
    }


def middle(place: Zip | None) -> Json | None:
    if place is None or place.latitude is None:
        return None
    return {"latitude": place.latitude, "longitude": place.longitude}


def sponsor(chapter: Chapter) -> Json:
    return {
        "id": chapter.code,
        "name": chapter.name,
        "slug": chapter.slug,
        "is_coordinated": False,
        "is_independent": False,
        "is_primary_campaign": False,
        "state": "",
        "district": "",
        "candidate_name": "",
        "race_type": None,
        "org_type": "OTHER",
        "event_feed_url": settings.PUBLIC_URL + reverse("campaigns:chapter", args=[chapter.slug]),
        "created_date": unix(chapter.created_at),
        "modified_date": unix(chapter.updated_at),
    }


def tags(event: Event) -> list[Json]:
    """The campaign, if anyone may see it."""
    campaign = event.campaign
    return [{"id": campaign.code, "name": str(campaign)}] if campaign and campaign.is_public else []


def unix(at: datetime) -> int:
    return int(at.timestamp())

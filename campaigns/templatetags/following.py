"""Links that put an event, or a calendar that keeps up with us, into the calendar program somebody has."""

from dataclasses import dataclass
from datetime import UTC
from urllib.parse import urlencode, urlsplit

from django import template
from django.conf import settings

from campaigns.models import Event

register = template.Library()
GOOGLE = "https://calendar.google.com/calendar/"
OUTLOOK = "https://outlook.live.com/calendar/0/"


@dataclass(frozen=True)
class Links:
    """The same thing for each program: `file` is the https address, `program` opens what the device has."""

    file: str
    program: str
    google: str
    outlook: str


@register.simple_tag
def feed_links(path: str, name: str) -> Links:
    """To follow the calendar at `path` on this site: {% feed_links path chapter.name as feed %}."""
    url = settings.PUBLIC_URL + path
    webcal = urlsplit(url)._replace(scheme="webcal").geturl()
    return Links(
        file=url,
        program=webcal,
        google=f"{GOOGLE}r?{urlencode({'cid': webcal})}",
        outlook=f"{OUTLOOK}addfromweb?{urlencode({'url': url, 'name': name})}",
    )


@register.simple_tag
def event_links(event: Event, url: str) -> Links:
    """To put one event in, with nothing but what anyone may see: what follows goes to Google or Microsoft."""
    starts, ends = event.starts_at.astimezone(UTC), event.ends_at.astimezone(UTC)
    about = "\n\n".join(filter(None, (event.words("summary"), url)))
    google = {
        "action": "TEMPLATE",
        "text": str(event),
        "dates": f"{starts:%Y%m%dT%H%M%SZ}/{ends:%Y%m%dT%H%M%SZ}",
        "ctz": event.timezone,
        "location": event.where(),
        "details": about,
    }
    outlook = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": str(event),
        "startdt": f"{starts:%Y-%m-%dT%H:%M:%SZ}",
        "enddt": f"{ends:%Y-%m-%dT%H:%M:%SZ}",
        "location": event.where(),
        "body": about,
    }
    return Links(
        file="",
        program="",
        google=f"{GOOGLE}render?{urlencode(google)}",
        outlook=f"{OUTLOOK}deeplink/compose?{urlencode(outlook)}",
    )

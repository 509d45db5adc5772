"""When an event is, by the clocks of its place: from what a person types to an instant, and back."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_name
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from campaigns.events.models import Event
from campaigns.messaging.hours import zone_of_zip
from chapters.models import Chapter, Zip, known_zone

LONGEST = timedelta(days=14)


def local_times(event: Event) -> dict[str, date | time | None]:
    """The day and hours as the form asks for them; nothing without a date."""
    if not event.has_date:
        return {}
    first, last = event.starts_at.astimezone(event.zone), event.ends_at.astimezone(event.zone)
    return {
        "day": first.date(),
        "begins": first.time(),
        "ends": last.time(),
        "last_day": last.date() if last.date() != first.date() else None,
    }


def zone_for(zip: str, chapter: Chapter) -> ZoneInfo:
    name = zone_of_zip(zip) or chapter.timezone
    try:
        known_zone(name)
    except ValidationError:  # the ZIP table has a few that no clock knows
        return chapter.zone
    return ZoneInfo(name)


def zone_words(zone: ZoneInfo) -> str:
    """ "Pacific Time", in the language that is active."""
    return str(get_timezone_name(str(zone), width="long", locale=get_language() or "en"))


def is_unknown_zip(code: str, chapter: Chapter) -> bool:
    """Not in the table of ZIP codes, nor one of the chapter's own. Without a table nothing can be said against it."""
    if code == chapter.zip or Zip.objects.filter(pk=code).exists() or chapter.zips.filter(zip=code).exists():
        return False
    return Zip.objects.exists()


def at(day: date, hour: time, zone: ZoneInfo) -> datetime:
    """UTC. Raises ValidationError for an hour that the clocks of that zone skip in spring."""
    local = datetime.combine(day, hour, zone)
    if local.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise ValidationError(_("The clocks skip this hour on that day. Choose another time."))
    return local.astimezone(UTC)


def comes_twice(day: date, hour: time, zone: ZoneInfo) -> bool:
    """Is it in the hour that the clocks repeat in autumn? `at` takes the first of the two."""
    local = datetime.combine(day, hour, zone)
    return local.utcoffset() != local.replace(fold=1).utcoffset()


def by_rule(day: date, begins: time, minutes: int, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Start and end (UTC) of one day of a series, `minutes` by the clock on the wall. In the hour that the clocks skip
    in spring it begins one hour later, in the one they repeat at the first of the two (RFC 5545 3.3.5)."""
    local = datetime.combine(day, begins)
    starts_at, ends_at = (
        when.replace(tzinfo=zone).astimezone(UTC) for when in (local, local + timedelta(minutes=minutes))
    )
    return starts_at, ends_at if ends_at > starts_at else starts_at + timedelta(minutes=minutes)


def wall_minutes(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> int:
    """How long by the clock on the wall; at least 1."""
    first, last = (when.astimezone(zone).replace(tzinfo=None) for when in (starts_at, ends_at))
    return max(1, int((last - first).total_seconds() // 60))


def moved_along(when: datetime, zone: ZoneInfo, *, by: timedelta) -> datetime:
    """`when` (UTC) moved by the clock on the wall, so that 6 pm stays 6 pm in another season."""
    return (when.astimezone(zone).replace(tzinfo=None) + by).replace(tzinfo=zone).astimezone(UTC)


def wall_step(before: datetime, after: datetime, zone: ZoneInfo) -> timedelta:
    """How far apart two instants are by the clock on the wall."""
    first, last = (when.astimezone(zone).replace(tzinfo=None) for when in (before, after))
    return last - first

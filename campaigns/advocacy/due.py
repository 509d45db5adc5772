"""What a campaign needs from its team now: what is due, the soonest first, and what it still lacks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.models import CallToAction, Campaign, MeasureStage
from chapters import dates
from chapters.access import Can, may
from chapters.models import Role

LOOK_AHEAD = timedelta(days=45)
EACH = 3
STOPPED = (CallToAction.State.DONE, CallToAction.State.STOPPED)


@dataclass(frozen=True)
class Due:
    """One thing to do: what, why, the word on its button and where it leads; `on` is the day, where there is one."""

    words: str
    why: str
    button: str
    url: str
    drawing: str
    on: date | None = None
    is_late: bool = False


Provider = Callable[[Campaign], Iterator[Due]]


def due(campaign: Campaign, role: Role) -> list[Due]:
    """All that this role can act on: late first, then by day, then what has no day."""
    found = [one for needs, provider in DUE if may(role.kind, needs) for one in provider(campaign)]
    return sorted(found, key=lambda one: one.on or date.max)


def lacking(campaign: Campaign, role: Role) -> list[Due]:
    """What a campaign needs before it can win anything."""
    return [one for needs, provider in LACKING if may(role.kind, needs) for one in provider(campaign)]


def today_of(campaign: Campaign) -> date:
    return timezone.localdate(timezone=campaign.chapter.zone)


def link(name: str, campaign: Campaign, *codes: str) -> str:
    return reverse(name, args=[campaign.chapter.slug, *codes])


# --- due -------------------------------------------------------------------------------------------


def next_event(campaign: Campaign) -> Iterator[Due]:
    for event in campaign.events.ahead().with_words()[:1]:
        day = dates.local(event.starts_at, event.zone).date() if event.has_date else None
        seats = event.seats_taken
        said = ngettext("%(n)s is coming.", "%(n)s are coming.", seats) % {"n": seats}
        why = f"{dates.spoken(event.starts_at, event.zone)}. {said}"
        yield Due(str(event), why, _("Look at it"), link("campaigns:events_show", campaign, event.code), "cal", day)


def next_message(campaign: Campaign) -> Iterator[Due]:
    waiting = campaign.calls_to_action.exclude(state__in=STOPPED).order_by("send_at", "id")
    for call in waiting[:EACH]:
        day = dates.local(call.send_at, campaign.chapter.zone).date() if call.send_at else None
        why = call.get_state_display() if day is None else f"{call.get_state_display()}, {dates.on_weekday(day)}"
        url = link("campaigns:messaging_open", campaign, call.code)
        yield Due(_("Message: %(title)s") % {"title": call.title}, why, _("Read it"), url, "send", day)


def decisions(campaign: Campaign) -> Iterator[Due]:
    """The days on which a body takes up a bill."""
    here = today_of(campaign)
    stages = MeasureStage.objects.filter(measure__campaign=campaign, reached_on__range=(here, here + LOOK_AHEAD))
    for stage in stages.select_related("measure").order_by("reached_on")[:EACH]:
        words = _("%(bill)s: %(step)s") % {"bill": stage.measure, "step": stage.get_kind_display()}
        days = (stage.reached_on - here).days if stage.reached_on else 0
        left = _("Today.") if not days else ngettext("%(n)s day left.", "%(n)s days left.", days) % {"n": days}
        url = link("campaigns:story_inside", campaign, campaign.code) + f"#stage-{stage.code}"
        yield Due(words, f"{left} {stage.words}".strip(), _("Look at it"), url, "clock", stage.reached_on)


DUE: tuple[tuple[Can, Provider], ...] = (
    (Can.SEE_EVENTS, next_event),
    (Can.WRITE, next_message),
    (Can.SEE_TODAY, decisions),
)


# --- lacking ---------------------------------------------------------------------------------------


def the_points(campaign: Campaign) -> Iterator[Due]:
    if not campaign.demands.exists():
        url = link("campaigns:demand_create", campaign, campaign.code)
        why = _("A demand without points can be met with nice words.")
        yield Due(_("Write what the law must say"), why, _("Add a point"), url, "check")


def a_page(campaign: Campaign) -> Iterator[Due]:
    if not campaign.is_public:
        url = link("campaigns:edit", campaign, campaign.code)
        yield Due(_("Make the page public"), _("Until then nobody can find it."), _("Look at it"), url, "globe")


def an_event(campaign: Campaign) -> Iterator[Due]:
    if not campaign.events.ahead().exists():
        url = link("campaigns:events_create", campaign) + f"?campaign={campaign.code}"
        yield Due(_("Plan the next event"), _("Nothing is coming up."), _("Hold an event"), url, "cal")


LACKING: tuple[tuple[Can, Provider], ...] = (
    (Can.RUN_CAMPAIGNS, the_points),
    (Can.RUN_CAMPAIGNS, a_page),
    (Can.HOLD_EVENTS, an_event),
)

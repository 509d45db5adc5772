"""What a campaign needs from its team now: what is due, the soonest first, and what it still lacks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
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


def votes(campaign: Campaign) -> Iterator[Due]:
    """Who decides next, how many days are left and how many votes are missing."""
    here = today_of(campaign)
    for vote in campaign.coming_votes.undecided().with_voters()[:EACH]:
        tally = vote.tally
        missing = ngettext("%(n)s vote is missing.", "%(n)s votes are missing.", tally.lacking) % {"n": tally.lacking}
        enough = _("The votes are promised. Keep them.") if tally.is_enough else missing
        url = link("campaigns:advocacy_measures", campaign, campaign.code) + "#votes"
        words = _("%(body)s decides") % {"body": capfirst(vote.body)}
        why = f"{days_left(vote.decides_on, here)} {enough}"
        yield Due(words, why, _("See the count"), url, "flag", vote.decides_on, is_late=is_past(vote.decides_on, here))


def days_left(day: date | None, here: date) -> str:
    if day is None:
        return _("Date not set.")
    days = (day - here).days
    if days < 0:
        return _("It was on %(day)s.") % {"day": dates.on_weekday(day)}
    return ngettext("%(n)s day left.", "%(n)s days left.", days) % {"n": days} if days else _("Today.")


def is_past(day: date | None, here: date) -> bool:
    return day is not None and day < here


def promises(campaign: Campaign) -> Iterator[Due]:
    """What an official promised for a day that is near or over."""
    here = today_of(campaign)
    near = campaign.commitments.open().filter(due_on__lte=here + LOOK_AHEAD).select_related("official")
    for promise in near.order_by("due_on", "id")[:EACH]:
        words = _("%(name)s promised: %(words)s") % {"name": promise.official.name, "words": promise.words}
        url = link("campaigns:advocacy_official", campaign, promise.official.code) + "#promises"
        late = is_past(promise.due_on, here)
        yield Due(words, days_left(promise.due_on, here), _("Ask them"), url, "clock", promise.due_on, is_late=late)


def rewrites(campaign: Campaign) -> Iterator[Due]:
    behind = campaign.actions.open().exclude(rewrite_since=None).order_by("rewrite_since")
    for action in behind.with_words()[:EACH]:
        url = link("campaigns:advocacy_action_show", campaign, action.code)
        words = _("Rewrite the words of “%(action)s”") % {"action": action}
        since = dates.local(action.rewrite_since or timezone.now(), campaign.chapter.zone).date()
        yield Due(words, _("The bill changed. People still say the old words."), _("Rewrite"), url, "pen", since)


def paper(campaign: Campaign) -> Iterator[Due]:
    for batch in campaign.paper_batches.to_deliver().order_by("collected_on", "id")[:EACH]:
        why = _("Collected on %(day)s, and not handed over yet.") % {"day": dates.on_day(batch.collected_on)}
        url = link("campaigns:advocacy_paper", campaign, batch.code)
        yield Due(_("Deliver %(pile)s") % {"pile": batch.in_words}, why, _("See the pile"), url, "card")


def decisions(campaign: Campaign) -> Iterator[Due]:
    """The days on which a body takes up a bill."""
    here = today_of(campaign)
    stages = MeasureStage.objects.filter(measure__campaign=campaign, reached_on__range=(here, here + LOOK_AHEAD))
    for stage in stages.select_related("measure").order_by("reached_on")[:EACH]:
        words = _("%(bill)s: %(step)s") % {"bill": stage.measure, "step": stage.get_kind_display()}
        url = link("campaigns:advocacy_measure_show", campaign, campaign.code, stage.measure.code)
        why = f"{days_left(stage.reached_on, here)} {stage.words}".strip()
        yield Due(words, why, _("Look at it"), url, "clock", stage.reached_on)


DUE: tuple[tuple[Can, Provider], ...] = (
    (Can.SEE_EVENTS, next_event),
    (Can.WRITE, next_message),
    (Can.RUN_CAMPAIGNS, votes),
    (Can.RUN_CAMPAIGNS, decisions),
    (Can.RUN_CAMPAIGNS, promises),
    (Can.RUN_CAMPAIGNS, rewrites),
    (Can.RUN_CAMPAIGNS, paper),
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


def the_targets(campaign: Campaign) -> Iterator[Due]:
    if not campaign.targets.exists():
        url = link("campaigns:advocacy_targets", campaign, campaign.code)
        why = _("A campaign moves named people from one place to another.")
        yield Due(_("Say whom you must move"), why, _("Choose officials"), url, "people")


def an_event(campaign: Campaign) -> Iterator[Due]:
    if not campaign.events.ahead().exists():
        url = link("campaigns:events_create", campaign) + f"?campaign={campaign.code}"
        yield Due(_("Plan the next event"), _("Nothing is coming up."), _("Hold an event"), url, "cal")


LACKING: tuple[tuple[Can, Provider], ...] = (
    (Can.RUN_CAMPAIGNS, the_points),
    (Can.RUN_CAMPAIGNS, the_targets),
    (Can.RUN_CAMPAIGNS, a_page),
    (Can.HOLD_EVENTS, an_event),
)

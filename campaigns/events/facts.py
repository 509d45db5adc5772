"""What a campaign's events give to its timeline: those that were held, and those that are ahead."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.advocacy.facts import Fact
from campaigns.models import Campaign, Event, Moment
from chapters import dates
from chapters.templatetags.look import rounded

KINDS = {
    Event.Kind.VIGIL: Moment.Kind.VIGIL,
    Event.Kind.TOWN_HALL: Moment.Kind.FORUM,
    Event.Kind.TEACH_IN: Moment.Kind.FORUM,
    Event.Kind.HEARING: Moment.Kind.HEARING,
}
# Evenings of work: the team's own story is full of them, the public one is not.
AMONG_US = {Event.Kind.MEETING, Event.Kind.COALITION_MEETING, Event.Kind.TRAINING}


def facts(campaign: Campaign) -> Iterator[Fact]:
    """Drafts, what was only proposed and what was called off never happened."""
    rows = campaign.events.published().filter(cancelled_at=None, turned_down_at=None)
    for event in rows.select_related("chapter").prefetch_related("texts"):
        body, body_language = said(event)
        yield Fact(
            f"event:{event.code}",
            KINDS.get(Event.Kind(event.kind), Moment.Kind.MEETING),
            dates.local(event.starts_at, event.zone).date() if event.has_date else None,
            str(event),
            body,
            is_public=event.is_public and not (event.is_over and is_ours(event)),
            is_open=not event.is_over,
            url=reverse("campaigns:events_page", args=[event.code]) if event.is_public else "",
            inside_url=reverse("campaigns:events_show", args=[event.chapter.slug, event.code]),
            language=getattr(event.text, "language", ""),
            body_language=body_language,
        )


def is_ours(event: Event) -> bool:
    """Nobody's business once it is over."""
    return event.keeps_no_attendance or event.kind in AMONG_US


def said(event: Event) -> tuple[str, str]:
    """How many came, or why to come; and the language of these words, "" for that of the page."""
    count = "" if event.keeps_no_attendance else rounded(event.came or 0)
    if count:
        return _("%(count)s people came.") % {"count": count}, ""
    return ("", "") if event.is_over else (event.words("summary"), getattr(event.text, "language", ""))

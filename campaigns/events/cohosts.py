"""Who holds an event with us: what each of them sees, who came by their link, and what the page says about it.

They see numbers at most, never people; of a sensitive event not even those, and nobody is counted to a link.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.events.models import CoHost, Event, Rsvp
from chapters import audit
from chapters.coalitions.together import Together
from chapters.models import Chapter, PartnerOrganization, User

State, Sees = CoHost.State, CoHost.Sees
FIELD = "with"  # in the address of an event and in its form
HOLDING = Q(rsvps__state__in=Rsvp.HOLDS_SEAT)
THEY_SEE = {
    Sees.NOTHING: gettext_lazy("They see no numbers and no names."),
    Sees.OWN: gettext_lazy("They see how many come by their link, never who."),
    Sees.NUMBERS: gettext_lazy("They see how many come, never who."),
}
YOU_SEE = {
    Sees.NOTHING: gettext_lazy("You see no numbers and no names. The page says so."),
    Sees.OWN: gettext_lazy("You see how many come by your link, never who. The page says so."),
    Sees.NUMBERS: gettext_lazy("You see how many come, never who. The page says so."),
}
EACH_SEES = {
    Sees.NOTHING: gettext_lazy("No numbers and no names are seen by %(names)s."),
    Sees.OWN: gettext_lazy("How many come by their link, never who, is seen by %(names)s."),
    Sees.NUMBERS: gettext_lazy("How many come, never who, is seen by %(names)s."),
}


# --- asked, answered, left -------------------------------------------------------------------------


@transaction.atomic
def ask(
    event: Event,
    *,
    partner: PartnerOrganization | None = None,
    other: Chapter | None = None,
    sees: str,
    pledge: int | None,
    has_agreed: bool = False,
    by: User,
) -> CoHost:
    """Ask a partner or another chapter. `has_agreed`: a partner said yes already; a chapter answers itself."""
    state = State.YES if has_agreed and partner else State.ASKED
    given = {"chapter_id": event.chapter_id, "sees": sees, "pledge": pledge, "state": state}
    co_host, is_new = event.co_hosts.get_or_create(partner=partner, other_chapter=other, defaults=given)
    if is_new:
        audit.record("co_host_asked", chapter=event.chapter, by=by, subject=co_host)
    return co_host


@transaction.atomic
def answer(co_host: CoHost, *, agrees: bool, by: User | None, chapter: Chapter) -> None:
    """Their yes or no, which they may change; `chapter` keeps the record of it."""
    co_host.state = State.YES if agrees else State.NO
    co_host.save(update_fields=["state", "updated_at"])
    audit.record("co_host_yes" if agrees else "co_host_no", chapter=chapter, by=by, subject=co_host)


@transaction.atomic
def remove(co_host: CoHost, *, by: User) -> None:
    """Their links stop, and nobody is counted to them any more."""
    audit.record("co_host_removed", chapter=co_host.chapter, by=by, subject=co_host)
    co_host.delete()


# --- links that count ------------------------------------------------------------------------------


def counted_link(co_host: CoHost) -> str:
    page = reverse("campaigns:events_page", args=[co_host.event.code])
    return f"{settings.PUBLIC_URL}{page}?{FIELD}={co_host.code}"


def page_link(co_host: CoHost) -> str:
    """The page of a partner, who has no account."""
    return settings.PUBLIC_URL + reverse("campaigns:events_cohost_page", args=[co_host.secret])


def via_of(request: HttpRequest, event: Event) -> CoHost | None:
    """Whose link led here: from the address, or from the form that was opened by it. None for a foreign code."""
    code = request.POST.get(FIELD) or request.GET.get(FIELD)
    if not code or event.keeps_no_attendance:
        return None
    return event.co_hosts.agreed().filter(code=code).first()


def credit(request: HttpRequest, rsvp: Rsvp) -> None:
    """Count a new answer to whoever's link it came by. The first link holds."""
    if rsvp.via_id is None and (co_host := via_of(request, rsvp.event)):
        Rsvp.objects.filter(pk=rsvp.pk, via=None).update(via=co_host)


# --- what is seen ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Numbers:
    """None stands for what they do not see."""

    by_link: int | None
    coming: int | None


def numbers(co_host: CoHost) -> Numbers:
    sees = co_host.may_see if co_host.state == State.YES else Sees.NOTHING
    theirs = co_host.rsvps.holding_a_seat().aggregate(people=Coalesce(Sum("party_size"), 0))
    return Numbers(
        theirs["people"] if sees != Sees.NOTHING else None,
        co_host.event.seats_taken if sees == Sees.NUMBERS else None,
    )


def rows(event: Event) -> QuerySet[CoHost]:
    """For our own page: all who were asked, each with `brought`, the people who come by their link."""
    asked = event.co_hosts.select_related("partner", "other_chapter")
    return asked.annotate(brought=Coalesce(Sum("rsvps__party_size", filter=HOLDING), 0))


def said(event: Event) -> str:
    """ "With CHIRLA and East Valley Together. They see how many come, never who." """
    agreed = list(event.co_hosts.agreed().select_related("partner", "other_chapter"))
    if not agreed:
        return ""
    return " ".join([_("With %(names)s.") % {"names": named(agreed)}, *what_they_see(event, agreed)])


def what_they_see(event: Event, agreed: Sequence[CoHost]) -> Iterator[str]:
    for co_host in agreed:
        co_host.event = event
    if len(different := {co_host.may_see for co_host in agreed}) == 1:
        yield str(THEY_SEE[Sees(different.pop())])
        return
    for sees in Sees:
        if some := [co_host for co_host in agreed if co_host.may_see == sees]:
            yield str(EACH_SEES[sees]) % {"names": named(some)}


def named(co_hosts: Sequence[CoHost]) -> str:
    return get_text_list([str(co_host) for co_host in co_hosts], _("and"))


# --- events of others ------------------------------------------------------------------------------


def with_us(chapter: Chapter) -> QuerySet[CoHost]:
    """What other chapters hold with this one or ask it to, soonest first; not what it said no to."""
    asked = chapter.co_hosted.exclude(state=State.NO).filter(chapter__closed_at=None)
    coming = asked.filter(event__ends_at__gt=timezone.now(), event__cancelled_at=None)
    return coming.select_related("event__chapter").prefetch_related("event__texts").order_by("event__starts_at", "pk")


def held_with(partner: PartnerOrganization) -> Iterator[Together]:
    """Events that a partner holds or holds with us."""
    for event in partner.events.with_words():
        yield together(event, _("They hold it. We come."))
    agreed = partner.co_hosted.agreed().select_related("event__chapter").prefetch_related("event__texts")
    for co_host in agreed:
        yield together(co_host.event, _("Held with us."))


def together(event: Event, words: str) -> Together:
    url = reverse("campaigns:events_show", args=[event.chapter.slug, event.code])
    return Together(str(event), event.starts_at, event.timezone, url, words)

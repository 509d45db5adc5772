"""What a person answered to our events, as lines of their history."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.events.models import Rsvp
from chapters.members.models import Member
from chapters.members.timeline import Entry

KIND = "cal"


def entries(member: Member) -> list[Entry]:
    """One line an answer and one a visit; none for kinds whose attendance is nobody's business."""
    rows = member.rsvps.select_related("event__chapter", "check_in").prefetch_related("event__texts")
    known = [rsvp for rsvp in rows if not rsvp.event.keeps_no_attendance]
    return [*map(entry, known), *(visit(rsvp) for rsvp in known if has_come(rsvp))]


def has_come(rsvp: Rsvp) -> bool:
    return hasattr(rsvp, "check_in") and rsvp.check_in.arrived > 0


def visit(rsvp: Rsvp) -> Entry:
    url = reverse("campaigns:events_show", args=[rsvp.event.chapter.slug, rsvp.event.code])
    return Entry(rsvp.check_in.tapped_at, _("Came: %(event)s") % {"event": rsvp.event}, KIND, url)


def entry(rsvp: Rsvp) -> Entry:
    url = reverse("campaigns:events_show", args=[rsvp.event.chapter.slug, rsvp.event.code])
    return Entry(rsvp.updated_at, words(rsvp), KIND, url)


def words(rsvp: Rsvp) -> str:
    facts = {"event": rsvp.event, "n": rsvp.party_size}
    if rsvp.holds_seat:
        return ngettext("Saved a seat: %(event)s", "Saved %(n)s seats: %(event)s", rsvp.party_size) % facts
    if rsvp.state == Rsvp.State.WAITLISTED:
        return _("On the waiting list: %(event)s") % facts
    if rsvp.state == Rsvp.State.CANCELLED:
        return _("Cancelled: %(event)s") % facts
    return _("Said no: %(event)s") % facts

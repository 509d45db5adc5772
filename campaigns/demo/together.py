"""The demo's partners, who holds what with whom, and an event that a member offers to hold."""

from datetime import timedelta

from django.utils import timezone

from campaigns.demo.cast import EAST_VALLEY, HIGHLAND_PARK
from campaigns.events import cohosts, proposals
from campaigns.models import CoHost, Event, EventText, Rsvp
from chapters.models import Chapter, Member, PartnerOrganization, User

CAME_BY_THE_PARISH = 9


def join(
    chapters: dict[str, Chapter], events: dict[str, Event], members: dict[str, list[Member]], users: dict[str, User]
) -> None:
    here, lead = chapters[HIGHLAND_PARK], users["lead"]
    parish = PartnerOrganization.objects.create(
        chapter=here, name="St. Jude Parish", contact_name="Sister Amparo", phone="+13235550198", note="After 3 pm."
    )
    union = PartnerOrganization.objects.create(
        chapter=here, name="Garment Workers of the Northeast", url="https://garment.example"
    )
    by_parish = cohosts.ask(events["town-hall"], partner=parish, sees="own", pledge=40, has_agreed=True, by=lead)
    credit(by_parish)
    cohosts.ask(events["potluck"], other=here, sees="numbers", pledge=25, by=users["neighbor"])
    march(union, events["vigil"], lead)
    offer(events["meeting"], next(member for member in members[HIGHLAND_PARK] if member.phone))
    cohosts.ask(events["vigil"], other=chapters[EAST_VALLEY], sees="own", pledge=15, by=lead)


def credit(co_host: CoHost) -> None:
    """Some of those who come did so by the link of the co-host."""
    first = co_host.event.rsvps.holding_a_seat().order_by("id")[:CAME_BY_THE_PARISH]
    Rsvp.objects.filter(pk__in=[rsvp.pk for rsvp in first]).update(via=co_host)


def march(partner: PartnerOrganization, beside: Event, lead: User) -> Event:
    """Theirs: we table there."""
    starts_at = beside.starts_at + timedelta(days=3, hours=-5)
    event = Event.objects.create(
        chapter=partner.chapter,
        kind=Event.Kind.RALLY,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=4),
        timezone=beside.timezone,
        place="MacArthur Park",
        zip="90057",
        published_at=timezone.now(),
        created_by=lead,
        partner=partner,
        their_url="https://garment.example/march",
    )
    tabled = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=3)}
    event.shifts.create(chapter=partner.chapter, job="table", capacity=4, **tabled)
    write(event, en=("March for a living wage", "We march and table with them."))
    write(event, es=("Marcha por un salario digno", "Marchamos y ponemos una mesa con ellos."))
    return event


def offer(beside: Event, host: Member) -> Event:
    """Waits for a lead's yes since yesterday."""
    event = proposals.blank(beside.chapter)
    event.kind, event.host, event.place, event.zip = Event.Kind.OTHER, host, "Ana's kitchen, Avenue 57", "90042"
    event.starts_at, event.ends_at = beside.starts_at + timedelta(days=8), beside.ends_at + timedelta(days=8)
    event.timezone, event.proposed_at = beside.timezone, timezone.now() - timedelta(hours=20)
    event.save()
    write(event, en=("Soup and letters", "We write to the council together, with soup."))
    write(event, es=("Sopa y cartas", "Escribimos juntos al concejo, con sopa."))
    return event


def write(event: Event, **words: tuple[str, str]) -> None:
    for language, (title, summary) in words.items():
        EventText.objects.create(parent=event, language=language, title=title, summary=summary)

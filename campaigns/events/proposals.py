"""Events that volunteers offer to hold: they wait, seen by nobody outside, until the chapter says yes or no."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from campaigns.events import consents, host_links, host_words
from campaigns.events.host_forms import ProposeForm
from campaigns.events.models import Event
from campaigns.events.reminders import CONFIRMS_A_DAY
from campaigns.messaging.models import Delivery
from chapters import audit, limits
from chapters.members import consenting
from chapters.members.contacts import address_index
from chapters.members.matching import remember
from chapters.models import Chapter, Consent, Member, User

MOST_WAITING = 50  # of one chapter: more is a flood that nobody can answer within 2 days
MOST_EACH = 3


class TooMany(Exception):
    """The chapter, or this person, has too many that nobody answered yet."""


def blank(chapter: Chapter) -> Event:
    """The street of a home is for people with a seat."""
    return Event(chapter=chapter, address_shown=Event.AddressShown.RSVP, proposed_at=timezone.now())


@transaction.atomic
def propose(form: ProposeForm, chapter: Chapter) -> Event:
    """Keep the plan of a volunteer, and write to them that we have it. The same plan again is the one we have. Raises
    TooMany."""
    given, language = form.cleaned_data, spoken_here(chapter)
    contact = {name: given[name] for name in ("phone", "email") if name in given}
    host = remember(chapter, name=given["name"], language=language, **contact)
    waiting = chapter.events.proposed()
    same = waiting.filter(host=host, starts_at=form.instance.starts_at).first()
    if same:
        return same
    if waiting.count() >= MOST_WAITING or waiting.filter(host=host).count() >= MOST_EACH:
        raise TooMany
    event: Event = form.save(commit=False)
    event.host = host
    event.save()
    event.texts.create(language=language, title=given["title"], summary=given["summary"])
    if given["hear"]:
        agree(host, form)
    thank(event, host, channel=form.channel)
    return event


def spoken_here(chapter: Chapter) -> str:
    """The language of the page they typed on, if the chapter writes in it."""
    language = get_language() or ""
    return language if language in chapter.languages else str(chapter.languages[0])


def agree(host: Member, form: ProposeForm) -> None:
    """Their yes to hearing from the chapter, with the sentence as it stood on the page."""
    asked = form.question
    consenting.record(
        host,
        form.channel,
        given=True,
        source=Consent.Source.FORM,
        detail=f"/h/new/{host.chapter.slug}/",
        wording=asked.wording or consents.first_wording(host.chapter, form.channel),
        wording_text=asked.sentence,
        language=get_language() or "",
    )


def thank(event: Event, host: Member, *, channel: str) -> None:
    """Whoever types in somebody else's number cannot flood it."""
    index = address_index(channel, host.address_on(channel))
    if limits.take(f"confirm:{index}", size=CONFIRMS_A_DAY, per_seconds=86_400):
        note = host_words.proposed(event, host)
        key = f"event:{event.pk}:proposed"
        host_words.write(event.chapter, host, key, Delivery.Purpose.CONFIRM, note, first=channel)


@transaction.atomic
def say_yes(event: Event, *, by: User) -> bool:
    """Make it public and hand the keys to its host. False when it was answered before, or is over."""
    now = timezone.now()
    if not event.chapter.events.proposed().filter(pk=event.pk).update(published_at=now, updated_at=now):
        return False
    event.published_at = now
    audit.record("event_published", chapter=event.chapter, by=by, subject=event)
    welcome(event, by=by)
    return True


def welcome(event: Event, *, by: User | None) -> None:
    """Whoever offered an event that is public now gets its keys; of others nothing happens."""
    if event.proposed_at and event.host:
        Event.objects.filter(pk=event.pk).update(turned_down_at=None)
        host_links.give(event, event.host, by=by)


@transaction.atomic
def say_no(event: Event, why: str, *, by: User) -> bool:
    """The host gets our words. False when it was answered before."""
    now = timezone.now()
    if not event.chapter.events.proposed().filter(pk=event.pk).update(turned_down_at=now, updated_at=now):
        return False
    audit.record("event_turned_down", chapter=event.chapter, by=by, subject=event)
    if event.host:
        note = host_words.turned_down(event, event.host, why)
        host_words.write(event.chapter, event.host, f"event:{event.pk}:no", Delivery.Purpose.NOTICE, note)
    return True

"""What of campaigns hangs on one person: threads, drafts, events they hold, and the keys they know."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from chapters.accounts.leaving import SHOWN, Held
from chapters.members.contacts import shown_phone
from chapters.models import Chapter, User


def page(name: str, chapter: Chapter, *codes: str) -> str:
    return reverse(f"campaigns:{name}", args=[chapter.slug, *codes])


def threads(chapter: Chapter, user: User) -> Iterator[Held]:
    rows = chapter.conversations.filter(assigned_to=user)
    lines = [
        (one.member.name if one.member else _("Somebody"), page("messaging_thread", chapter, one.code))
        for one in rows.select_related("member")[:SHOWN]
    ]
    yield Held(_("Conversations that are theirs"), lines, rows, "assigned_to")


def drafts(chapter: Chapter, user: User) -> Iterator[Held]:
    """Messages not sent yet: what they wrote stays theirs once it went out."""
    rows = chapter.calls_to_action.filter(written_by=user, state__in=("draft", "sent_back"))
    lines = [(one.title, page("messaging_compose", chapter, one.code)) for one in rows[:SHOWN]]
    yield Held(_("Messages they were writing"), lines, rows, "written_by")


def events(chapter: Chapter, user: User) -> Iterator[Held]:
    """Events they hold, and jobs they said they would do. Somebody else has to say yes to those."""
    mine = chapter.events.upcoming().filter(cancelled_at=None, host__user=user).with_words()
    lines = [(str(one), page("events_show", chapter, one.code)) for one in mine[:SHOWN]]
    yield Held(_("Events they hold: find another host"), lines)
    jobs = chapter.shifts.filter(seats__rsvp__member__user=user, event__in=chapter.events.upcoming())
    lines = [
        (f"{one}, {one.event}", page("events_shifts", chapter, one.event.code))
        for one in jobs.select_related("event__chapter").prefetch_related("event__texts")[:SHOWN]
    ]
    yield Held(_("Jobs they promised to do"), lines)


def keys(chapter: Chapter, user: User) -> Iterator[Held]:
    """What a person knows goes with them: change it."""
    change = _("Change who may sign in at Twilio or the mail service: %(sender)s")
    senders = page("messaging_senders", chapter)
    lines = [(change % {"sender": shown_phone(one.address)}, senders) for one in chapter.senders.active()]
    if chapter.hotline:
        lines.append((_("Does the hotline ring at their home? %(number)s") % {"number": chapter.hotline}, ""))
    if chapter.contact_email:
        lines.append((_("Who reads this mailbox? %(email)s") % {"email": chapter.contact_email}, ""))
    lines.append((_("Shared folders, the calendar, the key to the room"), ""))
    yield Held(_("Keys to change or take back"), lines)

"""The program of an event by the clock, who speaks in it, and what of it the public sees."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from campaigns.events.models import Event, ProgramItem, Speaker
from campaigns.models import ContactEntry
from chapters import audit
from chapters.access import Can, may
from chapters.models import Role, User

State = Speaker.State
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Part:
    """One item with its hours; who speaks as this reader may see it, None and "" for nobody."""

    item: ProgramItem
    starts_at: datetime
    ends_at: datetime
    speaker: Speaker | None
    name: str


def parts(event: Event, role: Role | None = None) -> list[Part]:
    """In order, each beginning when the one before it ends. Without a role for the public: no speaker who has not said
    yes."""
    rows, at = [], event.starts_at
    items = event.program.select_related("chapter", "speaker__chapter", "speaker__member")
    for item in items.prefetch_related("texts", "speaker__texts"):
        ends_at = at + item.minutes * MINUTE
        speaker = item.speaker if item.speaker and (item.speaker.is_public or role) else None
        rows.append(Part(item, at, ends_at, speaker, name_for(speaker, role) if speaker else ""))
        at = ends_at
    return rows


def minutes_over(event: Event, rows: Sequence[Part]) -> int:
    """By how many minutes the program is longer than the event; negative when there is time left."""
    ends_at = rows[-1].ends_at if rows else event.starts_at
    return int((ends_at - event.ends_at) / MINUTE)


def shown(event: Event) -> dict[str, object]:
    """For the page that anyone may open."""
    return {"program": parts(event), "speakers": event.speakers.public().with_words()}


# --- speakers --------------------------------------------------------------------------------------


def name_for(speaker: Speaker, role: Role | None) -> str:
    """A neighbor's whole name only for those who reach people, until it is public; that of an official always."""
    if speaker.is_public or speaker.official_id or speaker.partner_id or (role and may(role.kind, Can.SEE_PEOPLE)):
        return speaker.name
    if speaker.member:
        return speaker.member.short_name
    first, *rest = speaker.name.split()
    return f"{first} {rest[-1][0]}." if rest else first


@transaction.atomic
def answer(speaker: Speaker, state: str, *, by: User) -> bool:
    """Write down that they were asked, or what they said. False when that is written down already."""
    rows = Speaker.objects.select_related("event__chapter", "official").select_for_update(of=("self",))
    speaker = rows.get(pk=speaker.pk)
    if speaker.state == state:
        return False
    now = timezone.now()
    speaker.state = state
    if state == State.ASKED or (state != State.TO_ASK and speaker.asked_at is None):
        speaker.asked_at, speaker.asked_by = now, by
    if state == State.TO_ASK:
        speaker.asked_at = speaker.asked_by = None
    speaker.answered_at = now if state in {State.YES, State.NO} else None
    speaker.has_empty_chair = speaker.has_empty_chair and state in {State.NO, State.SILENT}
    speaker.save()
    log(speaker, by=by)
    audit.record("speaker_state", chapter=speaker.event.chapter, by=by, subject=speaker, state=state)
    return True


def log(speaker: Speaker, *, by: User) -> None:
    """What an official was asked and answered stands in what we know of them."""
    if speaker.official is None or speaker.state == State.TO_ASK:
        return
    event = speaker.event
    with translation.override(event.chapter.languages[0]):
        words = {
            State.ASKED: _("Invited to speak at %(event)s."),
            State.YES: _("Will speak at %(event)s."),
            State.NO: _("Will not speak at %(event)s."),
            State.SILENT: _("Has not answered the invitation to %(event)s."),
        }[State(speaker.state)] % {"event": event}
    ContactEntry.objects.create(
        chapter_id=speaker.chapter_id,
        official=speaker.official,
        campaign_id=event.campaign_id,
        event=event,
        kind=ContactEntry.Kind.EVENT,
        happened_on=timezone.localdate(timezone=event.zone),
        note=words,
        logged_by=by,
    )

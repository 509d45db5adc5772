"""How a hearing ended: in the story of its campaign as a draft, and among the steps of its bill."""

from datetime import date

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.events import after, ordering, words
from campaigns.events.models import Event, Hearing
from campaigns.models import MeasureStage, Moment, MomentText
from chapters import audit
from chapters.models import User

Outcome = Hearing.Outcome
KINDS = {
    Outcome.PASSED: Moment.Kind.WIN,
    Outcome.AMENDED: Moment.Kind.STEP,
    Outcome.PUT_OFF: Moment.Kind.SETBACK,
    Outcome.FAILED: Moment.Kind.SETBACK,
}
LONGEST_TITLE = 140


def of(event: Event) -> Hearing:
    """The row of a hearing, a new one where nobody filled it in yet."""
    rows = Hearing.objects.select_related("chapter", "measure").prefetch_related("texts")
    found = rows.filter(event=event).first() or Hearing(chapter=event.chapter, event=event)
    found.event = event
    return found


def public_number(hearing: Hearing) -> str:
    """The file number for everybody: that of a bill only if the bill is public."""
    shows = hearing.file_number or (hearing.measure is not None and hearing.measure.is_public)
    return hearing.number if shows else ""


def shown(event: Event) -> dict[str, object]:
    """For the page that anyone may open."""
    found = of(event) if event.kind == Event.Kind.HEARING else None
    return {"hearing": found, "file_number": public_number(found) if found else ""}


@transaction.atomic
def end(event: Event, outcome: str, on: date, *, stage: str, by: User) -> Moment | None:
    """Write down how it ended. `stage` is a step for its bill, "" for none. The draft for the story, None without a
    campaign or where the story tells it in somebody's own words already."""
    ordering.hold(event)
    hearing = of(event)
    was = hearing.outcome
    is_new = (was, hearing.outcome_on) != (outcome, on)
    hearing.outcome, hearing.outcome_on = outcome, on
    hearing.save()
    if stage and hearing.measure:
        MeasureStage.objects.get_or_create(
            measure=hearing.measure,
            kind=stage,
            reached_on=on,
            defaults={"chapter_id": hearing.chapter_id, "words": hearing.body[:200]},
        )
    if is_new:
        audit.record("hearing_ended", chapter=event.chapter, by=by, subject=event, outcome=outcome)
    return draft(hearing, was, by=by) if is_new and event.campaign else None


def draft(hearing: Hearing, was: str, *, by: User) -> Moment | None:
    """Only our team sees it until somebody reads it. What was put off gets an entry of its own: the hearing itself is
    still to come."""
    event = hearing.event
    is_put_off = hearing.outcome == Outcome.PUT_OFF
    moment = Moment(chapter_id=event.chapter_id, campaign=event.campaign) if is_put_off else after.moment_of(event)
    if moment.pk and not is_untouched(moment, hearing.event, was):
        return None
    moment.kind, moment.happened_on = KINDS[Outcome(hearing.outcome)], hearing.outcome_on
    moment.is_public, moment.written_by = False, by
    moment.save()
    moment.texts.all().delete()
    MomentText.objects.bulk_create(
        MomentText(
            parent=moment,
            language=language,
            title=title_of(event, hearing.outcome, language),
            body=body_of(hearing, language),
        )
        for language in event.chapter.languages
    )
    return moment


def is_untouched(moment: Moment, event: Event, was: str) -> bool:
    """A draft of ours that nobody changed or showed."""
    if moment.is_public or not was:
        return False
    return all(text.title == title_of(event, was, text.language) for text in moment.texts.all())


def title_of(event: Event, outcome: str, language: str) -> str:
    """ "The council hears the ordinance: it passed"."""
    with translation.override(language):
        ended = str(Outcome(outcome).label)
        return f"{words.title_of(event, language)[: LONGEST_TITLE - len(ended) - 2]}: {ended}"


def body_of(hearing: Hearing, language: str) -> str:
    with translation.override(language):
        spoke = hearing.event.speaking_slots.exclude(spoke_at=None).count()
        lines = [_("Before: %(body)s.") % {"body": hearing.body}] if hearing.body else []
        if spoke:
            lines.append(ngettext("%(n)s of us spoke.", "%(n)s of us spoke.", spoke) % {"n": spoke})
        return " ".join(lines)

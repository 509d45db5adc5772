"""A new person gets a named caller within two days: who joined, whose turn it is, and what waits for whom."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from celery import shared_task
from django.db import transaction
from django.db.models import Count, Min, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from chapters import audit
from chapters.access import CAPABILITIES, Can
from chapters.accounts.leaving import SHOWN, Held
from chapters.dates import day
from chapters.members.consent_models import Consent
from chapters.members.welcome_models import CALL_WITHIN, Welcome
from chapters.models import Chapter, User
from chapters.week import Line, Part

LOOK_BACK = timedelta(days=7)
CALLING = sorted(kind for kind, held in CAPABILITIES.items() if Can.EDIT_PEOPLE in held)
# A yes that came with a list is no sign that somebody just walked in.
CAME_THEMSELVES = (
    Consent.Source.FORM,
    Consent.Source.RSVP,
    Consent.Source.PAPER,
    Consent.Source.KEYWORD,
    Consent.Source.PERSON,
)


@shared_task
def assign() -> None:
    """Runs by the timetable: a caller for everyone who joined lately and has none."""
    since = timezone.now() - LOOK_BACK
    fresh = Consent.objects.filter(is_given=True, at__gt=since, chapter__closed_at=None)
    for chapter in Chapter.objects.filter(pk__in=fresh.values("chapter")):
        assign_in(chapter)


@transaction.atomic
def assign_in(chapter: Chapter) -> int:
    """How many got a caller. Two runs at once make no second call: a person has one welcome."""
    team, now = callers(chapter), timezone.now()
    turns = load_of(chapter, team)
    made = []
    for member in newcomers(chapter):
        caller = min(team, key=lambda user: (turns[user.pk], user.pk)) if team else None
        if caller:
            turns[caller.pk] += 1
        due = max(member.first_yes_at + CALL_WITHIN, now)
        made.append(Welcome(chapter=chapter, member=member, caller=caller, joined_at=member.first_yes_at, due_at=due))
    return len(Welcome.objects.bulk_create(made, ignore_conflicts=True))


def newcomers(chapter: Chapter) -> Sequence[Any]:
    """Members who said their first yes in the last days, by their own hand, left a phone and have not said no since.
    Each with `first_yes_at`."""
    latest = Consent.objects.filter(member=OuterRef("pk"), channel="text").order_by("-id")
    yes = Q(consents__is_given=True)
    people: Any = chapter.members.exclude(phone_index="").filter(welcomes=None, source_import=None)
    people = people.annotate(
        first_yes_at=Min("consents__at", filter=yes),
        themselves=Count("consents", filter=yes & Q(consents__source__in=CAME_THEMSELVES)),
        said=Subquery(latest.values("is_given")[:1]),
    )
    since = timezone.now() - LOOK_BACK
    new = people.filter(first_yes_at__gt=since, created_at__gt=since, themselves__gt=0).filter(
        Q(said=None) | Q(said=True)
    )
    return list(new.exclude(pk__in=chapter.members.opted_out("text")).order_by("first_yes_at", "pk"))


def callers(chapter: Chapter) -> list[User]:
    """Those of the team who may see a phone number, and sign in."""
    roles = chapter.roles.current().filter(kind__in=CALLING, user__is_active=True).select_related("user")
    return [role.user for role in roles.order_by("pk")]


def load_of(chapter: Chapter, team: Sequence[User]) -> Counter[int]:
    """How many calls each of them got lately: whoever has the fewest is next."""
    lately = chapter.welcomes.filter(created_at__gt=timezone.now() - timedelta(days=30))
    return Counter(lately.filter(caller__in=team).values_list("caller", flat=True))


@transaction.atomic
def give(welcome: Welcome, *, to: User, by: User) -> None:
    """Another caller."""
    welcome.caller = to
    welcome.save(update_fields=["caller", "updated_at"])
    audit.record("welcome_given", chapter=welcome.chapter, by=by, subject=to)


@transaction.atomic
def went(welcome: Welcome, outcome: str, *, by: User) -> None:
    """Whoever called, it is theirs now."""
    welcome.caller = by
    welcome.save(update_fields=["caller", "updated_at"])
    welcome.went(outcome)
    audit.record("welcome_called", chapter=welcome.chapter, by=by, subject=welcome.member, outcome=outcome)


def for_week(chapter: Chapter, since: datetime, until: datetime) -> Iterator[Line]:
    """The first calls of the week, on its sheet."""
    for welcome in chapter.welcomes.waiting().select_related("member", "caller"):
        words = _("Call %(name)s, who joined") % {"name": welcome.member.short_name}
        when = _("before %(day)s") % {"day": day(welcome.due_at, chapter.zone)}
        url = reverse("chapters:members_welcome", args=[chapter.slug, welcome.code])
        yield Line(Part.DOING, words, when=when, who=str(welcome.caller or ""), url=url)


def held(chapter: Chapter, user: User) -> Iterator[Held]:
    """New people that this person was going to call."""
    rows = chapter.welcomes.waiting().filter(caller=user)
    lines = [
        (one.member.name, reverse("chapters:members_welcome", args=[chapter.slug, one.code]))
        for one in rows.select_related("member")[:SHOWN]
    ]
    yield Held(_("New people to call"), lines, rows, "caller")

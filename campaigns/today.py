"""What needs a person today: one small provider for each kind of thing, most urgent first."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, F, Q, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.models import CallToAction, Conversation, Rsvp, SendGate
from chapters.access import Can, may
from chapters.dates import ago, spoken, wait
from chapters.members.contacts import shown_phone
from chapters.members.filters import language_name
from chapters.models import Role
from chapters.setup import all_steps

LOOK_BACK = timedelta(days=2)
LOOK_AHEAD = timedelta(days=60)
JOBS_MATTER = timedelta(days=3)
TO_WRITE_DOWN = timedelta(days=7)  # after the end of an event
EACH = 3  # of one kind at most: the rest is one link away


@dataclass(frozen=True)
class Task:
    """One thing to do: a headline, why now, and the one button that leads to it."""

    words: str
    reason: str
    button: str
    url: str
    icon: str


Provider = Callable[[Role], Iterator[Task]]


def tasks(role: Role) -> list[Task]:
    """Everything that this role can act on; the order of `PROVIDERS` is the urgency."""
    return [task for needs, provider in PROVIDERS if may(role.kind, needs) for task in provider(role)]


def link(name: str, role: Role, *codes: str) -> str:
    return reverse(name, args=[role.chapter.slug, *codes])


def waited(conversation: Conversation) -> str:
    now = timezone.now()
    return wait(now - (conversation.waiting_since or now))


def emergencies(role: Role) -> Iterator[Task]:
    waiting = role.chapter.conversations.waiting().filter(is_emergency=True)
    for conversation in waiting[:EACH]:
        yield Task(
            _("Someone wrote about an emergency"),
            _("They have waited %(wait)s. We sent them the hotline. Call them.") % {"wait": waited(conversation)},
            _("See it"),
            link("campaigns:messaging_thread", role, conversation.code),
            "alert",
        )


def closed_gate(role: Role) -> Iterator[Task]:
    gate = SendGate.objects.filter(is_open=False).first()
    if gate:
        yield Task(
            _("Nothing can be sent right now"),
            gate.why or _("The person who runs this site closed sending."),
            _("See messages"),
            link("campaigns:messaging_list", role),
            "alert",
        )


def texts_not_ours(role: Role) -> Iterator[Task]:
    n = role.chapter.strays.unexplained().count()
    if n:
        words = ngettext(
            "%(n)s text left your number that this site did not send",
            "%(n)s texts left your number that this site did not send",
            n,
        ) % {"n": n}
        reason = _("Somebody else may have your key at Twilio.")
        yield Task(words, reason, _("See what to do"), link("campaigns:messaging_strays", role), "alert")


def troubled_senders(role: Role) -> Iterator[Task]:
    for sender in role.chapter.senders.active().exclude(trouble=""):
        words = _("%(sender)s cannot send") % {"sender": shown_phone(sender.address)}
        yield Task(words, sender.trouble_in_words, _("Look at it"), link("campaigns:messaging_senders", role), "alert")


def calls_under_way(role: Role) -> Iterator[Task]:
    """Paused ones wait for a decision; those about to go can still be taken back."""
    for call in role.chapter.calls_to_action.under_way().exclude(state="scheduled").order_by("-state", "pk")[:EACH]:
        people = {"n": call.approved_count}
        words = {
            "paused": ngettext(
                "A message to %(n)s person is paused", "A message to %(n)s people is paused", people["n"]
            ),
            "held": ngettext(
                "A message to %(n)s person is about to go", "A message to %(n)s people is about to go", people["n"]
            ),
            "sending": ngettext(
                "A message to %(n)s person is going out", "A message to %(n)s people is going out", people["n"]
            ),
        }[call.state] % people
        button = _("Decide") if call.state == "paused" else _("Watch it")
        reason = call.paused_in_words or call.title
        yield Task(words, reason, button, link("campaigns:messaging_progress", role, call.code), "send")


def calls_to_approve(role: Role) -> Iterator[Task]:
    """Written by somebody else, waiting for a yes or a no."""
    waiting = role.chapter.calls_to_action.waiting_for_a_yes().exclude(written_by=role.user)
    for call in waiting.select_related("written_by", "chapter").order_by("asked_at")[:EACH]:
        words = ngettext(
            "Say yes or no to a message for %(n)s person",
            "Say yes or no to a message for %(n)s people",
            call.asked_count,
        ) % {"n": call.asked_count}
        who = _("%(name)s wrote it and asked %(ago)s.") % {
            "name": call.written_by,
            "ago": ago(call.asked_at or call.updated_at),
        }
        when = (
            [_("It should go out on %(when)s.") % {"when": spoken(call.send_at, call.chapter.timezone)}]
            if call.send_at
            else []
        )
        reason = " ".join([who, *when, _("It needs two leads.")])
        yield Task(words, reason, _("Read it"), link("campaigns:messaging_approve", role, call.code), "send")


def calls_sent_back(role: Role) -> Iterator[Task]:
    for call in role.chapter.calls_to_action.filter(state="sent_back", written_by=role.user)[:EACH]:
        words = _("Change “%(title)s” and ask again") % {"title": call.title}
        yield Task(
            words, call.sent_back_reason, _("Change it"), link("campaigns:messaging_compose", role, call.code), "pen"
        )


def replies_waiting(role: Role) -> Iterator[Task]:
    waiting = role.chapter.conversations.waiting().filter(is_emergency=False)
    oldest = waiting.first()
    if oldest is None:
        return
    count = waiting.count()
    words = ngettext("Answer %(n)s reply", "Answer %(n)s replies", count) % {"n": count}
    reason = [_("The oldest has waited %(wait)s.") % {"wait": waited(oldest)}]
    for code in role.chapter.languages[1:]:
        n = waiting.filter(member__language=code).count()
        if n:
            theirs = ngettext("%(n)s is in %(language)s.", "%(n)s are in %(language)s.", n)
            reason.append(theirs % {"n": n, "language": language_name(code)})
    yield Task(words, " ".join(reason), _("Answer"), link("campaigns:messaging_replies", role), "reply")


def messages_too_late(role: Role) -> Iterator[Task]:
    """Not sent by the evening is not sent next morning by itself: a lead decides."""
    recent = role.chapter.calls_to_action.filter(finished_at__gt=timezone.now() - LOOK_BACK)
    late = role.chapter.deliveries.filter(call_to_action__in=recent, state="expired")
    for call in recent.filter(pk__in=late.values("call_to_action"))[:EACH]:
        n = late.filter(call_to_action=call).count()
        words = ngettext(
            "%(n)s person did not get the message in time", "%(n)s people did not get the message in time", n
        ) % {"n": n}
        reason = _("“%(title)s” ran out of hours. Nothing goes out later by itself.") % {"title": call.title}
        url = link("campaigns:messaging_progress", role, call.code) + "#late"
        yield Task(words, reason, _("Ask them now"), url, "clock")


def messages_parked(role: Role) -> Iterator[Task]:
    parked = role.chapter.deliveries.needing_a_person()
    for call in CallToAction.objects.filter(pk__in=parked.values("call_to_action"))[:EACH]:
        n = parked.filter(call_to_action=call).count()
        words = ngettext("Decide about %(n)s message", "Decide about %(n)s messages", n) % {"n": n}
        reason = _("We cannot tell if they arrived: “%(title)s”.") % {"title": call.title}
        yield Task(words, reason, _("Decide"), link("campaigns:messaging_progress", role, call.code), "alert")


def answers_unsure(role: Role) -> Iterator[Task]:
    """Answers, confirmations and reminders: written to one person each."""
    n = role.chapter.deliveries.single().needing_a_person().count()
    if n:
        words = ngettext("Decide about %(n)s answer", "Decide about %(n)s answers", n) % {"n": n}
        reason = _("We cannot tell if they arrived. They went to one person each.")
        yield Task(words, reason, _("Decide"), link("campaigns:messaging_replies_unsure", role), "alert")


def people_asking(role: Role) -> Iterator[Task]:
    """Where each person needs a yes from the hosts."""
    asked = Count("rsvps", filter=Q(rsvps__state="asked"))
    coming = role.chapter.events.published().upcoming().filter(cancelled_at=None).annotate(asked=asked)
    for event in coming.filter(asked__gt=0).with_words()[:EACH]:
        words = ngettext("%(n)s person asks to come to %(event)s", "%(n)s people ask to come to %(event)s", event.asked)
        url = link("campaigns:events_show", role, event.code) + "#asking"
        reason = _("They wait for your yes or no.")
        yield Task(words % {"n": event.asked, "event": event}, reason, _("Answer them"), url, "people")


def odd_answers(role: Role) -> Iterator[Task]:
    odd = Count("rsvps", filter=~Q(rsvps__doubt="") & ~Q(rsvps__state__in=Rsvp.ENDED))
    coming = role.chapter.events.published().upcoming().filter(cancelled_at=None).annotate(odd=odd)
    for event in coming.filter(odd__gt=0).with_words()[:EACH]:
        words = ngettext("%(n)s answer to %(event)s looks odd", "%(n)s answers to %(event)s look odd", event.odd)
        url = link("campaigns:events_show", role, event.code) + "#odd"
        reason = _("Somebody may be filling your seats by machine.")
        yield Task(words % {"n": event.odd, "event": event}, reason, _("Look at them"), url, "alert")


def jobs_without_people(role: Role) -> Iterator[Task]:
    """Three days before an event, what still lacks hands."""
    soon = timezone.now() + JOBS_MATTER
    shifts = role.chapter.shifts.with_room().exclude(capacity=None)
    shifts = shifts.filter(event__starts_at__range=(timezone.now(), soon), event__cancelled_at=None)
    for row in shifts.values("event").annotate(n=Sum(F("capacity") - F("taken"))).order_by("event__starts_at")[:EACH]:
        event = role.chapter.events.with_words().get(pk=row["event"])
        words = ngettext("%(event)s lacks %(n)s helper", "%(event)s lacks %(n)s helpers", row["n"])
        reason = _("%(when)s. Ask someone, or take it yourself.") % {"when": spoken(event.starts_at, event.zone)}
        url = link("campaigns:events_shifts", role, event.code)
        yield Task(words % {"n": row["n"], "event": event}, reason, _("See the jobs"), url, "people")


def events_proposed(role: Role) -> Iterator[Task]:
    """Offered by volunteers, who were promised an answer within 2 days; the longest wait first."""
    waiting = role.chapter.events.proposed()
    first = waiting.with_words().select_related("host").first()
    if first is None or first.proposed_at is None:
        return
    n = waiting.count()
    words = ngettext("%(n)s event waits for your yes", "%(n)s events wait for your yes", n) % {"n": n}
    reason = _("%(name)s offered “%(title)s” %(ago)s.") % {
        "name": first.host.short_name if first.host else _("Somebody"),
        "title": first,
        "ago": ago(first.proposed_at),
    }
    yield Task(words, reason, _("Read it"), link("campaigns:events_proposal", role, first.code), "cal")


def co_hosts_asked(role: Role) -> Iterator[Task]:
    """Other chapters ask ours to hold an event with them."""
    asked = role.chapter.co_hosted.filter(state="asked", chapter__closed_at=None)
    coming = asked.filter(event__ends_at__gt=timezone.now(), event__cancelled_at=None)
    for co_host in coming.select_related("event__chapter").prefetch_related("event__texts")[:EACH]:
        event = co_host.event
        words = _("%(chapter)s asks: hold an event together?") % {"chapter": event.chapter}
        reason = f"{event}, {spoken(event.starts_at, event.zone)}."
        yield Task(words, reason, _("Answer them"), link("campaigns:events_with_us", role, co_host.code), "people")


def events_without_words(role: Role) -> Iterator[Task]:
    """Public events that some of our readers would meet in another language."""
    soon = (
        role.chapter.events.published().upcoming().filter(cancelled_at=None, starts_at__lt=timezone.now() + LOOK_AHEAD)
    )
    missing = [
        (event, code) for event in soon.with_words() for code in role.chapter.languages if not event.text_in(code)
    ]
    for event, code in missing[:EACH]:
        words = _("Write “%(title)s” in %(language)s") % {"title": event, "language": language_name(code)}
        reason = _("%(when)s. The event page has no %(language)s yet.")
        reason %= {"when": spoken(event.starts_at, event.zone), "language": language_name(code)}
        yield Task(words, reason, _("Write it"), link("campaigns:events_edit", role, event.code), "pen")


def events_to_write_down(role: Role) -> Iterator[Task]:
    """Over, and nobody wrote down yet how it went."""
    over = role.chapter.events.published().past().filter(cancelled_at=None, closed_out_at=None)
    for event in over.filter(ends_at__gt=timezone.now() - TO_WRITE_DOWN).with_words()[:EACH]:
        words = _("“%(title)s” is over: write down how it went") % {"title": event}
        reason = _("How many came, and what it moved. It takes two minutes.")
        yield Task(words, reason, _("Write it down"), link("campaigns:events_after", role, event.code), "pen")


def drafts_without_words(role: Role) -> Iterator[Task]:
    drafts = role.chapter.calls_to_action.filter(state="draft", written_by=role.user).exclude(texts=None)
    for call in drafts.with_words()[:EACH]:
        for code in role.chapter.languages:
            readers = 0 if call.text_in(code) else role.chapter.members.filter(language=code).count()
            if readers:
                words = _("Write “%(title)s” in %(language)s") % {"title": call.title, "language": language_name(code)}
                reason = ngettext("%(n)s person waits for it.", "%(n)s people wait for it.", readers) % {"n": readers}
                yield Task(words, reason, _("Write it"), link("campaigns:messaging_compose", role, call.code), "pen")


def lists_to_confirm(role: Role) -> Iterator[Task]:
    for one in role.chapter.imports.filter(state="mapped", uploaded_by=role.user)[:EACH]:
        words = ngettext("Check a list of %(n)s person", "Check a list of %(n)s people", one.row_count)
        reason = _("%(file)s waits for your yes. Nobody from it is in yet.") % {"file": one.filename}
        url = link("chapters:members_incoming", role, one.code)
        yield Task(words % {"n": one.row_count}, reason, _("Check it"), url, "people")


def gaps_in_set_up(role: Role) -> Iterator[Task]:
    """What the chapter still lacks, a second lead included."""
    missing = [step for step in all_steps(role.chapter) if not step.is_done]
    for step in missing[:EACH]:
        words = _("Still missing: %(thing)s") % {"thing": lowered(str(step.words))}
        yield Task(words, str(step.why), _("Set it up"), step.url, "gear")


def lowered(words: str) -> str:
    """For the middle of a sentence."""
    return words[:1].lower() + words[1:]


PROVIDERS: tuple[tuple[Can, Provider], ...] = (
    (Can.ANSWER, emergencies),
    (Can.SEND, closed_gate),
    (Can.SEND, texts_not_ours),
    (Can.SEND, troubled_senders),
    (Can.SEND, calls_under_way),
    (Can.SEND, calls_to_approve),
    (Can.WRITE, calls_sent_back),
    (Can.ANSWER, replies_waiting),
    (Can.SEND, messages_too_late),
    (Can.SEND, messages_parked),
    (Can.ANSWER, answers_unsure),
    (Can.HOLD_EVENTS, people_asking),
    (Can.HOLD_EVENTS, odd_answers),
    (Can.HOLD_EVENTS, jobs_without_people),
    (Can.HOLD_EVENTS, events_to_write_down),
    (Can.HOLD_EVENTS, events_proposed),
    (Can.HOLD_EVENTS, co_hosts_asked),
    (Can.HOLD_EVENTS, events_without_words),
    (Can.WRITE, drafts_without_words),
    (Can.IMPORT, lists_to_confirm),
    (Can.SET_UP, gaps_in_set_up),
)

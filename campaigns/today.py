"""What needs a person today: one small provider for each kind of thing, most urgent first."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns import (
    today_bills,
    today_events,
    today_officials,
    today_paper,
    today_people,
    today_program,
    today_shelf,
    today_team,
)
from campaigns.models import CallToAction, Conversation, SendGate
from campaigns.today_tasks import EACH, Provider, Task, link
from chapters.access import Can, may
from chapters.dates import ago, spoken, wait
from chapters.members.contacts import shown_phone
from chapters.members.filters import language_name
from chapters.models import Role
from chapters.setup import all_steps

LOOK_BACK = timedelta(days=2)
LOOK_AHEAD = timedelta(days=60)


def tasks(role: Role) -> list[Task]:
    """Everything that this role can act on; the order of `PROVIDERS` is the urgency."""
    return [task for needs, provider in PROVIDERS if may(role.kind, needs) for task in provider(role)]


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


def lists_leaving(role: Role) -> Iterator[Task]:
    """To another lead: say yes or no. To whoever asked: take it before the hour is over."""
    lists = role.chapter.leaving_lists.select_related("asked_by")
    for one in lists.ready().filter(asked_by=role.user)[:EACH]:
        words = ngettext("Take your list of %(n)s person", "Take your list of %(n)s people", one.people)
        reason = _("Another lead said yes. It can be taken for one hour.")
        url = link("chapters:members_leaving", role, one.code)
        yield Task(words % {"n": one.people}, reason, _("Take it"), url, "lock")
    for one in lists.waiting_for_a_yes().exclude(asked_by=role.user)[:EACH]:
        words = ngettext(
            "Say yes or no: a list of %(n)s person wants to leave",
            "Say yes or no: a list of %(n)s people wants to leave",
            one.people,
        )
        reason = _("%(name)s asked %(ago)s. So many need two leads.") % {
            "name": one.asked_by or _("Somebody"),
            "ago": ago(one.created_at),
        }
        url = link("chapters:members_leaving", role, one.code)
        yield Task(words % {"n": one.people}, reason, _("Look at it"), url, "lock")


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
    (Can.EXPORT, lists_leaving),
    (Can.SEND, calls_under_way),
    (Can.SEND, calls_to_approve),
    (Can.RUN_CAMPAIGNS, today_bills.scripts_to_rewrite),
    (Can.RUN_CAMPAIGNS, today_bills.votes_ahead),
    (Can.WRITE, calls_sent_back),
    (Can.ANSWER, replies_waiting),
    (Can.RUN_CAMPAIGNS, today_shelf.dates_of_cases),
    (Can.WRITE, today_shelf.officials_who_moved),
    (Can.SEND, today_shelf.statements_to_approve),
    (Can.GRANT, today_team.lost_proofs),
    (Can.EDIT_PEOPLE, today_team.people_to_welcome),
    (Can.SEND, messages_too_late),
    (Can.SEND, messages_parked),
    (Can.ANSWER, answers_unsure),
    (Can.EDIT_PEOPLE, today_people.things_to_do),
    (Can.SEE_PEOPLE, today_people.people_to_call),
    (Can.HOLD_EVENTS, today_events.people_asking),
    (Can.HOLD_EVENTS, today_events.odd_answers),
    (Can.HOLD_EVENTS, today_events.jobs_without_people),
    (Can.HOLD_EVENTS, today_program.speakers_silent),
    (Can.HOLD_EVENTS, today_program.districts_short),
    (Can.HOLD_EVENTS, today_program.speakers_without_points),
    (Can.RUN_CAMPAIGNS, today_officials.promises_due),
    (Can.HOLD_EVENTS, today_events.events_to_write_down),
    (Can.RUN_CAMPAIGNS, today_bills.votes_to_close),
    (Can.HOLD_EVENTS, today_events.events_proposed),
    (Can.HOLD_EVENTS, today_events.co_hosts_asked),
    (Can.RUN_CAMPAIGNS, today_officials.terms_ending),
    (Can.HOLD_EVENTS, today_events.events_without_words),
    (Can.RUN_CAMPAIGNS, today_shelf.letters_to_watch),
    (Can.RUN_CAMPAIGNS, today_shelf.things_overdue),
    (Can.RUN_CAMPAIGNS, today_paper.paper_to_deliver),
    (Can.WRITE, drafts_without_words),
    (Can.IMPORT, lists_to_confirm),
    (Can.SET_UP, gaps_in_set_up),
)

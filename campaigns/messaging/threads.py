"""What a page shows of conversations: which wait, who it is, and what was said on both sides."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from campaigns.messaging.conversation_models import Conversation, ConversationQuerySet, Reply
from campaigns.messaging.delivery_models import Delivery
from chapters.access import CAPABILITIES, Can, may
from chapters.dates import day
from chapters.encryption import masked
from chapters.members import finding
from chapters.members.consent_models import Channel, OptOut
from chapters.members.filters import language_name
from chapters.models import Chapter, Role, User

PAGE = 50
LATE = timedelta(hours=3)
LAST_OF_EACH_SIDE = 60
NEVER_SAID = (Delivery.State.SKIPPED, Delivery.State.CANCELLED, Delivery.State.EXPIRED)
WHAT_WE_MADE_OF_IT = {
    Reply.Kind.YES: gettext_lazy("We read it as a yes."),
    Reply.Kind.NO: gettext_lazy("We read it as a no."),
    Reply.Kind.STOP: gettext_lazy("Asked to stop. We took them off texts."),
    Reply.Kind.START: gettext_lazy("Asked to get texts again."),
    Reply.Kind.HELP: gettext_lazy("Asked for help. We said who we are."),
    Reply.Kind.EMERGENCY: gettext_lazy("Sounds like an emergency. We sent the hotline at once."),
}


@dataclass(frozen=True)
class Tab:
    """One saved view of the list: `show` in the address, and how many it holds (None: not counted)."""

    show: str
    name: str
    rows: ConversationQuerySet
    count: int | None = None


@dataclass(frozen=True)
class Thread:
    """One line of the list."""

    conversation: Conversation
    name: str
    last: Reply | None

    @property
    def is_late(self) -> bool:
        since = self.conversation.waiting_since
        return since is not None and timezone.now() - since >= LATE

    @property
    def asked_to_stop(self) -> bool:
        return self.last is not None and self.last.kind == Reply.Kind.STOP


@dataclass(frozen=True)
class Bubble:
    """One message of either side; `notes` are said under it in small letters."""

    at: datetime
    body: str
    is_ours: bool
    language: str = ""
    notes: list[str] = field(default_factory=list)
    did_not_arrive: bool = False


def tabs(chapter: Chapter, user: User) -> dict[str, Tab]:
    """The saved views by `show`: waiting, mine, nobody's, one for each further language of the chapter, done."""
    waiting: ConversationQuerySet = chapter.conversations.waiting()
    views = [("waiting", _("Waiting"), waiting), ("mine", _("Mine"), waiting.filter(assigned_to=user))]
    views.append(("free", _("Nobody has it"), waiting.filter(assigned_to=None)))
    for code in chapter.languages[1:]:
        name = _("In %(language)s") % {"language": language_name(code)}
        views.append((code, name, waiting.filter(member__language=code)))
    counted = {show: Tab(show, name, rows, rows.count()) for show, name, rows in views}
    answered = chapter.conversations.filter(waiting_since=None).order_by("-last_reply_at", "-pk")
    return counted | {"done": Tab("done", pgettext("replies", "Done"), answered)}


def found(chapter: Chapter, role: Role, words: str) -> Tab:
    """Everybody of this name who ever wrote, the latest first. Those who see no people look for first names."""
    search = finding.by_name if may(role.kind, Can.SEE_PEOPLE) else finding.by_first_name
    people = search(chapter.members.all(), words)
    rows = chapter.conversations.filter(member__in=people).order_by(F("last_reply_at").desc(nulls_last=True), "-pk")
    return Tab("found", _("Found"), rows)


def page_of(tab: Tab, after: Conversation | None) -> ConversationQuerySet:
    """The rows that follow `after` in the tab's own order, one more than a page holds."""
    rows = tab.rows
    if after is not None and tab.show == "done":
        same = Q(last_reply_at=after.last_reply_at, pk__lt=after.pk)
        rows = rows.filter(Q(last_reply_at__lt=after.last_reply_at) | same)
    elif after is not None:
        later = Q(waiting_since__gt=after.waiting_since, is_emergency=after.is_emergency)
        rows = rows.filter(later | Q(is_emergency=False) if after.is_emergency else later)
    return rows.select_related("member", "assigned_to")[: PAGE + 1]


def listed(conversations: Iterable[Conversation], role: Role) -> list[Thread]:
    """Each with the name that this role may see and the last words of the person, in two queries for all."""
    rows = list(conversations)
    newest = Reply.objects.filter(conversation=OuterRef("pk")).order_by("-pk").values("pk")[:1]
    ids = Conversation.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", Subquery(newest))
    last_of = dict(ids)
    replies = Reply.objects.in_bulk([pk for pk in last_of.values() if pk])
    return [Thread(row, name_of(row, role), replies.get(last_of.get(row.pk))) for row in rows]


def name_of(conversation: Conversation, role: Role) -> str:
    """The full name for those who may see people, "Rosa V." for texters, the end of the number for a stranger."""
    member = conversation.member
    if member is None:
        return masked(conversation.address)
    return member.name if may(role.kind, Can.SEE_PEOPLE) else member.short_name


def addressee(delivery: Delivery, role: Role) -> str:
    """The same of a message, which has no thread yet or goes by email."""
    member = delivery.member
    if member is None:
        return masked(delivery.address)
    return member.name if may(role.kind, Can.SEE_PEOPLE) else member.short_name


def greeting_of(conversation: Conversation) -> str:
    """What a button calls them: "Rosa"."""
    return conversation.member.first_name if conversation.member else masked(conversation.address)


def language_of(conversation: Conversation) -> str:
    """The language to answer in: the person's, else that of our last message to them, else the chapter's first."""
    if conversation.member:
        return conversation.member.language
    last = ours(conversation).order_by("-pk").values_list("language", flat=True).first()
    return last or conversation.chapter.languages[0]


def is_stopped(conversation: Conversation) -> bool:
    """They asked for no more texts: nobody may write to this number, not even to say sorry."""
    return OptOut.objects.against(Channel.TEXT, conversation.address_index, conversation.chapter_id).exists()


def ours(conversation: Conversation) -> QuerySet[Delivery]:
    """Whatever we sent from this number to that one, a call to action as well as an answer."""
    return Delivery.objects.filter(
        chapter=conversation.chapter_id, sender=conversation.sender_id, address_index=conversation.address_index
    )


def said(conversation: Conversation) -> list[Bubble]:
    """Both sides in the order of time, the latest of each."""
    planned = Q(state=Delivery.State.QUEUED, not_before__gt=timezone.now())
    wordless = Q(state__in=(Delivery.State.QUEUED, Delivery.State.CLAIMED), body="")
    sent = ours(conversation).exclude(planned | wordless).exclude(state__in=NEVER_SAID)
    sent = sent.select_related("call_to_action", "written_by")
    written = conversation.replies.order_by("-pk")[:LAST_OF_EACH_SIDE]
    bubbles = [from_us(delivery) for delivery in sent.order_by("-pk")[:LAST_OF_EACH_SIDE]]
    bubbles += [from_them(reply) for reply in written]
    return sorted(bubbles, key=lambda bubble: bubble.at)


def unsure(conversation: Conversation) -> QuerySet[Delivery]:
    """What was written to this person alone and may not have arrived: somebody has to say."""
    return ours(conversation).single().needing_a_person().order_by("pk")  # type: ignore[attr-defined,no-any-return]


def from_us(delivery: Delivery) -> Bubble:
    notes = []
    if delivery.call_to_action:
        notes.append(_("Sent to %(n)s people.") % {"n": delivery.call_to_action.approved_count})
    elif delivery.written_by:
        notes.append(_("%(name)s wrote this.") % {"name": delivery.written_by.get_short_name()})
    else:
        notes.append(_("Sent by itself."))
    failed = delivery.state in {Delivery.State.REFUSED, Delivery.State.FAILED, Delivery.State.UNDELIVERED}
    if delivery.state not in {Delivery.State.SENT, Delivery.State.DELIVERED}:
        notes.append(f"{delivery.get_state_display()}.".capitalize())
    at = delivery.attempted_at or delivery.created_at
    body = delivery.body or (forgotten() if delivery.attempted_at else "")
    return Bubble(at, body, True, delivery.language, notes, failed)


def from_them(reply: Reply) -> Bubble:
    made_of_it = WHAT_WE_MADE_OF_IT.get(Reply.Kind(reply.kind))
    return Bubble(reply.received_at, reply.body or forgotten(), False, notes=[str(made_of_it)] if made_of_it else [])


def forgotten() -> str:
    """What stands for words that were kept long enough."""
    return _("(We no longer keep these words.)")


def facts_about(conversation: Conversation, role: Role) -> list[str]:
    """What helps to answer well. Places and dates only for those who may see people."""
    member = conversation.member
    if member is None:
        return [_("We do not know this number yet.")]
    facts = [_("Reads %(language)s.") % {"language": language_name(member.language)}]
    if not may(role.kind, Can.SEE_PEOPLE):
        return facts
    if member.zip:
        facts.append(_("ZIP %(zip)s.") % {"zip": member.zip})
    if member.came_count:
        facts.append(_("Times they came: %(n)s.") % {"n": member.came_count})
    consent = member.consents.filter(channel=Channel.TEXT).order_by("-pk").first()
    if consent and consent.is_given:
        facts.append(_("Said yes to texts on %(day)s.") % {"day": day(consent.at, conversation.chapter.timezone)})
    return facts


def answerers(chapter: Chapter) -> QuerySet[User, Any]:
    """Those to whom a thread may be handed: whoever may answer here today."""
    kinds = [kind for kind, abilities in CAPABILITIES.items() if Can.ANSWER in abilities]
    held = Role.objects.current().filter(chapter=chapter, kind__in=kinds)
    return User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("name", "pk")

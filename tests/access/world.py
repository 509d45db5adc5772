"""Two chapters with one of everything. What lies in the other one carries a word that must never get out of it."""

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.test import Client
from django.utils import timezone

from campaigns.models import (
    Action,
    Campaign,
    CampaignPartner,
    CampaignText,
    CannedAnswer,
    CannedAnswerText,
    CheckIn,
    CoHost,
    Collected,
    Conversation,
    Delivery,
    Demand,
    DemandText,
    DistrictGoal,
    DistrictPick,
    EventLink,
    Hearing,
    Moment,
    MomentText,
    NeedMatch,
    PaperSheet,
    ProgramItem,
    Reply,
    Speaker,
    SpeakingSlot,
    Stray,
    SupportCase,
    TalkingPoint,
)
from chapters.encryption import blind_index
from chapters.members import merging
from chapters.members.todo_models import CALL_LEASE
from chapters.models import (
    AddressProof,
    Chapter,
    Decision,
    Device,
    Import,
    ImportRow,
    MemberTag,
    Note,
    PartnerOrganization,
    Recovery,
    Segment,
    Tag,
    User,
    Welcome,
)
from tests.access.bills import fill_bills
from tests.access.shelf import fill_shelf
from tests.cast import Cast
from tests.factories import (
    make_call,
    make_campaign,
    make_chapter,
    make_email_sender,
    make_event,
    make_member,
    make_role,
    make_sender,
    signed_in,
)

WORD = "quetzal"  # in every secret of the other chapter
DIGITS = "3235558246"
LEAKS = (WORD, "555-8246", "5558246", "555 8246")
ROLES = ("lead", "organizer", "texter", "volunteer", "liaison")
OUTSIDERS = ("stranger", "nobody", "staff")


@dataclass
class Side:
    """One of everything that a chapter has; every text of it holds `word`."""

    chapter: Chapter
    lead: User
    word: str

    def __post_init__(self) -> None:
        self.people()
        self.events()
        self.halls()
        self.together()
        self.officials()
        self.messages()
        self.bills = fill_bills(self.word, self.campaign, self.open_campaign, self.demand, self.target)
        self.shelf = fill_shelf(self.chapter, self.word, self.campaign, self.member, self.below)
        self.advocacy()

    def people(self) -> None:
        chapter, word = self.chapter, self.word
        self.member = make_member(
            chapter,
            f"{word.title()} Oculta",
            phone="+1" + (DIGITS if word == WORD else "3235550199"),
            email=f"{word}@home.example",
            consents=("text", "email"),
        )
        make_member(chapter, "Silent Neighbor", consents=())
        self.below = make_chapter(f"below-{chapter.slug}", f"Below {chapter.name}", parent=chapter)
        lost = make_role(chapter, "organizer", f"{word}@lost.example", name=f"{word} lost")
        self.recovery = Recovery.objects.create(user=lost)
        self.tag = Tag.objects.create(chapter=chapter, name=f"{word} drivers")
        MemberTag.objects.create(chapter=chapter, member=self.member, tag=self.tag)
        Note.objects.create(chapter=chapter, member=self.member, body=f"A {word} note")
        self.own_field = chapter.custom_fields.create(kind="text")
        self.own_field.texts.create(language="en", label=f"{word} shoe size")
        chapter.custom_values.create(member=self.member, field=self.own_field, words=f"A {word} shoe")
        now = timezone.now()
        self.welcome = Welcome.objects.create(chapter=chapter, member=self.member, joined_at=now, due_at=now)
        self.decision = Decision.objects.create(chapter=chapter, words=f"{word} decision", decided_on=date(2017, 10, 1))
        self.device = Device.objects.create(user=self.lead, kind="phone", mark=f"{word} mark", seen_at=now)
        self.segment = Segment.objects.create(chapter=chapter, name=f"{word} list", tree={})
        self.source = Import.objects.create(
            chapter=chapter, uploaded_by=self.lead, filename=f"{word}.csv", encoding="utf-8", delimiter=",",
            header=["name"], state=Import.State.UPLOADED, content=f"name\n{word}\n",
        )  # fmt: skip
        ImportRow.objects.create(
            chapter=chapter, source=self.source, number=1, cells=f'["{word}"]', state=ImportRow.State.BAD
        )
        self.task = chapter.tasks.create(member=self.member, text=f"Call {word} back", due_on=date(2026, 1, 5))
        self.call_list = chapter.call_lists.create(name=f"{word} calls", script=f"Say {word}")
        self.calling = self.call_list.calls.create(
            chapter=chapter, member=self.member, claimed_by=self.lead, lease_until=timezone.now() + CALL_LEASE,
            called_at=timezone.now(), outcome="no_answer",
        )  # fmt: skip
        twin = make_member(chapter, f"{word.title()} Twin", consents=())
        self.merge = merging.merge(self.member, twin, theirs=set(), by=self.lead)
        self.leaving = chapter.leaving_lists.create(
            asked_by=self.lead, what=word, filename="x.csv", people=900, content=word
        )
        proof = {"chapter": chapter, "language": "en"}
        self.wish = AddressProof.objects.create(
            **proof, kind="join", channel="text", address=self.member.phone, name=f"{word.title()} Nueva", zip="90042",
            wording_text=f"Yes, {word} may text me.",
        )  # fmt: skip
        self.page_link = AddressProof.objects.create(**proof, kind="open", channel="text", address=self.member.phone)
        self.new_email = AddressProof.objects.create(
            **proof, kind="change", channel="email", address=f"{word}@new.example", member=self.member
        )
        self.invitation = chapter.invitations.create(email=f"{word}@invited.example", kind="organizer")

    def events(self) -> None:
        chapter, word = self.chapter, self.word
        self.open_event = make_event(
            chapter,
            "Open vigil",
            address=f"1 {word} St",
            address_shown="rsvp",
            online_url=f"https://meet.example/{word}",
        )
        self.open_event.texts.update(for_guests=f"Ring at {word}")
        self.series = chapter.series.create(
            rule="FREQ=WEEKLY;BYDAY=TU", timezone="America/Los_Angeles", starts_on=date(2017, 10, 3), begins=time(18),
            minutes=90, last_made_on=date(2017, 10, 3),
        )  # fmt: skip
        self.event = make_event(chapter, f"{word} supper", audience="invited", seats_taken=1, series=self.series)
        self.rsvp = self.event.rsvps.create(chapter=chapter, member=self.member, state="going", source="page")
        self.series.standing_rsvps.create(chapter=chapter, member=self.member)
        hours = {"starts_at": self.event.starts_at, "ends_at": self.event.ends_at}
        self.shift = self.event.shifts.create(chapter=chapter, job="marshal", label=f"{word} corner", taken=1, **hours)
        self.shift.seats.create(chapter=chapter, rsvp=self.rsvp)
        self.after_events()
        self.tonight = make_event(chapter, f"{word} meeting", audience="members", days=0, seats_taken=1)
        self.tonight.rsvps.create(chapter=chapter, member=self.member, state="going", source="page")
        self.host_link = self.tonight.host_links.create(chapter=chapter, label=f"{word} at the side door")
        self.open_campaign = make_campaign(chapter, "open")
        Campaign.objects.filter(pk=self.open_campaign.pk).update(is_report_public=True)
        self.campaign = Campaign.objects.create(chapter=chapter, slug=f"plan-{word}")
        CampaignText.objects.create(parent=self.campaign, language="en", name=f"{word} plan", demand=f"{word}.")
        self.open_event.campaign = self.campaign  # not public yet
        self.open_event.save()
        self.demand = Demand.objects.create(chapter=chapter, campaign=self.campaign)
        DemandText.objects.create(parent=self.demand, language="en", sentence=f"{word} demand")
        self.moment = Moment.objects.create(chapter=chapter, campaign=self.open_campaign, kind="step", is_public=False)
        MomentText.objects.create(parent=self.moment, language="en", title=f"{word} moment")
        self.open_moment = Moment.objects.create(chapter=chapter, campaign=self.open_campaign, kind="launch")
        MomentText.objects.create(parent=self.open_moment, language="en", title="We begin")

    def after_events(self) -> None:
        chapter, word = self.chapter, self.word
        ours = {"chapter": chapter, "event": self.event}
        helper = make_member(chapter, f"{word.title()} Helper", consents=())
        offer = self.event.rsvps.create(chapter=chapter, member=helper, state="going", source="page", offers_ride=2)
        self.match = NeedMatch.objects.create(**ours, what="ride", need=self.rsvp, offer=offer)
        self.case = SupportCase.objects.create(**ours, name=f"{word} taken", contact=f"{word} mother", note=word)
        self.over = make_event(chapter, f"{word} march", days=-1, audience="invited", came=9, after_note=f"{word} note")
        Collected.objects.create(chapter=chapter, event=self.over, what="other", label=f"{word} pies", count=3)
        EventLink.objects.create(
            chapter=chapter, event=self.over, kind="press", label=f"{word} news", url=f"https://{word}.example"
        )
        self.was_there = self.over.rsvps.create(chapter=chapter, member=self.member, state="going", source="page")
        CheckIn.objects.create(chapter=chapter, event=self.over, rsvp=self.was_there, arrived=1)

    def halls(self) -> None:
        chapter, word = self.chapter, self.word
        ours = {"chapter": chapter, "event": self.event}
        self.speaker = Speaker.objects.create(**ours, name=f"{word} speaker", member=self.member, state="asked")
        self.speaker.texts.create(language="en", role=f"{word} teacher", about=f"{word} about")
        self.program_item = ProgramItem.objects.create(**ours, speaker=self.speaker, note=f"{word} microphone")
        self.program_item.texts.create(language="en", title=f"{word} welcome")
        self.district = DistrictGoal.objects.create(**ours, name=f"{word} district", zips=["90042"], goal=9)
        DistrictPick.objects.create(chapter=chapter, rsvp=self.rsvp, district=self.district)
        self.hearing_event = make_event(
            chapter, f"{word} hearing", kind="hearing", audience="invited", days=-0.01, seats_taken=1
        )
        ours = {"chapter": chapter, "event": self.hearing_event}
        self.hearing = Hearing.objects.create(**ours, body=f"{word} committee", file_number=f"{word}-17")
        self.hearing.texts.create(language="en", rules=f"{word} rules", language_help=word)
        self.point = TalkingPoint.objects.create(**ours)
        self.point.texts.create(language="en", title=f"{word} point", body=f"{word} words")
        seat = self.hearing_event.rsvps.create(chapter=chapter, member=self.member, state="going", source="page")
        self.slot = SpeakingSlot.objects.create(**ours, rsvp=seat, point=self.point)

    def together(self) -> None:
        chapter, word = self.chapter, self.word
        self.partner = PartnerOrganization.objects.create(
            chapter=chapter, name=f"{word} union", contact_name=word, email=self.member.email, phone=self.member.phone
        )
        self.group = chapter.working_groups.create(name=f"{word} group")
        self.group.seats.create(chapter=chapter, member=self.member, is_lead=True)
        self.ally = CampaignPartner.objects.create(chapter=chapter, campaign=self.open_campaign, partner=self.partner)
        self.co_host = CoHost.objects.create(chapter=chapter, event=self.event, partner=self.partner, state="yes")
        elsewhere = make_event(make_chapter(f"beside-{chapter.slug}"), f"{word} together", audience="invited")
        self.asked = CoHost.objects.create(chapter=elsewhere.chapter, event=elsewhere, other_chapter=chapter)
        self.key = self.event.host_links.create(chapter=chapter, kind="host", member=self.member, label=f"{word} key")
        self.proposal = make_event(
            chapter, f"{word} soup", published_at=None, proposed_at=timezone.now(), host=self.member
        )

    def officials(self) -> None:
        chapter, word, on = self.chapter, self.word, date(2026, 1, 5)
        self.official = chapter.officials.create(name=f"{word.title()} Concejal", email=f"{word}@city.example")
        of_them = {"chapter": chapter, "official": self.official}
        self.term = self.official.terms.create(chapter=chapter, kind="council", body=f"{word} council", ends_on=on)
        self.office = self.official.offices.create(chapter=chapter, address=f"1 {word} Plaza", phone="+12139780600")
        self.staff_contact = self.official.staff.create(
            chapter=chapter, name=f"{word} deputy", phone=self.member.phone, note=f"{word} note"
        )
        self.target = self.campaign.targets.create(**of_them, about=f"{word} committee")
        self.position = self.target.positions.create(
            chapter=chapter, stand=1, taken_on=on, source="staff", source_words=f"{word} said", is_public=False
        )
        self.contact_entry = self.official.contact_entries.create(
            chapter=chapter, campaign=self.campaign, kind="call", happened_on=on, with_whom=word, note=f"{word} note"
        )
        self.promise = self.official.commitments.create(
            chapter=chapter, campaign=self.campaign, words=f"{word} promise", promised_on=on, due_on=on
        )
        aimed = self.open_campaign.targets.create(**of_them, is_public=False)
        aimed.positions.create(chapter=chapter, stand=5, taken_on=on, source="staff", source_words=f"{word} aside")

    def messages(self) -> None:
        chapter, word, now = self.chapter, self.word, timezone.now()
        self.sender = make_sender(chapter)
        self.stray = Stray.objects.create(chapter=chapter, sender=self.sender, sid=f"SM{word}stray", sent_at=now)
        self.call = make_call(chapter, title=f"{word} call", event=self.event, written_by=self.lead)
        self.call.texts.update(text_body=f"{word} body {{first_name}} {{link}}")
        self.sent = make_call(
            chapter, title=f"{word} sent", state="done", approved_at=now, starts_sending_at=now, finished_at=now
        )
        self.sent.share_links.create(chapter=chapter, place=f"{word} chat")
        make_call(chapter, title=f"{word} thanks", follows=self.sent, follow_kind="thanks", send_at=now)
        self.unreached = make_member(chapter, f"{word.title()} Unreached", consents=())
        index = blind_index("phone", self.member.phone)
        common = {"chapter": chapter, "sender": self.sender, "member": self.member, "address": self.member.phone}
        self.conversation = Conversation.objects.create(
            **common, address_index=index, waiting_since=now, last_reply_at=now
        )
        self.delivery = Delivery.objects.create(
            **common, address_index=index, key=f"cta:{word}", purpose="ask", queue="bulk", channel="text",
            call_to_action=self.call, event=self.open_event, language="en", body=f"A {word} text", state="delivered",
            not_before=now, expires_at=now, link_code=f"{word[:3]}8mdq4tz", conversation=self.conversation,
        )  # fmt: skip
        self.mailed = Delivery.objects.create(
            **common | {"address": self.member.email, "sender": make_email_sender(chapter)},
            address_index=self.member.email_index, key=f"mail:{word}", purpose="ask", queue="bulk", channel="email",
            language="en", body=f"A {word} email", state="delivered", not_before=now, expires_at=now,
        )  # fmt: skip
        self.parked = Delivery.objects.create(
            **common, address_index=index, key=f"answer:{word}", purpose="answer", queue="urgent", channel="text",
            language="en", body=f"A {word} answer", state="parked", attempts=1, attempted_at=now, not_before=now,
            expires_at=now, conversation=self.conversation,
        )  # fmt: skip
        self.canned = CannedAnswer.objects.create(chapter=chapter, title=f"{word} question")
        CannedAnswerText.objects.create(parent=self.canned, language="en", body=f"A {word} ready answer")
        self.sent = make_call(chapter, title=f"{word} sent", state="done", approved_at=now, starts_sending_at=now)
        Delivery.objects.create(
            **common, address_index=index, key=f"cta:sent:{word}", purpose="ask", queue="bulk", channel="text",
            call_to_action=self.sent, language="en", body=f"A {word} text", state="delivered", not_before=now,
            expires_at=now,
        )  # fmt: skip
        self.reply = Reply.objects.create(
            chapter=chapter, conversation=self.conversation, delivery=self.delivery, sid=f"SM{word}", kind="words",
            body=f"A {word} answer", received_at=now,
        )  # fmt: skip

    def advocacy(self) -> None:
        """An open action beside a draft, a script, a name under it, and a pile of paper with a photo."""
        chapter, word = self.chapter, self.word
        official = chapter.officials.create(name="Nora Fielding", sort_name="fielding nora")
        self.open_action = Action.objects.create(
            chapter=chapter, campaign=self.open_campaign, kind="petition", published_at=timezone.now()
        )
        self.open_action.texts.create(language="en", title="Sign for the ordinance", words="We ask for a law.")
        self.open_action.taken.create(
            chapter=chapter, member=self.member, key=f"{word} key", name=self.member.name, place="90042",
            words=f"{word} comment", source="link", is_name_public=True,
        )  # fmt: skip
        self.action = Action.objects.create(chapter=chapter, campaign=self.campaign, kind="call")
        self.action.texts.create(language="en", title=f"{word} call", words=f"{word} words")
        self.action.action_targets.create(chapter=chapter, official=official)
        self.script = self.action.scripts.create(chapter=chapter, tone="press")
        self.script.texts.create(language="en", words=f"{word} script")
        self.batch = self.campaign.paper_batches.create(
            chapter=chapter, action=self.action, event=self.event, official=official, counted=9,
            collected_on=date(2017, 4, 22), place=f"{word} table",
        )  # fmt: skip
        self.sheet = PaperSheet.objects.create(chapter=chapter, batch=self.batch, image="/9j/")

    @property
    def passkey(self) -> Authenticator:
        return Authenticator.objects.get(user=self.lead)


class World:
    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        cast.stranger.name = f"{WORD.title()} Stranger"
        cast.stranger.save()
        self.here = Side(cast.here, cast.lead, "magnolia")
        self.there = Side(cast.there, cast.stranger, WORD)
        self.sessions = {who: self.session_of(who) for who in (*ROLES, *OUTSIDERS)}
        self.stale = self.session_of("lead", fresh=False)

    def session_of(self, who: str, *, fresh: bool = True) -> str:
        return str(signed_in(getattr(self.cast, who), fresh=fresh).cookies["session"].value)

    def ask(self, who: str, method: str, path: str, *, session: str = "") -> "Answer":
        """One request; whatever it changed is undone."""
        client = Client(raise_request_exception=False)
        if found := session or self.sessions.get(who):
            client.cookies["session"] = found
        with undone():
            response = client.generic(method, path)
            return Answer(
                response.status_code, response.headers.get("Location", ""), response.getvalue().decode(errors="replace")
            )


@dataclass(frozen=True)
class Answer:
    status: int
    location: str
    body: str

    @property
    def is_sign_in(self) -> bool:
        return self.status == 302 and self.location.startswith("/accounts/login/?next=")

    def leaks(self) -> list[str]:
        body = self.body.lower()
        return [secret for secret in LEAKS if secret in body]


@contextmanager
def undone() -> Any:
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)

"""A valid address for every route: what stands for each `<kind:name>` in it, on either side.

A new route whose name fits no line here fails `test_every_route_has_an_example`: add the line that says what its
code names.
"""

import re
from collections.abc import Callable

from campaigns.messaging.letters import unsubscribe_path
from organizing.checks import Route
from tests.access.world import Side

Example = Callable[[Side], object]
HOLE = re.compile(r"<(?:\w+:)?(\w+)>")
UNKNOWN = {"pk": "999999999", "token": "2" * 22, "secret": "2" * 22, "chapter": "no-such-place", "year": "2016"}


def on_shelf(name: str) -> Example:
    return lambda side: side.shelf[name].code


# (beginning of the route's name, name in the address) -> what stands there. The longest beginning wins.
EXAMPLES: dict[tuple[str, str], Example] = {
    ("", "chapter"): lambda side: side.chapter.slug,
    ("campaigns:", "campaign"): lambda side: side.open_campaign.slug,
    ("chapters:accounts_leave", "slug"): lambda side: side.chapter.slug,
    ("chapters:accounts_session_end", "code"): lambda side: side.device.code,
    ("chapters:accounts_hand_over", "code"): lambda side: side.lead.code,
    ("chapters:accounts_tree_lead", "code"): lambda side: side.below.code,
    ("chapters:accounts_recovery", "code"): lambda side: side.recovery.code,
    ("chapters:accounts_recover", "secret"): lambda side: side.recovery.secret,
    ("chapters:accounts_role", "code"): lambda side: side.lead.code,
    ("chapters:accounts_withdraw", "code"): lambda side: side.invitation.code,
    ("chapters:accounts_join", "secret"): lambda side: side.invitation.secret,
    ("mfa_", "pk"): lambda side: side.passkey.pk,
    ("chapters:members_", "code"): lambda side: side.member.code,
    **dict.fromkeys(
        (
            ("chapters:members_incoming", "code"),
            ("chapters:members_columns", "code"),
            ("chapters:members_letters", "code"),
            ("chapters:members_bring_in", "code"),
            ("chapters:members_throw_away", "code"),
            ("chapters:members_take_back", "code"),
            ("chapters:members_problems", "code"),
        ),
        lambda side: side.source.code,
    ),
    ("chapters:members_", "other"): lambda side: side.unreached.code,
    ("chapters:members_todo", "task"): lambda side: side.task.code,
    ("chapters:members_call_", "code"): lambda side: side.call_list.code,
    ("chapters:members_call_", "call"): lambda side: side.calling.code,
    ("chapters:members_unmerge", "merge"): lambda side: side.merge.code,
    ("chapters:members_leaving", "code"): lambda side: side.leaving.code,
    ("chapters:year", "year"): lambda _side: 2017,
    ("chapters:decision_done", "code"): lambda side: side.decision.code,
    ("chapters:members_welcome", "code"): lambda side: side.welcome.code,
    ("chapters:members_edit_list", "code"): lambda side: side.segment.code,
    ("chapters:members_forget_list", "code"): lambda side: side.segment.code,
    ("chapters:members_field_", "code"): lambda side: side.own_field.code,
    ("chapters:members_stop", "channel"): lambda _side: "text",
    ("campaigns:", "code"): lambda side: side.campaign.code,
    ("campaigns:demand_edit", "code"): lambda side: side.demand.code,
    ("campaigns:advocacy_bill", "campaign"): lambda side: side.open_campaign.slug,
    ("campaigns:advocacy_bill", "measure"): lambda side: side.bills["open_measure"].code,
    ("campaigns:advocacy_", "measure"): lambda side: side.bills["measure"].code,
    ("campaigns:advocacy_measure_title", "title"): lambda side: side.bills["title"].code,
    ("campaigns:advocacy_measure_stage", "stage"): lambda side: side.bills["stage"].code,
    ("campaigns:advocacy_measure_still", "action"): lambda side: side.bills["cited_action"].code,
    ("campaigns:advocacy_version", "version"): lambda side: side.bills["version"].code,
    ("campaigns:advocacy_roll_call", "call"): lambda side: side.bills["roll_call"].code,
    ("campaigns:advocacy_roll_call", "vote"): lambda side: side.bills["roll_call_vote"].code,
    ("campaigns:advocacy_vote", "vote"): lambda side: side.bills["coming_vote"].code,
    ("campaigns:moment_edit", "code"): lambda side: side.moment.code,
    ("campaigns:moment", "moment"): lambda side: side.open_moment.code,
    ("campaigns:ally_edit", "code"): lambda side: side.ally.code,
    ("campaigns:events_", "seat"): lambda side: side.rsvp.code,
    ("campaigns:events_", "shift"): lambda side: side.shift.code,
    ("campaigns:events_proposal", "code"): lambda side: side.proposal.code,
    ("campaigns:events_", "cohost"): lambda side: side.co_host.code,
    ("campaigns:events_", "secret"): lambda side: side.co_host.secret,
    ("campaigns:events_with_us", "code"): lambda side: side.asked.code,
    ("campaigns:events_", "key"): lambda side: side.key.code,
    ("campaigns:events_host", "token"): lambda side: side.key.secret,
    ("campaigns:events_enter", "token"): lambda side: side.key.secret,
    ("chapters:coalitions_", "code"): lambda side: side.partner.code,
    ("chapters:coalitions_group", "code"): lambda side: side.group.code,
    **dict.fromkeys(
        (
            ("campaigns:advocacy_official", "code"),
            ("campaigns:advocacy_term_", "code"),
            ("campaigns:advocacy_office_", "code"),
            ("campaigns:advocacy_staff_", "code"),
            ("campaigns:advocacy_contact_", "code"),
            ("campaigns:advocacy_promise_", "code"),
        ),
        lambda side: side.official.code,
    ),
    ("campaigns:advocacy_", "term"): lambda side: side.term.code,
    ("campaigns:advocacy_", "office"): lambda side: side.office.code,
    ("campaigns:advocacy_", "staff"): lambda side: side.staff_contact.code,
    ("campaigns:advocacy_", "entry"): lambda side: side.contact_entry.code,
    ("campaigns:advocacy_", "promise"): lambda side: side.promise.code,
    ("campaigns:advocacy_", "target"): lambda side: side.target.code,
    ("campaigns:advocacy_", "position"): lambda side: side.position.code,
    ("campaigns:unsubscribe", "code"): lambda side: unsubscribe_path(side.mailed).split("/")[2],
    ("campaigns:email_report", "service"): lambda _side: "sendgrid",
    ("campaigns:status", "code"): lambda side: side.delivery.code,
    ("campaigns:events_", "code"): lambda side: side.event.code,
    ("campaigns:events_after", "code"): lambda side: side.over.code,
    ("campaigns:events_after_mark", "seat"): lambda side: side.was_there.code,
    ("campaigns:events_did_you_come", "token"): lambda side: side.was_there.secret,
    ("campaigns:events_needs_part", "match"): lambda side: side.match.code,
    ("campaigns:events_support_case", "case"): lambda side: side.case.code,
    ("campaigns:events_program_item", "item"): lambda side: side.program_item.code,
    ("campaigns:events_program_", "speaker"): lambda side: side.speaker.code,
    ("campaigns:events_program_district", "district"): lambda side: side.district.code,
    ("campaigns:events_hearing", "code"): lambda side: side.hearing_event.code,
    ("campaigns:events_point", "code"): lambda side: side.hearing_event.code,
    ("campaigns:events_point", "point"): lambda side: side.point.code,
    ("campaigns:events_slot", "code"): lambda side: side.hearing_event.code,
    ("campaigns:events_slot", "slot"): lambda side: side.slot.code,
    ("campaigns:events_seat_speak", "token"): lambda side: side.slot.rsvp.secret,
    ("campaigns:events_page", "code"): lambda side: side.open_event.code,
    ("campaigns:events_calendar", "code"): lambda side: side.open_event.code,
    ("campaigns:events_share_image", "code"): lambda side: side.open_event.code,
    ("campaigns:events_", "token"): lambda side: side.rsvp.secret,
    ("campaigns:events_personal_calendar", "secret"): lambda side: side.rsvp.calendar_secret,
    ("campaigns:events_door", "token"): lambda side: side.host_link.secret,
    ("campaigns:events_door_", "code"): lambda side: side.tonight.code,
    ("campaigns:events_door_", "link"): lambda side: side.host_link.code,
    ("campaigns:events_scan", "code"): lambda side: side.rsvp.code,
    **{
        ("campaigns:advocacy_", hole): on_shelf(hole)
        for hole in (
            *("mention", "statement", "contact", "letter", "sign", "testimony", "case", "date", "resource", "other"),
            "thing",
        )
    },
    ("campaigns:advocacy_thank", "position"): on_shelf("position"),
    ("campaigns:advocacy_sign_yes", "secret"): lambda side: side.shelf["sign"].secret,
    ("campaigns:advocacy_sign", "code"): lambda side: side.shelf["open_letter"].code,
    ("campaigns:advocacy_kit", "code"): lambda side: side.shelf["open_resource"].code,
    ("campaigns:advocacy_case_page", "code"): lambda side: side.shelf["open_case"].code,
    ("campaigns:own", "token"): lambda side: side.member.page_secret,
    ("campaigns:own_send", "code"): lambda side: side.member.code,
    ("campaigns:own_", "channel"): lambda _side: "text",
    ("campaigns:own_open", "secret"): lambda side: side.page_link.secret,
    ("campaigns:own_new", "secret"): lambda side: side.new_email.secret,
    ("campaigns:join_yes", "secret"): lambda side: side.wish.secret,
    ("campaigns:advocacy_action", "code"): lambda side: side.open_action.code,
    ("campaigns:advocacy_action_", "code"): lambda side: side.action.code,
    ("campaigns:advocacy_script", "code"): lambda side: side.action.code,
    ("campaigns:advocacy_script", "script"): lambda side: side.script.code,
    ("campaigns:advocacy_paper", "code"): lambda side: side.batch.code,
    ("campaigns:advocacy_paper", "sheet"): lambda side: side.sheet.code,
    **dict.fromkeys(
        (
            ("campaigns:advocacy_actions", "code"),
            ("campaigns:advocacy_action_create", "code"),
            ("campaigns:advocacy_paper_create", "code"),
        ),
        lambda side: side.campaign.code,
    ),
    ("campaigns:tap", "code"): lambda side: side.delivery.link_code,
    ("campaigns:messaging_", "code"): lambda side: side.call.code,
    ("campaigns:messaging_", "delivery"): lambda side: side.delivery.code,
    ("campaigns:messaging_results", "code"): lambda side: side.sent.code,
    ("campaigns:messaging_left_out", "reason"): lambda _side: "no_consent",
    **dict.fromkeys(
        (
            ("campaigns:messaging_call_", "code"),
            ("campaigns:messaging_follow_up", "code"),
            ("campaigns:messaging_share", "code"),
        ),
        lambda side: side.sent.code,
    ),
    ("campaigns:messaging_call_person", "member"): lambda side: side.unreached.code,
    ("campaigns:messaging_answer", "code"): lambda side: side.conversation.code,
    ("campaigns:messaging_thread", "code"): lambda side: side.conversation.code,
    ("campaigns:messaging_ready", "code"): lambda side: side.canned.code,
    ("campaigns:messaging_unsure", "delivery"): lambda side: side.parked.code,
    ("campaigns:messaging_thread_act", "action"): lambda _side: "seat",
    ("campaigns:messaging_sender", "code"): lambda side: side.sender.code,
}


SAME_ANYWHERE = {"channel", "reason", "action", "year"}


def example_of(route: Route, hole: str) -> Example | None:
    fits = [key for key in EXAMPLES if route.name.startswith(key[0]) and key[1] == hole]
    return EXAMPLES[max(fits, key=lambda key: len(key[0]))] if fits else None


def holes(route: Route) -> list[str]:
    return HOLE.findall(route.pattern)


def names_a_row(route: Route) -> bool:
    """Does the address hold the code of something in the chapter?"""
    return any(hole not in {"chapter", *SAME_ANYWHERE} for hole in holes(route))


def address(route: Route, side: Side, *, chapter: Side | None = None, unknown: bool = False) -> str:
    """The route's address on one side; `chapter` puts another chapter in front, `unknown` codes that name nothing."""

    def fill(match: re.Match[str]) -> str:
        hole = match.group(1)
        if unknown and (hole != "chapter" or chapter is None):
            return UNKNOWN.get(hole, "zz22zz22zz")
        example = example_of(route, hole)
        assert example, f"tests/access/examples.py has no example of <{hole}> for {route.name}"
        return str(example(chapter if chapter and hole == "chapter" else side))

    return "/" + HOLE.sub(fill, route.pattern)

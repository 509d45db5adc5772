"""What a person said to our events, for their own page and their download."""

from django.utils.translation import gettext as _

from campaigns.events.models import Event, Rsvp, StandingRsvp
from chapters.members.exporting import Fact, Part
from chapters.models import Member


def parts(member: Member) -> list[Part]:
    seats = member.rsvps.select_related("event__chapter", "check_in").prefetch_related("event__texts").order_by("id")
    standing = member.standing_rsvps.select_related("series").order_by("id")
    hosted = member.hosted_events.select_related("chapter").prefetch_related("texts").order_by("id")
    return [
        Part("seats", _("Your answers to events"), [seat(rsvp) for rsvp in seats]),
        Part("every_time", _("Where you come every time"), [every_time(row) for row in standing]),
        Part("hosted", _("Events you hold"), [event_facts(event) for event in hosted]),
    ]


def event_facts(event: Event) -> list[Fact]:
    return [Fact("event", _("Event"), str(event)), Fact("starts_at", _("When"), event.starts_at)]


def seat(rsvp: Rsvp) -> list[Fact]:
    check_in = getattr(rsvp, "check_in", None)
    return [
        *event_facts(rsvp.event),
        Fact("answer", _("Your answer"), rsvp.get_state_display()),
        Fact("party_size", _("How many of you"), rsvp.party_size),
        Fact("came", _("How many came in"), check_in.arrived if check_in else None),
        Fact("children", _("Children to look after"), rsvp.children),
        Fact("children_ages", _("Their ages"), ", ".join(map(str, rsvp.children_ages))),
        Fact("needs_language", _("Interpretation into"), rsvp.needs_language),
        Fact("needs_ride", _("Needs a ride"), rsvp.needs_ride),
        Fact("needs_step_free", _("Needs no steps"), rsvp.needs_step_free),
        Fact("offers_ride", _("Places in your car"), rsvp.offers_ride),
        Fact("can_mind_children", _("Can look after children"), rsvp.can_mind_children),
        Fact("offers_language", _("Can interpret into"), rsvp.offers_language),
        Fact("has_shared_contact", _("We may pass on how to reach you"), rsvp.has_shared_contact),
        Fact("emergency_contact", _("Whom to call for you"), rsvp.emergency_contact),
        Fact("told_by", _("How we write about it"), rsvp.get_channel_display()),
        Fact("answered_at", _("Answered"), rsvp.created_at),
    ]


def every_time(row: StandingRsvp) -> list[Fact]:
    return [
        Fact("rule", _("How often"), str(row.series)),
        Fact("party_size", _("How many of you"), row.party_size),
        Fact("since", _("Since"), row.created_at),
        Fact("ended_at", _("Ended"), row.ended_at),
    ]

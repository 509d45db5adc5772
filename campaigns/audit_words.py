"""What the acts of this app say in the list of who did what."""

from typing import Any

from django.utils.translation import gettext_lazy as _

WORDS: dict[str, Any] = {
    "call_approved": _("approved a message to %(people)s people"),
    "call_asked": _("asked for a yes to a message to %(people)s people"),
    "call_paused": _("paused a message"),
    "call_resumed": _("let a message go on"),
    "call_sent_back": _("sent a message back"),
    "call_stopped": _("stopped a message, %(left_out)s people left out"),
    "call_taken_back": _("took a message back before it was approved"),
    "call_thrown_away": _("threw a draft away"),
    "call_undone": _("undid an approval before it went out"),
    "campaign_hidden": _("took a campaign off the public page"),
    "campaign_published": _("made a campaign public"),
    "event_called_off": _("called an event off and told %(told)s people"),
    "event_moved": _("moved an event and told %(told)s people"),
    "event_published": _("made an event public"),
    "event_written_down": _("wrote down how an event went"),
    "gate_closed": _("closed sending for the whole site"),
    "gate_opened": _("opened sending for the whole site"),
    "gate_shut": _("found an older copy of the database, and closed sending"),
    "reconciled": _(
        "compared messages with Twilio: %(adopted)s marked as sent, %(found)s written down, %(parked)s for a person"
    ),
    "series_changed": _("changed %(dates)s dates of a series"),
    "series_ended": _("ended a series of events"),
    "series_started": _("started a series of events"),
    "stray_explained": _("explained a text that this site did not send"),
    "odd_seats_removed": _("took %(n)s odd answers off the list of an event"),
    "seat_approved": _("said yes to someone who asked to come"),
    "seat_refused": _("said no to someone who asked to come"),
    "shift_given": _("gave someone a job at an event"),
    "timetable_changed": _("changed when people hear about events"),
    "seat_removed": _("took someone off the list of an event"),
    "need_met": _("brought two people of an event together"),
    "need_unmet": _("took two people of an event apart again"),
    "support_opened": _("opened the list of people to wait for"),
    "support_added": _("added a person to wait for"),
    "support_changed": _("changed the entry of a person to wait for"),
    "sender_changed": _("changed something to send from: %(kind)s"),
    "sender_added": _("added something to send from: %(kind)s"),
    "sender_rested": _("took something to send from out of use: %(kind)s"),
    "sender_step_done": _("ticked a step of a registration: %(step)s"),
    "sender_step_undone": _("took back a step of a registration: %(step)s"),
    "sender_used": _("put something to send from back to use: %(kind)s"),
}

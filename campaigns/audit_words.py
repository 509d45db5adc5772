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
    "door_link_made": _("made a link for the door of an event"),
    "door_link_taken_back": _("took a link for the door of an event back"),
    "event_called_off": _("called an event off and told %(told)s people"),
    "event_moved": _("moved an event and told %(told)s people"),
    "event_published": _("made an event public"),
    "gate_closed": _("closed sending for the whole site"),
    "gate_opened": _("opened sending for the whole site"),
    "gate_shut": _("found an older copy of the database, and closed sending"),
    "reconciled": _(
        "compared messages with Twilio: %(adopted)s marked as sent, %(found)s written down, %(parked)s for a person"
    ),
    "stray_explained": _("explained a text that this site did not send"),
    "seat_removed": _("took someone off the list of an event"),
    "sender_changed": _("changed something to send from: %(kind)s"),
    "sender_added": _("added something to send from: %(kind)s"),
    "sender_rested": _("took something to send from out of use: %(kind)s"),
    "sender_step_done": _("ticked a step of a registration: %(step)s"),
    "sender_step_undone": _("took back a step of a registration: %(step)s"),
    "sender_used": _("put something to send from back to use: %(kind)s"),
}

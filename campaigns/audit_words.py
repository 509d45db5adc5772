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
    "co_host_asked": _("asked someone to hold an event with us"),
    "co_host_changed": _("changed what is agreed with a co-host"),
    "co_host_no": _("said no to holding an event together"),
    "co_host_removed": _("took a co-host off an event"),
    "co_host_yes": _("said yes to holding an event together"),
    "event_called_off": _("called an event off and told %(told)s people"),
    "event_called_off_by_host": _("called an event off with the link of a host"),
    "event_changed_by_host": _("changed an event with the link of a host"),
    "event_moved": _("moved an event and told %(told)s people"),
    "event_published": _("made an event public"),
    "event_turned_down": _("said no to an event that a volunteer offered"),
    "gate_closed": _("closed sending for the whole site"),
    "gate_opened": _("opened sending for the whole site"),
    "gate_shut": _("found an older copy of the database, and closed sending"),
    "host_link_given": _("gave someone the keys to an event"),
    "host_link_revoked": _("took back the keys to an event"),
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

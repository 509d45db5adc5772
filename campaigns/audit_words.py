"""What the acts of this app say in the list of who did what."""

from typing import Any

from django.utils.translation import gettext_lazy as _

WORDS: dict[str, Any] = {
    "event_published": _("made an event public"),
    "event_moved": _("changed the time or place of an event, %(told)s people were told"),
    "event_called_off": _("called off an event, %(told)s people were told"),
    "seat_removed": _("took someone off the list of an event"),
    "campaign_published": _("made a campaign public"),
    "campaign_hidden": _("took a campaign off the public page"),
    "sender_added": _("added something to send from: %(kind)s"),
    "sender_used": _("put something to send from back to use: %(kind)s"),
    "sender_rested": _("took something to send from out of use: %(kind)s"),
}

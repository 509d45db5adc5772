"""What we wrote to a person and what they wrote, for their own page and their download."""

from django.utils.translation import gettext as _

from campaigns.messaging.models import Delivery, Reply
from chapters.members.exporting import Fact, Part
from chapters.models import Member


def parts(member: Member) -> list[Part]:
    sent = member.deliveries.select_related("call_to_action").order_by("id")
    written = Reply.objects.filter(conversation__member=member).order_by("id")
    return [
        Part("messages", _("What we wrote to you"), [message(row) for row in sent]),
        Part("replies", _("What you texted us"), [reply(row) for row in written]),
    ]


def message(row: Delivery) -> list[Fact]:
    return [
        Fact("at", _("When"), row.attempted_at or row.created_at),
        Fact("channel", _("Channel"), row.get_channel_display()),
        Fact("what", _("What kind"), row.get_purpose_display()),
        Fact("state", _("What became of it"), row.get_state_display()),
        Fact("subject", _("Subject"), row.subject),
        Fact("words", _("Words"), row.body),
        Fact("opened_at", _("You opened the link"), row.opened_at),
        Fact("answered_at", _("You answered"), row.answered_at),
    ]


def reply(row: Reply) -> list[Fact]:
    return [Fact("at", _("When"), row.received_at), Fact("words", _("Words"), row.body)]

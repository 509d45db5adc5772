"""Setting up what a chapter sends from."""

from django.urls import reverse
from django.utils.translation import gettext as _

from chapters.models import Chapter
from chapters.setup import Step


def steps(chapter: Chapter) -> list[Step]:
    """The sender's place in the list of what a chapter still needs."""
    kinds = {sender.channel for sender in chapter.senders.active()}
    url = reverse("campaigns:messaging_senders", args=[chapter.slug])
    return [
        Step(
            _("A number to text from"),
            _("From Twilio. The carriers register it for you; that takes some days."),
            "text" in kinds,
            url,
        ),
        Step(_("An email address to send from"), _("People answer to it."), "email" in kinds, url),
    ]

"""May the chapter write about other things too? Asked of whoever saves a seat."""

from django.urls import reverse
from django.utils import translation

from campaigns.events.models import Rsvp
from chapters.members import consenting
from chapters.members.wordings import Question, first_wording, plain_sentence, question_of, question_shown
from chapters.models import Consent

__all__ = ["Question", "agree", "first_wording", "plain_sentence", "question", "question_of", "question_shown"]


def question(rsvp: Rsvp) -> Question:
    return question_of(rsvp.event.chapter, rsvp.channel)


def agree(rsvp: Rsvp, asked: Question, *, channel: str = "", language: str = "") -> Consent:
    """A yes with the sentence as it stood on the page. A wording of version 0 becomes the chapter's first. The channel
    is the one of the seat and the language the page's, unless named."""
    channel, language = channel or rsvp.channel, language or translation.get_language()
    return consenting.record(
        rsvp.member,
        channel,
        given=True,
        source=Consent.Source.RSVP,
        detail="" if rsvp.event.keeps_no_attendance else reverse("campaigns:events_page", args=[rsvp.event.code]),
        wording=asked.wording or first_wording(rsvp.event.chapter, channel),
        wording_text=asked.sentence,
        language=language,
    )

"""What a person chooses on their own page: by which channel the chapter writes, or nobody here at all."""

from django.db import transaction

from chapters.members import consenting
from chapters.members.consent_models import Channel, Consent
from chapters.members.models import INDEX_OF, Member
from chapters.members.standing import Standing, standing
from chapters.members.wordings import Question, first_wording

PAGE = Consent.Source.PAGE
# The phone company lets no text through to them before they have texted START.
BY_PHONE = frozenset({Consent.Source.KEYWORD, Consent.Source.CARRIER})


def must_text_start(found: Standing) -> bool:
    return found.channel == Channel.TEXT and found.opt_out is not None and found.opt_out.source in BY_PHONE


@transaction.atomic
def start(member: Member, channel: Channel, asked: Question, *, language: str) -> bool:
    """Their own yes to the sentence they read. False where there is no address, or only a text START can do it."""
    found = standing(member, channel)
    if not found.address or must_text_start(found):
        return False
    if found.is_yes:
        return True
    consenting.reopen(channel, member.address_on(channel), chapter=member.chapter)
    consenting.record(
        member,
        channel,
        given=True,
        source=PAGE,
        wording=asked.wording or first_wording(member.chapter, channel),
        wording_text=asked.sentence,
        language=language,
    )
    return True


@transaction.atomic
def stop(member: Member, channel: Channel) -> None:
    """For this chapter only. Whoever shares the address keeps what they said."""
    if standing(member, channel).is_open:
        consenting.record(member, channel, given=False, source=PAGE, language=member.language)
    index = getattr(member, INDEX_OF[channel])
    others = consenting.holders_of(channel, index, chapter=member.chapter).exclude(pk=member.pk)
    if not others.exists():
        consenting.stop_index(channel, index, source=PAGE, chapter=member.chapter)


@transaction.atomic
def stop_everywhere(member: Member) -> None:
    """Both channels, every chapter here: it holds for the addresses, as a text STOP does."""
    for channel in (Channel.TEXT, Channel.EMAIL):
        found = standing(member, channel)
        if found.address:
            consenting.stop_index(channel, getattr(member, INDEX_OF[channel]), source=PAGE)
        elif found.is_open:
            consenting.record(member, channel, given=False, source=PAGE, language=member.language)


def remove(member: Member, channel: Channel) -> None:
    if channel == Channel.TEXT:
        member.phone, member.phone_trouble = "", ""
    else:
        member.email, member.email_trouble = "", ""
    member.save()

"""Yes and no: what a person agreed to, stop, and starting again. Nothing here is ever overwritten."""

from datetime import datetime

from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from chapters.accounts.models import User
from chapters.locks import hold_address
from chapters.members.consent_models import Channel, Consent, ConsentWording, OptOut
from chapters.members.contacts import address_index
from chapters.members.models import INDEX_OF, Member, MemberQuerySet
from chapters.models import Chapter

UNSUBSCRIBED = Consent.Source.UNSUBSCRIBE


def record(
    member: Member,
    channel: str,
    *,
    given: bool,
    source: str,
    detail: str = "",
    wording: ConsentWording | None = None,
    wording_text: str = "",
    language: str = "",
    by: User | None = None,
) -> Consent:
    """One more entry; the latest decides. A yes needs `wording` or `wording_text`: the database refuses one without."""
    return Consent.objects.create(
        chapter_id=member.chapter_id,
        member=member,
        channel=channel,
        is_given=given,
        source=source,
        source_detail=detail[:200],
        wording=wording,
        wording_text=wording_text,
        language=language,
        at=timezone.now(),
        entered_by=by,
    )


def holders(channel: str, address: str, *, chapter: Chapter | None = None) -> MemberQuerySet:
    """Everyone with exactly this address, in one chapter or in all."""
    return holders_of(channel, address_index(channel, address), chapter=chapter)


def holders_of(channel: str, index: str, *, chapter: Chapter | None = None) -> MemberQuerySet:
    if not index:
        return Member.objects.none()
    people = Member.objects.filter(**{INDEX_OF[Channel(channel)]: index})
    return people.filter(chapter=chapter) if chapter else people


def stop(channel: str, address: str, *, source: str, chapter: Chapter | None = None) -> None:
    """No more on this channel to this address: in every chapter here unless one is named. Says so on each member
    with the address whose latest word is not already no. Repeating it changes nothing."""
    stop_index(channel, address_index(channel, address), source=source, chapter=chapter)


@transaction.atomic
def stop_index(channel: str, index: str, *, source: str, chapter: Chapter | None = None) -> None:
    """`stop` for an address of which only the keyed hash is left."""
    if not index:
        return
    hold_address(channel, index)
    now = timezone.now()
    OptOut.objects.bulk_create(
        [OptOut(channel=channel, address_index=index, chapter=chapter, source=source, at=now)], ignore_conflicts=True
    )
    latest = Consent.objects.filter(member=OuterRef("pk"), channel=channel).order_by("-id")
    people = holders_of(channel, index, chapter=chapter).alias(latest=Subquery(latest.values("is_given")[:1]))
    Consent.objects.bulk_create(
        Consent(
            chapter_id=person.chapter_id,
            member=person,
            channel=channel,
            is_given=False,
            source=source,
            language=person.language,
            at=now,
        )
        for person in people.filter(Q(latest=None) | Q(latest=True))
    )


@transaction.atomic
def undo_stop(index: str, *, since: datetime) -> bool:
    """The person clicked by mistake: what they had said about email before they unsubscribed, at `since` or later,
    holds again, in the words of then. An older stop stays. False when there is nothing to undo."""
    hold_address(Channel.EMAIL, index)
    made = OptOut.objects.filter(channel=Channel.EMAIL, address_index=index, source=UNSUBSCRIBED, at__gte=since)
    undone, _ = made.delete()
    for member in holders_of(Channel.EMAIL, index) if undone else ():
        said = list(member.consents.for_channel(Channel.EMAIL).order_by("-id")[:2])
        if len(said) == 2 and said[0].source == UNSUBSCRIBED and said[0].at >= since and said[1].is_given:
            before = said[1]
            record(
                member,
                Channel.EMAIL,
                given=True,
                source=Consent.Source.PAGE,
                wording=before.wording,
                wording_text=before.wording_text,
                language=before.language,
            )
    return bool(undone)


@transaction.atomic
def start_again(channel: str, address: str, *, chapter: Chapter, source: str, wording_text: str, language: str) -> None:
    """The person asks this chapter to write again."""
    if not address:
        return
    reopen(channel, address, chapter=chapter)
    for member in holders(channel, address, chapter=chapter):
        record(
            member, channel, given=True, source=source, wording_text=wording_text, language=language or member.language
        )


@transaction.atomic
def reopen(channel: str, address: str, *, chapter: Chapter) -> None:
    """Take away the stops that bind this chapter, and say nothing about consent. A stop for every chapter becomes one
    for each other chapter, so that it opens only this one."""
    index = address_index(channel, address)
    everywhere = OptOut.objects.filter(channel=channel, address_index=index, chapter=None).first()
    if everywhere:
        others = Chapter.objects.exclude(pk=chapter.pk)
        OptOut.objects.bulk_create(
            [
                OptOut(channel=channel, address_index=index, chapter=other, source=everywhere.source, at=everywhere.at)
                for other in others
            ],
            ignore_conflicts=True,
        )
    OptOut.objects.against(channel, index, chapter).delete()

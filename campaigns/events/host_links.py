"""The keys to one event: given to a named person, sent to them, taken back; and who opens a page with one."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps

from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from campaigns.events import guests, host_words
from campaigns.events.models import Event, HostLink
from campaigns.messaging.models import Delivery
from chapters import audit
from chapters.models import Member, User

NOTED_EVERY = timedelta(minutes=10)


@transaction.atomic
def give(event: Event, host: Member, *, by: User | None) -> tuple[HostLink, Delivery | None]:
    """The working link of this person, made if there is none, and the message that brings it; None when we cannot
    write to them."""
    held = event.host_links.working().filter(kind=HostLink.Kind.HOST, member=host)
    link = held.select_for_update().first()
    if link is None:
        link = event.host_links.create(
            chapter_id=event.chapter_id,
            kind=HostLink.Kind.HOST,
            member=host,
            label=host.short_name[:60],
            created_by=by,
        )
        audit.record("host_link_given", chapter=event.chapter, by=by, subject=link)
    link.event = event
    key = f"host:{link.pk}:{timezone.now():%Y%m%d%H%M}"
    note = host_words.agreed(link, host)
    return link, host_words.write(event.chapter, host, key, Delivery.Purpose.NOTICE, note)


@transaction.atomic
def revoke(link: HostLink, *, by: User) -> None:
    """It never opens anything again."""
    if HostLink.objects.working().filter(pk=link.pk).update(revoked_at=timezone.now(), updated_at=timezone.now()):
        audit.record("host_link_revoked", chapter=link.chapter, by=by, subject=link)


def shown(event: Event) -> list[tuple[HostLink, str]]:
    """The working keys to an event, each with its address."""
    keys = event.host_links.working().filter(kind=HostLink.Kind.HOST)
    return [(link, host_words.link_of(link)) for link in keys]


def opened(view: Callable[[HttpRequest, HostLink], HttpResponse]) -> Callable[[HttpRequest, str], HttpResponse]:
    """Hands a view the link instead of its secret. Unknown ones are not found; one taken back says so, with 410."""

    @wraps(view)
    def with_link(request: HttpRequest, token: str) -> HttpResponse:
        link = found(token)
        language = link.member.language if link.member else link.chapter.languages[0]
        with guests.in_language(request, language):
            if link.revoked_at:
                return render(request, "campaigns/events/host_gone.html", {"chapter": link.chapter}, status=410)
            note_use(link)
            return view(request, link)

    return with_link


def found(token: str) -> HostLink:
    rows = HostLink.objects.select_related("chapter", "member", "event__chapter", "event__campaign", "event__partner")
    rows = rows.prefetch_related("event__texts").filter(kind=HostLink.Kind.HOST, chapter__closed_at=None)
    if link := rows.filter(secret=token).first():
        return link
    raise Http404


def note_use(link: HostLink) -> None:
    before = timezone.now() - NOTED_EVERY
    unnoted = HostLink.objects.filter(Q(used_at=None) | Q(used_at__lt=before), pk=link.pk)
    unnoted.update(used_at=timezone.now())

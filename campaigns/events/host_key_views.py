"""The keys to an event in the hands of the chapter: who gets them, and taking them back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from campaigns.events import host_links
from campaigns.events.host_forms import KeyForm
from campaigns.events.models import Event, HostLink
from chapters.access import Can, ChapterRequest, chapter_view
from chapters.forms import invalid, posted
from chapters.members.finding import by_name
from chapters.models import Member

KEYS = "campaigns/events/host_keys.html"
SHOWN = 10


@chapter_view(Can.HOLD_EVENTS, "GET", "POST")
def host_keys(request: ChapterRequest, code: str) -> HttpResponse:
    """Find a person by name, and give them the keys to this event."""
    event: Event = get_object_or_404(request.chapter.events.with_words().select_related("host"), code=code)
    form = KeyForm(posted(request), chapter=request.chapter)
    if request.method == "POST" and form.is_valid():
        given(request, event, form.cleaned_data["member"])
        return redirect("campaigns:events_show", request.chapter.slug, code)
    words = request.GET.get("q", "").strip()
    context = {"event": event, "form": form, "q": words, "people": people(request, words)}
    return invalid(request, KEYS, context) if form.is_bound else render(request, KEYS, context)


def people(request: ChapterRequest, words: str) -> list[Member]:
    """Whom we can write to; the others could not get the link."""
    reachable = KeyForm(chapter=request.chapter).fields["member"].queryset  # type: ignore[attr-defined]
    return list(by_name(reachable, words)[:SHOWN]) if words else []


def given(request: ChapterRequest, event: Event, host: Member) -> None:
    _link, delivery = host_links.give(event, host, by=request.user)
    name = {"name": host.name}
    if delivery is None:
        messages.warning(request, _("%(name)s has the keys, but we cannot write to them. Send them the link.") % name)
    elif delivery.channel == "text":
        messages.success(request, _("%(name)s has the keys. We text the link.") % name)
    else:
        messages.success(request, _("%(name)s has the keys. We email the link.") % name)


@chapter_view(Can.HOLD_EVENTS, "POST")
def host_key_revoke(request: ChapterRequest, code: str, key: str) -> HttpResponse:
    ours = request.chapter.host_links.select_related("chapter")
    link: HostLink = get_object_or_404(ours, code=key, event__code=code)
    host_links.revoke(link, by=request.user)
    messages.success(request, _("The link of %(name)s opens nothing any more.") % {"name": link.label})
    return redirect("campaigns:events_show", request.chapter.slug, code)

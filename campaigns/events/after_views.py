"""The page of an event that is over, the marks of who came, and the question to each: did you come?"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.events import after as afterwards
from campaigns.events import after_drafts, guests
from campaigns.events.after_forms import Account
from campaigns.events.models import Event, Rsvp
from chapters.access import Can, ChapterRequest, by_link, chapter_view
from chapters.forms import posted

AFTER = "campaigns/events/after.html"
ROW = "campaigns/events/after_row.html"
MARKS = ("0", *map(str, range(1, 51)))


@chapter_view(Can.HOLD_EVENTS, "GET", "POST")
def after(request: ChapterRequest, code: str) -> HttpResponse:
    """How it went. "more" asks for further lines and keeps nothing yet."""
    event = fetch(request, code)
    if not event.is_over or event.cancelled_at:
        messages.info(request, _("Write down how it went once the event is over."))
        return redirect("campaigns:events_show", request.chapter.slug, code)
    account = Account(event, afterwards.moment_of(event), afterwards.counted(event), posted(request))
    wants_more = "more" in request.POST
    if request.method == "POST" and not wants_more and account.is_valid():
        afterwards.write_down(event, account, by=request.user)
        messages.success(request, _("Saved. Thank you for writing it down."))
        return redirect("campaigns:events_after", request.chapter.slug, code)
    status = 422 if account.form.is_bound and not wants_more else 200
    return render(request, AFTER, context(request, event, account) | {"wants_more": wants_more}, status=status)


def fetch(request: ChapterRequest, code: str) -> Event:
    event: Event = get_object_or_404(request.chapter.events.with_campaign(), code=code)
    return event


def context(request: ChapterRequest, event: Event, account: Account) -> dict[str, Any]:
    people, after_code = afterwards.guests(event, request.GET.get("after", ""))
    came, missed = (0, 0) if event.keeps_no_attendance else afterwards.tallies(event)
    return {
        "event": event,
        "account": account,
        "people": people,
        "next": after_code,
        "came": came,
        "missed": missed,
        "unmarked": afterwards.unmarked(event) if came else 0,
        "forgotten": bool(event.seats_taken) and not event.rsvps.exists(),
    }


@chapter_view(Can.HOLD_EVENTS, "POST")
def after_mark(request: ChapterRequest, code: str, seat: str) -> HttpResponse:
    """One tap: so many of this party came, 0 for nobody. With htmx only the line comes back."""
    event = fetch(request, code)
    rsvp: Rsvp = get_object_or_404(event.rsvps.select_related("member", "check_in"), code=seat)
    arrived = request.POST.get("arrived", "")
    if event.keeps_no_attendance or not event.is_over:
        messages.warning(request, _("Who came to this event is not written down by name."))
    elif arrived not in MARKS:
        messages.error(request, _("Say how many of them came, 0 to 50."))
    else:
        afterwards.mark(rsvp, int(arrived))
        if request.htmx:
            rsvp = event.rsvps.select_related("member", "check_in").get(pk=rsvp.pk)
            return render(request, ROW, {"event": event, "guest": afterwards.guest(rsvp)})
    back = reverse("campaigns:events_after", args=[request.chapter.slug, code])
    return redirect(f"{back}?after={request.POST.get('after', '')}#who")


@chapter_view(Can.HOLD_EVENTS, "POST")
def after_rest(request: ChapterRequest, code: str) -> HttpResponse:
    """Everyone who is not marked did not come: said by a lead, never guessed."""
    event = fetch(request, code)
    if event.keeps_no_attendance or not event.is_over:
        messages.warning(request, _("Who came to this event is not written down by name."))
    else:
        n = afterwards.mark_rest(event)
        words = ngettext("%(n)s person is marked as not there.", "%(n)s people are marked as not there.", n)
        messages.success(request, words % {"n": n})
    return redirect(reverse("campaigns:events_after", args=[request.chapter.slug, code]) + "#who")


@chapter_view(Can.WRITE, "POST")
def after_draft(request: ChapterRequest, code: str) -> HttpResponse:
    """The draft of a message to those who came, or to those who were missed. Nothing goes out yet."""
    event = fetch(request, code)
    kind = request.POST.get("kind", "")
    if kind not in after_drafts.KINDS or event.keeps_no_attendance or not event.is_over:
        messages.warning(request, _("There is no such message for this event."))
        return redirect("campaigns:events_show", request.chapter.slug, code)
    call = after_drafts.draft(event, kind, by=request.user)
    return redirect("campaigns:messaging_open", request.chapter.slug, call.code)


@by_link("seat", "GET", "POST")
def did_you_come(request: HttpRequest, token: str) -> HttpResponse:
    """Asked by link on the day after. Only the button answers, and only with the person's own link."""
    rsvp, is_own = guests.seat_of(token)
    if not is_own or rsvp.event.keeps_no_attendance or rsvp.event.cancelled_at:
        raise Http404
    if not rsvp.event.is_over:
        return redirect("campaigns:events_seat", token)
    with guests.in_language(request, rsvp.language):
        said = request.POST.get("came", "")
        if said in {"yes", "no"}:
            afterwards.take_own_word(rsvp, came=said == "yes")
        context = {"chapter": rsvp.chapter, "event": rsvp.event, "rsvp": rsvp, "token": token, "said": said}
        status = 422 if request.method == "POST" and said not in {"yes", "no"} else 200
        return render(request, "campaigns/events/did_you_come.html", context, status=status)

"""Jobs at an event, as whoever holds it plans them: who is missing, who does what."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.events import shifting
from campaigns.events.models import Event, Rsvp, Shift
from campaigns.events.seat_views import clash_words
from campaigns.events.shift_forms import AssignForm, ShiftForm
from campaigns.events.turnout import may_see_list
from chapters import audit
from chapters.access import Can, ChapterRequest, chapter_view, may
from chapters.forms import invalid, posted

LIST = "campaigns/events/shifts.html"
EDIT = "campaigns/events/shift_edit.html"
SHOWN = 300  # people to choose from


@chapter_view(Can.SEE_EVENTS)
def shifts(request: ChapterRequest, code: str) -> HttpResponse:
    """Each job with its hours, how many are missing, and by name who does it, as far as the role sees names."""
    event = fetch(request, code)
    sees_names = may_see_list(event, request.role)
    rows = list(event.shifts.all())
    context = {
        "event": event,
        "shifts": [(shift, people_on(shift, request) if sees_names else []) for shift in rows],
        "missing": sum(shift.still_needed or 0 for shift in rows),
        "is_counted": all(shift.capacity for shift in rows),
        "taken": sum(shift.taken for shift in rows),
    }
    return render(request, LIST, context)


def people_on(shift: Shift, request: ChapterRequest) -> list[tuple[Rsvp, str]]:
    seats = shift.seats.select_related("rsvp__member").order_by("rsvp__member__sort_name", "id")
    full = may(request.role.kind, Can.SEE_PEOPLE)
    return [(seat.rsvp, seat.rsvp.member.name if full else seat.rsvp.member.short_name) for seat in seats]


@chapter_view(Can.HOLD_EVENTS, "GET", "POST")
def shift_create(request: ChapterRequest, code: str) -> HttpResponse:
    event = fetch(request, code)
    return keep(request, Shift(chapter=request.chapter, event=event), event)


@chapter_view(Can.HOLD_EVENTS, "GET", "POST")
def shift_edit(request: ChapterRequest, code: str, shift: str) -> HttpResponse:
    event = fetch(request, code)
    return keep(request, get_object_or_404(event.shifts, code=shift), event)


def keep(request: ChapterRequest, shift: Shift, event: Event) -> HttpResponse:
    form = ShiftForm(posted(request), instance=shift, event=event)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved: %(job)s.") % {"job": shift})
        return redirect("campaigns:events_shifts", request.chapter.slug, event.code)
    context = {"event": event, "shift": shift, "form": form}
    return invalid(request, EDIT, context) if form.is_bound else render(request, EDIT, context)


@chapter_view(Can.HOLD_EVENTS, "POST")
def shift_remove(request: ChapterRequest, code: str, shift: str) -> HttpResponse:
    event = fetch(request, code)
    told = shifting.remove(get_object_or_404(event.shifts, code=shift))
    words = ngettext("The job is gone. %(n)s person is told.", "The job is gone. %(n)s people are told.", told)
    messages.success(request, words % {"n": told} if told else _("The job is gone."))
    return redirect("campaigns:events_shifts", request.chapter.slug, code)


@chapter_view(Can.HOLD_EVENTS, "GET", "POST")
def shift_assign(request: ChapterRequest, code: str, shift: str) -> HttpResponse:
    """Put somebody who comes on a job; they are told."""
    event = fetch(request, code)
    job: Shift = get_object_or_404(event.shifts, code=shift)
    coming = event.rsvps.holding_a_seat().exclude(shift_seats__shift=job).select_related("member")
    by_code = {rsvp.code: rsvp for rsvp in coming.order_by("member__sort_name", "id")[:SHOWN]}
    full = may(request.role.kind, Can.SEE_PEOPLE)
    names = [(code, rsvp.member.name if full else rsvp.member.short_name) for code, rsvp in by_code.items()]
    form = AssignForm(posted(request), choices=names)
    if request.method == "POST" and form.is_valid() and put_on(form, by_code[form.cleaned_data["seat"]], job):
        rsvp = by_code[form.cleaned_data["seat"]]
        audit.record("shift_given", chapter=request.chapter, by=request.user, subject=rsvp)
        messages.success(request, _("%(name)s does it.") % {"name": rsvp.member.short_name})
        return redirect("campaigns:events_shifts", request.chapter.slug, code)
    context = {"event": event, "shift": job, "form": form, "has_people": bool(names)}
    template = "campaigns/events/shift_assign.html"
    return invalid(request, template, context) if form.is_bound else render(request, template, context)


def put_on(form: AssignForm, rsvp: Rsvp, shift: Shift) -> bool:
    """False when it was refused; the form then says why."""
    try:
        shifting.join(rsvp, shift)
    except shifting.Full:
        form.add_error(None, _("Enough people do this already. Raise the number first."))
    except shifting.NoSeat:
        form.add_error("seat", _("This person does not come any more."))
    except shifting.Clash as error:
        hours = clash_words(error.other, rsvp)
        form.add_error("seat", _("They do something else then. %(what)s") % {"what": hours})
    return form.is_valid()


@chapter_view(Can.HOLD_EVENTS, "POST")
def shift_release(request: ChapterRequest, code: str, shift: str, seat: str) -> HttpResponse:
    """Take somebody off a job; they keep the seat."""
    event = fetch(request, code)
    job: Shift = get_object_or_404(event.shifts, code=shift)
    rsvp: Rsvp = get_object_or_404(event.rsvps.select_related("member"), code=seat)
    shifting.leave(rsvp, job)
    messages.success(request, _("%(name)s is off this job.") % {"name": rsvp.member.short_name})
    return redirect("campaigns:events_shifts", request.chapter.slug, code)


def fetch(request: ChapterRequest, code: str) -> Event:
    event: Event = get_object_or_404(request.chapter.events.with_campaign(), code=code)
    return event

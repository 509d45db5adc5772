"""Who speaks at a hearing and with which point: planned by leads, ticked on a phone, said by a person's own link."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.events import guests, ordering, speaking
from campaigns.events.hearing_forms import PointForm, SlotForm
from campaigns.events.hearing_views import HEARING, context_of, fetch
from campaigns.events.models import DistrictPick, Event, Rsvp, SpeakingSlot, TalkingPoint
from campaigns.events.program_forms import PickForm, seated
from campaigns.events.shift_forms import AssignForm
from campaigns.forms import Texts
from chapters.access import Can, ChapterRequest, by_link, chapter_view
from chapters.forms import invalid, posted


def back(request: ChapterRequest, code: str, words: str = "") -> HttpResponse:
    if words:
        messages.success(request, words)
    return redirect("campaigns:events_hearing", request.chapter.slug, code)


# --- talking points --------------------------------------------------------------------------------


@chapter_view(Can.HOLD_EVENTS, "GET", "POST")
def point_create(request: ChapterRequest, code: str) -> HttpResponse:
    event = fetch(request, code)
    return write_point(request, TalkingPoint(chapter=request.chapter, event=event), event)


@chapter_view(Can.HOLD_EVENTS, "GET", "POST")
def point(request: ChapterRequest, code: str, point: str) -> HttpResponse:
    event = fetch(request, code)
    found = get_object_or_404(event.talking_points.prefetch_related("texts"), code=point)
    if "remove" in request.POST:
        found.delete()
        return back(request, code, _("The point is gone. Whoever had it can get another."))
    return write_point(request, found, event)


def write_point(request: ChapterRequest, point: TalkingPoint, event: Event) -> HttpResponse:
    texts = Texts(PointForm, point, request.chapter.languages, posted(request))
    if request.method == "POST" and texts.is_valid():
        with transaction.atomic():
            if not point.pk:
                ordering.hold(event)
                point.order = ordering.next_place(event.talking_points.all())
                point.save()
            texts.save(point)
        return back(request, event.code, _("Saved."))
    context = {"event": event, "point": point, "texts": texts}
    template = "campaigns/events/hearing_point.html"
    return invalid(request, template, context) if request.method == "POST" else render(request, template, context)


@chapter_view(Can.HOLD_EVENTS, "POST")
def points_deal(request: ChapterRequest, code: str) -> HttpResponse:
    """A different one for each speaker, as far as there are enough. Nobody loses the one they have."""
    n = speaking.deal(fetch(request, code), by=request.user)
    words = ngettext("%(n)s speaker got a point to say.", "%(n)s speakers got a point to say.", n) % {"n": n}
    return back(request, code, words if n else _("Every speaker has a point already, or there is none to deal."))


# --- speakers --------------------------------------------------------------------------------------


@chapter_view(Can.HOLD_EVENTS, "GET", "POST")
def slot_add(request: ChapterRequest, code: str) -> HttpResponse:
    """Somebody with a seat, who said to a lead that they speak."""
    event = fetch(request, code)
    taken = set(event.speaking_slots.values_list("rsvp", flat=True))
    people = {rsvp.code: rsvp for rsvp in seated(event) if rsvp.pk not in taken}
    form = AssignForm(posted(request), choices=[(code, rsvp.member.name) for code, rsvp in people.items()])
    if request.method == "POST" and form.is_valid():
        rsvp = people[form.cleaned_data["seat"]]
        try:
            speaking.join(rsvp)
        except speaking.NoSeat:
            form.add_error("seat", _("This person does not come any more."))
        else:
            return back(request, code, _("%(name)s speaks.") % {"name": rsvp.member.short_name})
    context = {"event": event, "form": form, "has_people": bool(people)}
    template = "campaigns/events/hearing_slot_add.html"
    return invalid(request, template, context) if form.is_bound else render(request, template, context)


def slot_of(event: Event, code: str) -> SpeakingSlot:
    found: SpeakingSlot = get_object_or_404(event.speaking_slots.select_related("rsvp__member", "point"), code=code)
    found.event = event
    return found


@chapter_view(Can.HOLD_EVENTS, "GET", "POST")
def slot(request: ChapterRequest, code: str, slot: str) -> HttpResponse:
    event = fetch(request, code)
    found = slot_of(event, slot)
    name = found.rsvp.member.short_name
    if "remove" in request.POST:
        found.delete()
        return back(request, code, _("%(name)s does not speak. They keep their seat.") % {"name": name})
    form = SlotForm(posted(request), instance=found)
    if request.method == "POST" and form.is_valid():
        form.save()
        return back(request, code, _("Saved."))
    context = {"event": event, "slot": found, "form": form}
    template = "campaigns/events/hearing_slot.html"
    return invalid(request, template, context) if form.is_bound else render(request, template, context)


@chapter_view(Can.HOLD_EVENTS, "POST")
def slot_move(request: ChapterRequest, code: str, slot: str) -> HttpResponse:
    event = fetch(request, code)
    rows = event.speaking_slots.standing()
    ordering.move(event, rows, slot_of(event, slot).code, earlier="later" not in request.POST)
    return back(request, code)


@chapter_view(Can.HOLD_EVENTS, "POST")
def slot_spoke(request: ChapterRequest, code: str, slot: str) -> HttpResponse:
    """One tap on a phone; with htmx only the list comes back."""
    event = fetch(request, code)
    found = slot_of(event, slot)
    if event.keeps_no_attendance:
        messages.warning(request, _("Who came to this event is not written down by name."))
        return back(request, code)
    speaking.mark(found, has_spoken="undo" not in request.POST)
    if request.htmx:
        return render(request, f"{HEARING}#speakers", context_of(request, event))
    return back(request, code)


# --- by the link of a seat -------------------------------------------------------------------------


@by_link("seat", "POST")
def seat_speak(request: HttpRequest, token: str) -> HttpResponse:
    """I would like to speak. Only the person's own link takes it back."""
    rsvp, is_own = guests.seat_of(token)
    with guests.in_language(request, rsvp.language):
        try:
            if "no" in request.POST and is_own:
                SpeakingSlot.objects.filter(rsvp=rsvp).delete()
                messages.success(request, _("You do not speak. You keep your seat."))
            elif rsvp.event.is_open:
                speaking.join(rsvp)
                messages.success(request, _("Thank you. You are on the list of speakers."))
        except speaking.NoSeat:
            messages.warning(request, _("This event is over, or you are not coming. Nothing was saved."))
    return redirect("campaigns:events_seat", token)


@by_link("seat", "POST")
def seat_district(request: HttpRequest, token: str) -> HttpResponse:
    """The district of somebody whose ZIP code does not say it."""
    rsvp, _is_own = guests.seat_of(token)
    with guests.in_language(request, rsvp.language):
        form = PickForm(request.POST, districts=list(rsvp.event.district_goals.all()))
        if not form.is_valid():
            messages.error(request, _("Choose one from the list."))
            return redirect("campaigns:events_seat", token)
        keep_pick(rsvp, form.cleaned_data["district"])
        messages.success(request, _("Thank you. We wrote it down."))
    return redirect("campaigns:events_seat", token)


@transaction.atomic
def keep_pick(rsvp: Rsvp, code: str) -> None:
    DistrictPick.objects.filter(rsvp=rsvp).delete()
    if code:
        district = rsvp.event.district_goals.get(code=code)
        DistrictPick.objects.create(chapter_id=rsvp.chapter_id, rsvp=rsvp, district=district)

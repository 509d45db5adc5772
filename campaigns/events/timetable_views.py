"""When the chapter writes about its events: four ticks, and the promise that people read because of them."""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.events import reminders, timetable
from campaigns.events.models import Timetable
from chapters import audit
from chapters.access import Can, ChapterRequest, chapter_view
from chapters.forms import ModelForm, posted


class TimetableForm(ModelForm):
    class Meta:
        model = Timetable
        fields = ("has_day_before", "has_day_of", "has_just_before", "has_day_after")
        labels = {
            "has_day_before": gettext_lazy("The day before at 5 pm: still coming?"),
            "has_day_of": gettext_lazy("The same morning at 9 am"),
            "has_just_before": gettext_lazy("One hour before"),
            "has_day_after": gettext_lazy("The day after at 10 am: did you come, and what comes next"),
        }
        widgets = dict.fromkeys(fields, forms.CheckboxInput)


@chapter_view(Can.SET_UP, "GET", "POST")
def when_we_write(request: ChapterRequest) -> HttpResponse:
    """Saving it writes the reminders of all coming events anew; nobody hears a thing twice."""
    form = TimetableForm(posted(request), instance=timetable.of(request.chapter))
    coming = request.chapter.events.published().upcoming().filter(cancelled_at=None).with_words()
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
            for event in coming:
                reminders.replan(event)
        audit.record("timetable_changed", chapter=request.chapter, by=request.user)
        messages.success(request, _("Saved. The sentence on your event pages says the same."))
        return redirect("campaigns:events_when_we_write", request.chapter.slug)
    context = {"form": form, "times": timetable.promised_by(timetable.of(request.chapter))}
    return render(request, "campaigns/events/when_we_write.html", context, status=422 if form.is_bound else 200)

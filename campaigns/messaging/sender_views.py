"""What a chapter sends from: the list, one more, its pace, its registration, and on or off."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.messaging import registering
from campaigns.messaging.sender_forms import ChangeSenderForm, SenderForm
from campaigns.messaging.senders import PACES, line, lines
from campaigns.models import Sender
from chapters import audit
from chapters.access import Can, ChapterRequest, chapter_view
from chapters.forms import invalid, posted

PAGE = "campaigns/messaging/senders.html"
CHANGE = "campaigns/messaging/sender_change.html"
REGISTRATION = "campaigns/messaging/sender_registration.html"


@chapter_view(Can.SET_UP, "GET", "POST", fresh=True)
def senders(request: ChapterRequest) -> HttpResponse:
    form = SenderForm(request.POST or None, instance=Sender(chapter=request.chapter, kind=Sender.Kind.LOCAL))
    if request.method == "POST" and form.is_valid():
        sender = form.save()
        audit.record("sender_added", chapter=request.chapter, by=request.user, subject=sender, kind=sender.kind)
        messages.success(request, _("Added: %(address)s.") % {"address": sender})
        return redirect("campaigns:messaging_senders", request.chapter.slug)
    context: dict[str, Any] = {"form": form, "lines": lines(request.chapter), "paces": paces()}
    return invalid(request, PAGE, context) if form.is_bound else render(request, PAGE, context)


def paces() -> list[tuple[str, Any]]:
    return [(str(Sender.Kind(kind).label), pace) for kind, pace in PACES.items()]


@chapter_view(Can.SET_UP, "POST", fresh=True)
def sender_switch(request: ChapterRequest, code: str) -> HttpResponse:
    """`on` = 1 puts it to use, anything else takes it out of use; what waits in its queue waits on."""
    sender = get_object_or_404(request.chapter.senders, code=code)
    sender.is_active = request.POST.get("on") == "1"
    sender.save(update_fields=["is_active", "updated_at"])
    act = "sender_used" if sender.is_active else "sender_rested"
    audit.record(act, chapter=request.chapter, by=request.user, subject=sender, kind=sender.kind)
    words = _("%(address)s is in use again.") if sender.is_active else _("%(address)s sends nothing from now on.")
    messages.success(request, words % {"address": sender})
    return redirect("campaigns:messaging_senders", request.chapter.slug)


@chapter_view(Can.SET_UP, "GET", "POST", fresh=True)
def sender_change(request: ChapterRequest, code: str) -> HttpResponse:
    """Its pace, its cap and its Messaging Service."""
    sender = get_object_or_404(request.chapter.senders, code=code)
    form = ChangeSenderForm(posted(request), instance=sender)
    if form.is_bound and form.is_valid():
        form.save()
        audit.record("sender_changed", chapter=request.chapter, by=request.user, subject=sender, kind=sender.kind)
        messages.success(request, _("Saved."))
        return redirect("campaigns:messaging_senders", request.chapter.slug)
    here = get_object_or_404(request.chapter.senders.select_related("brand"), code=code)
    context: dict[str, Any] = {"form": form, "line": line(here), "paces": paces()}
    return invalid(request, CHANGE, context) if form.is_bound else render(request, CHANGE, context)


@chapter_view(Can.SET_UP, "GET", "POST", fresh=True)
def sender_registration(request: ChapterRequest, code: str) -> HttpResponse:
    """The steps with the phone companies. POST `step`, and `done` = 1 to tick it, anything else to take it back."""
    texting = request.chapter.senders.exclude(kind=Sender.Kind.EMAIL).select_related("brand")
    sender = get_object_or_404(texting, code=code)
    if request.method == "POST":
        step, is_done = request.POST.get("step", ""), request.POST.get("done") == "1"
        if step not in registering.STEPS_OF[sender.kind]:
            context = {"line": line(sender), "problem": _("This step is not on the list. Choose one below.")}
            return invalid(request, REGISTRATION, context)
        today = timezone.localdate(timezone=request.chapter.zone)
        sender.tick(step, by=request.user, on=today.isoformat() if is_done else "")
        return redirect("campaigns:messaging_sender_registration", request.chapter.slug, code)
    return render(request, REGISTRATION, {"line": line(sender)})

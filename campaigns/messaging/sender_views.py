"""What a chapter sends from: the list, one more, and on or off."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from campaigns.messaging.sender_forms import SenderForm
from campaigns.models import Sender
from chapters import audit
from chapters.access import Can, ChapterRequest, chapter_view
from chapters.forms import invalid
from chapters.members.contacts import shown_phone


@chapter_view(Can.SET_UP, "GET", "POST", fresh=True)
def senders(request: ChapterRequest) -> HttpResponse:
    form = SenderForm(request.POST or None, instance=Sender(chapter=request.chapter, kind=Sender.Kind.LOCAL))
    if request.method == "POST" and form.is_valid():
        sender = form.save()
        audit.record("sender_added", chapter=request.chapter, by=request.user, subject=sender, kind=sender.kind)
        messages.success(request, _("Added: %(address)s.") % {"address": sender})
        return redirect("campaigns:messaging_senders", request.chapter.slug)
    here = request.chapter.senders.order_by("-is_active", "kind", "address")
    context: dict[str, Any] = {"form": form, "senders": [(sender, as_written(sender)) for sender in here]}
    if form.is_bound:
        return invalid(request, "campaigns/messaging/senders.html", context)
    return render(request, "campaigns/messaging/senders.html", context)


def as_written(sender: Sender) -> str:
    return shown_phone(sender.address) if sender.address.startswith("+") else sender.address


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

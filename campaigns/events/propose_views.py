"""A volunteer offers to hold an event; the chapter reads it and says yes or no."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from campaigns.events import consents, proposals, public
from campaigns.events.host_forms import NoForm, ProposeForm
from campaigns.events.models import Event
from chapters.access import Can, ChapterRequest, chapter_view
from chapters.access import public as open_to_all
from chapters.forms import invalid, posted
from chapters.members.contacts import shown_phone
from chapters.models import Chapter
from chapters.traps import may_try

PROPOSE = "campaigns/events/propose.html"
PROPOSAL = "campaigns/events/proposal.html"


@open_to_all("GET", "POST")
def propose(request: HttpRequest, chapter: str) -> HttpResponse:
    """The plan of somebody without an account: a draft that nobody outside sees."""
    ours = get_object_or_404(Chapter.objects.open().prefetch_related("texts"), slug=chapter)
    form = form_for(request, ours)
    context = {"chapter": ours, "form": form}
    if request.method != "POST":
        return render(request, PROPOSE, context)
    if not may_try(request, "propose"):
        form.add_error(None, _("Many people write right now. Wait a minute and press the button again."))
        return render(request, PROPOSE, context, status=429)
    if form.is_valid() and kept(form, ours):
        return redirect("campaigns:events_propose_thanks", ours.slug)
    return invalid(request, PROPOSE, context)


def form_for(request: HttpRequest, chapter: Chapter) -> ProposeForm:
    by_email = request.GET.get("by") == "email"
    return ProposeForm(
        posted(request),
        instance=proposals.blank(chapter),
        chapter=chapter,
        question=consents.question_of(chapter, "email" if by_email else "text"),
        by_email=by_email,
    )


def kept(form: ProposeForm, chapter: Chapter) -> bool:
    try:
        proposals.propose(form, chapter)
    except proposals.TooMany:
        form.add_error(None, _("Other plans wait for our answer first. Please come back in 2 days."))
    return form.is_valid()


@open_to_all()
def propose_thanks(request: HttpRequest, chapter: str) -> HttpResponse:
    """The same for everyone: it shows nothing of what was typed."""
    ours = get_object_or_404(Chapter.objects.open().prefetch_related("texts"), slug=chapter)
    return render(request, "campaigns/events/propose_thanks.html", {"chapter": ours})


# --- we answer -------------------------------------------------------------------------------------


@chapter_view(Can.HOLD_EVENTS, "GET", "POST")
def proposal(request: ChapterRequest, code: str) -> HttpResponse:
    """Look at it, then yes, or no with a reason."""
    offered = request.chapter.events.exclude(proposed_at=None).with_campaign().select_related("host")
    event: Event = get_object_or_404(offered, code=code)
    is_no = request.POST.get("answer") == "no"
    form = NoForm(request.POST if is_no else None)
    if request.method == "POST" and not is_no:
        return answered(request, event, agrees=True, is_ours=proposals.say_yes(event, by=request.user))
    if form.is_valid():
        is_ours = proposals.say_no(event, form.cleaned_data["why"], by=request.user)
        return answered(request, event, agrees=False, is_ours=is_ours)
    context = about(event) | {"form": form}
    return invalid(request, PROPOSAL, context) if form.is_bound else render(request, PROPOSAL, context)


def about(event: Event) -> dict[str, Any]:
    host = event.host
    reach = [shown_phone(host.phone), host.email] if host else []
    is_waiting = event.chapter.events.proposed().filter(pk=event.pk).exists()
    return public.page_context(event) | {"host": host, "reach": [*filter(None, reach)], "is_waiting": is_waiting}


def answered(request: ChapterRequest, event: Event, *, agrees: bool, is_ours: bool) -> HttpResponse:
    name = {"name": event.host.first_name if event.host else event}
    if not is_ours:
        messages.error(request, _("Nothing changed: it was answered before, or it is over."))
    elif agrees:
        messages.success(request, _("It is public now. We send %(name)s the keys to it.") % name)
        return redirect("campaigns:events_show", request.chapter.slug, event.code)
    else:
        messages.success(request, _("We send %(name)s your words.") % name)
        return redirect("campaigns:today", request.chapter.slug)
    return redirect("campaigns:events_proposal", request.chapter.slug, event.code)

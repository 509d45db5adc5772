"""The button that makes the draft of a second ask, of thanks, or of what else comes after a message."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from campaigns.messaging import follow_ups, next_steps
from campaigns.messaging.compose_views import address, fetch
from campaigns.messaging.following import LATE
from campaigns.messaging.models import CallToAction
from chapters.access import Can, ChapterRequest, chapter_view


@chapter_view(Can.WRITE, "POST")
def follow_up(request: ChapterRequest, code: str) -> HttpResponse:
    """Nothing goes out yet: the draft is read, changed and approved like any other."""
    first = fetch(request, code)
    kind = request.POST.get("kind", "")
    if kind not in (LATE, *CallToAction.Follows.values) or not next_steps.may_follow(first, kind):
        messages.warning(request, _("This message cannot be followed up like that now."))
        return redirect("campaigns:messaging_open", request.chapter.slug, code)
    try:
        made = follow_ups.draft(first, kind, by=request.user)
    except follow_ups.TooClose:
        messages.warning(request, next_steps.too_close_words(first))
        return redirect("campaigns:messaging_open", request.chapter.slug, code)
    messages.success(request, _("A draft. Read it and change what you like. Nothing goes out yet."))
    return redirect(address(made))

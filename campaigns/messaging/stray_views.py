"""Texts that left our numbers and that this site did not send: what to do, and saying where they came from."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chapters.access import Can, ChapterRequest, chapter_view
from chapters.members.contacts import shown_phone

SHOWN, EXPLAINED_SHOWN = 50, 10


@chapter_view(Can.SEND)
def strays(request: ChapterRequest) -> HttpResponse:
    """The newest of those that nobody has explained, and the last that somebody did."""
    rows = request.chapter.strays.select_related("sender", "settled_by")
    unexplained = rows.unexplained()
    explained = rows.exclude(settled_at=None).order_by("-settled_at")
    context = {
        "strays": [(stray, shown_phone(stray.sender.address)) for stray in unexplained[:SHOWN]],
        "more": max(0, unexplained.count() - SHOWN),
        "explained": explained[:EXPLAINED_SHOWN],
    }
    return render(request, "campaigns/messaging/strays.html", context)


@chapter_view(Can.SEND, "POST", fresh=True)
def explain_strays(request: ChapterRequest) -> HttpResponse:
    """`sid`, once for each text that a lead can explain."""
    rows = list(request.chapter.strays.filter(sid__in=request.POST.getlist("sid")))
    if not rows:
        raise Http404
    done = [stray for stray in rows if stray.settle(by=request.user)]
    if done:
        said = ngettext("Written down: %(n)s text is explained.", "Written down: %(n)s texts are explained.", len(done))
        messages.success(request, said % {"n": len(done)})
    else:
        messages.warning(request, _("Somebody explained this already."))
    return redirect("campaigns:messaging_strays", request.chapter.slug)

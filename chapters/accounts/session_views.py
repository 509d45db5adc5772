"""Where a person is signed in, and ending one of these."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from chapters.access import ChapterRequest, signed_in
from chapters.accounts import devices


@signed_in()
def sessions(request: ChapterRequest) -> HttpResponse:
    """Each phone and computer with a session, this one first."""
    here = devices.current(request)
    if here is None:  # signed in before this was written down
        response = redirect("chapters:accounts_sessions")
        devices.remember(request, response, request.user)
        return response
    others = request.user.devices.signed_in().exclude(pk=here.pk)
    return render(request, "chapters/accounts/sessions.html", {"here": here, "others": others})


@signed_in("POST")
def session_end(request: ChapterRequest, code: str) -> HttpResponse:
    """That phone or computer is signed out at once."""
    devices.end(get_object_or_404(request.user.devices, code=code), by=request.user)
    messages.success(request, _("It is signed out."))
    return redirect("chapters:accounts_sessions")

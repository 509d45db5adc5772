"""The way back for somebody who lost their phone: asking, the yes of others, and the link."""

from allauth.account.stages import LoginStageController
from allauth.mfa.stages import AuthenticateStage
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from chapters.access import Can, ChapterRequest, by_link, chapter_view, public
from chapters.accounts import recovering
from chapters.limits import take
from chapters.models import Recovery


@public("GET", "POST")
def lost(request: HttpRequest) -> HttpResponse:
    """Only for somebody who has just typed the code from their email and is asked for the second proof. Whoever comes
    another way sees the same page, whatever email they think of."""
    stage = LoginStageController.enter(request, AuthenticateStage.key)
    user = stage.login.user if stage else None
    if request.method == "GET" or user is None:
        status = 200 if request.method == "GET" else 422
        return render(request, "chapters/accounts/lost.html", {"is_known": user is not None}, status=status)
    if not take(f"lost:{user.pk}", size=3, per_seconds=86_400):
        return render(request, "429.html", status=429)
    asked = recovering.ask(user)
    return render(request, "chapters/accounts/lost.html", {"is_known": True, "is_asked": True, "asked": asked})


@chapter_view(Can.GRANT, "GET", "POST", fresh=True)
def recovery(request: ChapterRequest, code: str) -> HttpResponse:
    """Did you speak with them? Yes or no."""
    found = get_object_or_404(request.chapter.recoveries(), code=code)
    if request.method == "POST" and "no" in request.POST:
        recovering.refuse(found, by=request.user, chapter=request.chapter)
        messages.success(request, _("The way back is closed. Everyone who was asked is told."))
        return redirect("chapters:accounts_team", request.chapter.slug)
    if request.method == "POST" and found.user != request.user:
        recovering.vouch(found, by=request.user, chapter=request.chapter)
        messages.success(request, _("Your yes is written down."))
        return redirect("chapters:accounts_recovery", request.chapter.slug, code)
    is_mine = request.user in (found.first_by, found.second_by, found.user)
    context = {"found": found, "is_mine": is_mine, "is_alone": len(recovering.vouchers(found.user)) == 1}
    return render(request, "chapters/accounts/recovery.html", context)


@by_link("recovery", "GET", "POST")
def recover(request: HttpRequest, secret: str) -> HttpResponse:
    """Opening it changes nothing; the button takes the lost proofs away, once."""
    found = get_object_or_404(Recovery.objects.select_related("user"), secret=secret)
    if request.method == "POST" and recovering.use(found):
        messages.success(request, _("The lost proof is gone. Sign in with a code, then set up a new one."))
        return redirect("account_login")
    found.refresh_from_db()
    is_open = Recovery.objects.open().filter(pk=found.pk).exists()
    status = 200 if is_open and request.method == "GET" else 410
    context = {"found": found, "is_open": is_open, "is_ready": is_open and found.is_ready}
    return render(request, "chapters/accounts/recover.html", context, status=status)

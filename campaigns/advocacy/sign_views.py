"""The page on which an organization signs a letter, and the link that confirms it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import get_language

from campaigns.advocacy import signing
from campaigns.advocacy.shelf_models import SignOn, SignOnLetter
from campaigns.advocacy.signon_forms import SignForm
from chapters.access import by_link, public
from chapters.forms import invalid, posted
from chapters.languages import offered
from chapters.traps import may_try, slow_down

PAGE = "campaigns/advocacy/sign.html"
FROM_ONE_OFFICE = 40


def shown(code: str) -> SignOnLetter:
    found: SignOnLetter = get_object_or_404(SignOnLetter.objects.shown().with_words(), code=code)
    return found


def chosen(request: HttpRequest) -> str | None:
    """The language the visitor wants on this device."""
    return offered(request.GET.get("lang") or request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME))


@public("GET", "POST")
def sign(request: HttpRequest, code: str) -> HttpResponse:
    """The letter, who stands under it, and the form while it is open."""
    letter = shown(code)
    form = SignForm(posted(request))
    context = {"chapter": letter.chapter, "letter": letter, "form": form, "signed": letter.sign_ons.signed()}
    if request.method != "POST":
        return render(request, PAGE, context)
    if not may_try(request, "sign", most=FROM_ONE_OFFICE):
        return slow_down(request)
    if not letter.is_open:
        return render(request, PAGE, context | {"is_too_late": True}, status=410)
    if not form.is_valid():
        return invalid(request, PAGE, context)
    try:
        signing.begin(letter, form.cleaned_data, language=get_language() or letter.chapter.languages[0])
    except signing.SignedAlready:
        return render(request, PAGE, context | {"stands_already": form.cleaned_data["organization"]}, status=409)
    except signing.Closed:
        return render(request, PAGE, context | {"is_too_late": True}, status=410)
    except signing.Full:
        return slow_down(request)
    return redirect("campaigns:advocacy_sign_sent", code)


@public()
def sign_sent(request: HttpRequest, code: str) -> HttpResponse:
    letter = shown(code)
    return render(request, "campaigns/advocacy/sign_sent.html", {"chapter": letter.chapter, "letter": letter})


@by_link("signature", "GET", "POST")
def sign_yes(request: HttpRequest, secret: str) -> HttpResponse:
    """Opening the link changes nothing; the button is the yes."""
    rows = SignOn.objects.filter(chapter__closed_at=None).select_related("letter__chapter", "chapter")
    sign_on: SignOn = get_object_or_404(rows.prefetch_related("letter__texts"), secret=secret)
    problem = "" if sign_on.state != SignOn.State.REMOVED else "closed"
    with translation.override(chosen(request) or sign_on.language):
        if request.method == "POST" and not problem:
            try:
                signing.confirm(sign_on)
                return redirect("campaigns:advocacy_sign_yes", secret)
            except signing.SignedAlready:
                problem = "twice"
            except signing.Closed:
                problem = "closed"
        context = {"chapter": sign_on.chapter, "letter": sign_on.letter, "sign_on": sign_on, "problem": problem}
        return render(request, "campaigns/advocacy/sign_yes.html", context, status=410 if problem else 200)

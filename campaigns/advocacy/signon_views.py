"""Sign-on letters as leads run them: write, open, watch, close, hand over."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from campaigns.advocacy import signing
from campaigns.advocacy.shelf import ask, campaign_of, done, is_fine, page
from campaigns.advocacy.shelf_models import SignOn, SignOnLetter
from campaigns.advocacy.signon_forms import LetterForm, LetterTextForm, PaperSignForm
from campaigns.forms import Texts
from chapters.access import Can, ChapterRequest, chapter_view
from chapters.exports import csv_response, page_response, text_response
from chapters.forms import posted

State = SignOnLetter.State
WHAT = "signatures"


@chapter_view(Can.RUN_CAMPAIGNS)
def letters(request: ChapterRequest, code: str) -> HttpResponse:
    campaign = campaign_of(request, code)
    letters = campaign.sign_on_letters.with_words().with_counts()
    return render(request, "campaigns/advocacy/letters.html", {"campaign": campaign, "letters": letters})


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def letter_add(request: ChapterRequest, code: str) -> HttpResponse:
    return write(request, SignOnLetter(chapter=request.chapter, campaign=campaign_of(request, code)))


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def letter_edit(request: ChapterRequest, letter: str) -> HttpResponse:
    """Whoever signed did so under these words: they stay once somebody has."""
    found = letter_of(request, letter)
    if found.sign_ons.signed().exists():
        messages.error(request, _("Organizations stand under these words. Write a new letter for other words."))
        return redirect("campaigns:advocacy_letter", request.chapter.slug, letter)
    return write(request, found)


def letter_of(request: ChapterRequest, code: str) -> SignOnLetter:
    found: SignOnLetter = get_object_or_404(request.chapter.sign_on_letters.with_words(), code=code)
    return found


def write(request: ChapterRequest, letter: SignOnLetter) -> HttpResponse:
    form = LetterForm(posted(request), instance=letter)
    texts = Texts(LetterTextForm, letter, request.chapter.languages, posted(request))
    if form.is_bound and is_fine(form, texts):
        with transaction.atomic():
            form.save()
            texts.save(letter)
        return done(request, _("Saved."), page("letter", request, letter.code))
    return ask(
        request,
        form,
        texts=texts,
        headline=_("Change the letter") if letter.pk else _("Write a letter to sign together"),
        back=(_("Letters"), page("letters", request, letter.campaign.code)),
        hint=_("Organizations sign it on a page of its own. Once one has signed, the words stay."),
    )


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def letter(request: ChapterRequest, letter: str) -> HttpResponse:
    """Who stands under it, who waits, and a line for one that told us."""
    found = letter_of(request, letter)
    form = PaperSignForm(posted(request))
    if form.is_bound and form.is_valid():
        return add(request, found, form)
    context = {
        "letter": found,
        "campaign": found.campaign,
        "signed": found.sign_ons.signed(),
        "waiting": found.sign_ons.waiting(),
        "form": form,
    }
    return render(request, "campaigns/advocacy/letter.html", context, status=422 if form.is_bound else 200)


def add(request: ChapterRequest, found: SignOnLetter, form: PaperSignForm) -> HttpResponse:
    given = form.cleaned_data
    sign_on = SignOn(chapter=request.chapter, letter=found, language=request.chapter.languages[0], **given)
    sign_on.key = signing.key_of(given["organization"])
    try:
        with transaction.atomic():
            sign_on.save()
            signing.confirm(sign_on, by=request.user)
    except signing.SignedAlready:
        messages.error(request, _("%(name)s stands under it already.") % {"name": given["organization"]})
    except signing.Closed:
        messages.error(request, _("The letter is delivered: nothing is added any more."))
    else:
        messages.success(request, _("%(name)s stands under it.") % {"name": given["organization"]})
    return redirect("campaigns:advocacy_letter", request.chapter.slug, found.code)


@chapter_view(Can.RUN_CAMPAIGNS, "POST")
def letter_move(request: ChapterRequest, letter: str) -> HttpResponse:
    found, state = letter_of(request, letter), request.POST.get("state", "")
    said = {
        State.OPEN: _("Open. Pass the link on."),
        State.CLOSED: _("Closed. Nobody can sign any more."),
        State.DELIVERED: _("Delivered. It is on the timeline."),
    }
    if state in said:
        signing.move(found, state, by=request.user)
        messages.success(request, said[State(state)])
    return redirect("campaigns:advocacy_letter", request.chapter.slug, letter)


@chapter_view(Can.RUN_CAMPAIGNS, "POST")
def sign_decide(request: ChapterRequest, letter: str, sign: str) -> HttpResponse:
    """A lead's yes to one that waits, or off with it."""
    rows = request.chapter.sign_ons.select_related("letter__chapter", "chapter")
    sign_on: SignOn = get_object_or_404(rows, code=sign, letter__code=letter)
    if request.POST.get("answer") == "no":
        signing.remove(sign_on, by=request.user)
        messages.success(request, _("Taken off."))
    else:
        try:
            signing.confirm(sign_on, by=request.user)
            messages.success(request, _("%(name)s stands under it.") % {"name": sign_on})
        except signing.SignedAlready:
            messages.error(request, _("%(name)s stands under it already.") % {"name": sign_on})
        except signing.Closed:
            messages.error(request, _("The letter is delivered: nothing is added any more."))
    return redirect("campaigns:advocacy_letter", request.chapter.slug, letter)


# --- to hand over ----------------------------------------------------------------------------------


@chapter_view(Can.EXPORT, "POST", fresh=True)
def letter_block(request: ChapterRequest, letter: str) -> HttpResponseBase:
    """The signatures as plain text, to paste under the letter."""
    found = letter_of(request, letter)
    n = found.sign_ons.signed().count()
    return text_response(request, filename="signatures.txt", text=signing.block(found), what=WHAT, people=n)


@chapter_view(Can.EXPORT, "POST", fresh=True)
def letter_names(request: ChapterRequest, letter: str) -> HttpResponseBase:
    signed = list(letter_of(request, letter).sign_ons.signed())
    header = [_("Organization"), _("Name"), _("Title")]
    rows = [(one.organization, one.signer_name, one.signer_title) for one in signed]
    return csv_response(request, filename="signatures.csv", header=header, rows=rows, what=WHAT, people=len(signed))


@chapter_view(Can.EXPORT, "POST", fresh=True)
def letter_print(request: ChapterRequest, letter: str) -> HttpResponse:
    """The whole letter with its signatures, on paper."""
    found = letter_of(request, letter)
    signed = list(found.sign_ons.signed())
    text = found.text_in(request.POST.get("language", "")) or found.text
    context = {"letter": found, "text": text, "signed": signed}
    return page_response(request, "campaigns/advocacy/letter_print.html", context, what=WHAT, people=len(signed))

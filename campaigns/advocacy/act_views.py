"""The public page of an action: call, write, sign, speak, visit, post. It works without an account and without script.

Opening it changes nothing; what is counted are taps on its buttons.
"""

from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language

from campaigns.advocacy import lineup, outcomes, scripts, taking, visiting
from campaigns.advocacy.act_forms import KnownForm, SignForm, ZipForm
from campaigns.advocacy.acting import open_actions
from campaigns.advocacy.lineup import Lineup
from campaigns.advocacy.models import Action
from campaigns.advocacy.visiting import Visitor
from campaigns.messaging import proofs
from chapters.access import public
from chapters.forms import posted
from chapters.members import proving
from chapters.members.contacts import read_zip
from chapters.members.matching import remember
from chapters.traps import may_try, slow_down

PAGE = "campaigns/advocacy/action.html"
THANKS = "campaigns/advocacy/action_thanks.html"
SIGNED = (Action.Kind.PETITION, Action.Kind.PLEDGE, Action.Kind.COMMENT)


@public("GET", "POST")
def action(request: HttpRequest, code: str) -> HttpResponse:
    """From a link that anyone may have."""
    one = visiting.action_for(request, code)
    return serve(request, one, visiting.anyone(request, one))


def serve(request: HttpRequest, action: Action, visitor: Visitor) -> HttpResponse:
    """The page for this visitor, and what its buttons do."""
    if "thanks" in request.GET and request.method == "GET":
        return thanks(request, action, visitor)
    if request.method == "POST" and not may_try(request, "action"):
        return slow_down(request)
    is_signed = action.kind in SIGNED
    response = signing(request, action, visitor) if is_signed else acting(request, action, visitor)
    return visitor.remembered(response)


# --- one tap for each official --------------------------------------------------------------------------


def acting(request: HttpRequest, action: Action, visitor: Visitor) -> HttpResponse:
    form = ZipForm(request.GET if request.GET.get("zip") else None)
    line = lineup.line_up(action, request.GET, zip=zip_of(request, visitor))
    if request.method == "POST" and action.is_open:
        outcome = outcomes.read(action, request.POST.get("outcome", ""))
        if outcome and (line.current or not line.officials):
            taking.report(action, visitor, outcome=outcome, official=line.current)
            return go_on(request, action, visitor, line, outcome)
    is_refused = form.is_bound and not form.is_valid()
    script = scripts.read_out(action, line.current, visitor, zip=line.zip)
    context = page_context(action, visitor)
    context |= {
        "line": line,
        "zip_form": form,
        "script": script,
        "outcomes": outcomes.offered(action),
        "phones": lineup.phones_of(line.current) if line.current else [],
        "seat": lineup.seat_of(line.current) if line.current else None,
        "letter": outcomes.letter_to(action, line.current, script.plain),
        "post": outcomes.post_of(action, script.plain, context["url"]),
    }
    return render(request, PAGE, context, status=422 if is_refused or request.method == "POST" else 200)


def zip_of(request: HttpRequest, visitor: Visitor) -> str:
    """What was typed, else what we know of whoever the link was made for; "" for what is no ZIP code."""
    try:
        return read_zip(request.GET["zip"]) if request.GET.get("zip") else visitor.member.zip if visitor.member else ""
    except ValidationError:
        return ""


def go_on(request: HttpRequest, action: Action, visitor: Visitor, line: Lineup, outcome: str) -> HttpResponse:
    """To the next official, or to the thanks."""
    if line.next is None:
        return redirect(f"{visitor.path}?thanks=1")
    messages.success(request, outcomes.written_down(outcome, line.current, line.next))
    return redirect(f"{visitor.path}{line.next_query}")


# --- a name under something ------------------------------------------------------------------------------


def signing(request: HttpRequest, action: Action, visitor: Visitor) -> HttpResponse:
    script = scripts.read_out(action, None, visitor)
    form = sign_form(request, action, visitor, script.plain)
    if request.method == "POST" and action.is_open and form.is_valid():
        if isinstance(form, SignForm):
            sign(action, visitor, form, detail=request.path)
        else:
            taking.sign(action, visitor, visitor.member, **told(form))  # type: ignore[arg-type]  # it is theirs
        return redirect(f"{visitor.path}?thanks=1")
    context = page_context(action, visitor) | {"form": form, "script": script}
    return render(request, PAGE, context, status=422 if form.is_bound else 200)


def sign_form(request: HttpRequest, action: Action, visitor: Visitor, words: str) -> SignForm | KnownForm:
    if visitor.member:
        return KnownForm(posted(request), action=action, words=words)
    return SignForm(posted(request), action=action, words=words, by_email=request.GET.get("by") == "email")


@transaction.atomic
def sign(action: Action, visitor: Visitor, form: SignForm, *, detail: str) -> None:
    """The same person as before, or a new one, by the rules of a seat. Whether we may write is asked of the address
    itself, so that nobody signs somebody else up."""
    given, language = form.cleaned_data, get_language() or settings.LANGUAGE_CODE
    contact = {name: given[name] for name in ("phone", "email") if name in given}
    member = remember(action.chapter, name=given["name"], zip=given["zip"], language=language, **contact)
    taking.sign(action, visitor, member, name=given["name"], place=given["zip"], **told(form))
    if given["hear"]:
        ask_for_yes(action, form, language=language, detail=detail)


def told(form: SignForm | KnownForm) -> dict[str, Any]:
    given = form.cleaned_data
    return {"is_name_public": given["is_name_public"], "words": given.get("words", "")}


def ask_for_yes(action: Action, form: SignForm, *, language: str, detail: str) -> None:
    given = form.cleaned_data
    proof = proving.wish(
        action.chapter,
        channel=form.channel,
        address=form.address,
        name=given["name"],
        zip=given["zip"],
        language=language,
        asked=form.question,
        detail=detail,
    )
    if not proofs.can_send(action.chapter, form.channel):
        proving.keep_unproven(proof)
    elif proving.may_send_to(proof.address_index):
        proofs.send(proof)


# --- what every page says ---------------------------------------------------------------------------------


def page_context(action: Action, visitor: Visitor) -> dict[str, Any]:
    """A first name at most."""
    url = settings.PUBLIC_URL + reverse("campaigns:advocacy_action", args=[action.code])
    return {
        "chapter": action.chapter,
        "campaign": action.campaign if action.campaign.is_public else None,
        "action": action,
        "visitor": visitor,
        "guest": visitor.member,
        "url": url,
        "share": quote(f"{action}. {url}"),
    }


def thanks(request: HttpRequest, action: Action, visitor: Visitor) -> HttpResponse:
    """What comes next: the other things to do, then pass it on."""
    action.campaign.chapter = action.chapter
    others = [one for one in open_actions(action.campaign) if one.pk != action.pk]
    return render(request, THANKS, page_context(action, visitor) | {"actions": others[:3]})

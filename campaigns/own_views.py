"""The member's own page, without a password: see, correct, choose, stop, take along, delete. Opening a link changes
nothing."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from campaigns.events import guests
from campaigns.messaging import proofs
from chapters import audit
from chapters.access import Can, ChapterRequest, by_link, chapter_view, public
from chapters.encryption import masked
from chapters.forms import invalid, posted
from chapters.members import choosing, erasing, exporting, proving, wordings
from chapters.members.own_forms import AskForm, NewAddressForm, OwnForm
from chapters.members.proof_models import AddressProof
from chapters.members.standing import standings
from chapters.members.wordings import question_of
from chapters.models import Channel, Chapter, Member
from chapters.traps import may_try, slow_down

Kind = AddressProof.Kind
OWN = "campaigns/own.html"
ASKS_FROM_ONE_SOURCE = 30


# --- getting there ---------------------------------------------------------------------------------


@public("GET", "POST")
def own_ask(request: HttpRequest, chapter: str) -> HttpResponse:
    """Sends a link that opens for an hour. The answer never says whether we know the address."""
    ours = get_object_or_404(Chapter.objects.open().prefetch_related("texts"), slug=chapter)
    form = AskForm(posted(request))
    context = {"chapter": ours, "form": form}
    if request.method != "POST":
        return render(request, "campaigns/own_ask.html", context)
    if not may_try(request, "own page", most=ASKS_FROM_ONE_SOURCE):
        return slow_down(request)
    if not form.is_valid():
        return invalid(request, "campaigns/own_ask.html", context)
    send_link(ours, form.channel, form.cleaned_data["address"])
    return render(request, "campaigns/own_ask.html", context | {"is_sent": True, "is_text": form.channel == "text"})


def send_link(chapter: Chapter, channel: str, address: str) -> None:
    """To whoever is on the list of this chapter with this address; a stranger is not written to."""
    people = chapter.members.with_phone(address) if channel == Channel.TEXT else chapter.members.with_email(address)
    person = people.order_by("pk").first()
    if person is None:
        return
    proof = AddressProof(chapter=chapter, kind=Kind.OPEN, channel=channel, address=address, language=person.language)
    proof.save()
    if proving.may_send_to(proof.address_index):
        proofs.send(proof)


@by_link("address proof")
def own_open(request: HttpRequest, secret: str) -> HttpResponse:
    """On to the page, or to a choice: a household shares an address, and one person may be in several chapters."""
    proof = proving.find(secret, Kind.OPEN)
    if proof is None or not proof.is_open:
        status = 410 if proof else 404
        return render(request, "campaigns/proof_gone.html", {"chapter": proof and proof.chapter}, status=status)
    people = list(proving.people_of(proof))
    if len(people) == 1:
        return redirect("campaigns:own", people[0].page_secret)
    with guests.in_language(request, proof.language):
        return render(request, "campaigns/own_open.html", {"chapter": proof.chapter, "people": people})


@by_link("address proof", "GET", "POST")
def own_new(request: HttpRequest, secret: str) -> HttpResponse:
    """The new number or email answers; the button makes it theirs."""
    proof = proving.find(secret, Kind.CHANGE)
    if proof is None or proof.member is None:
        return render(request, "campaigns/proof_gone.html", status=404)
    with guests.in_language(request, proof.language):
        if request.method == "POST":
            try:
                member = proving.change(proof)
            except proving.InUse:
                return render(request, "campaigns/proof_gone.html", {"chapter": proof.chapter}, status=410)
            messages.success(request, _("Saved. From now on we write there."))
            return redirect("campaigns:own", member.page_secret)
        context = {"chapter": proof.chapter, "proof": proof, "address": masked(proof.address)}
        return render(request, "campaigns/own_new.html", context)


# --- the page --------------------------------------------------------------------------------------


def fetch(token: str) -> Member:
    rows = Member.objects.select_related("chapter", "source_import").filter(chapter__closed_at=None)
    return get_object_or_404(rows, page_secret=token)


def on_own_page(request: HttpRequest, token: str, show: Callable[[Member], HttpResponse]) -> HttpResponse:
    """In the language of the person whose page it is, unless the visitor chose another."""
    member = fetch(token)
    with guests.in_language(request, member.language):
        return show(member)


def about(member: Member, **forms: Any) -> dict[str, Any]:
    """Contacts hidden but for their end: somebody may look over the shoulder."""
    channels = [
        {
            "standing": found,
            "masked": masked(member.address_on(found.channel)),
            "question": question_of(member.chapter, found.channel),
            "form": forms.get(f"new_{found.channel}") or NewAddressForm(channel=found.channel, prefix=found.channel),
            "must_text_start": choosing.must_text_start(found),
        }
        for found in standings(member)
    ]
    return {
        "chapter": member.chapter,
        "member": member,
        "channels": channels,
        "form": forms.get("form") or OwnForm(instance=member),
        "parts": [(part.title, len(part.lines)) for part in exporting.collect(member) if part.key != "you"],
        "can_stop": any(found.is_open for found in standings(member)),
    }


@by_link("member")
def own(request: HttpRequest, token: str) -> HttpResponse:
    return on_own_page(request, token, lambda member: render(request, OWN, about(member)))


@by_link("member", "POST")
def own_change(request: HttpRequest, token: str) -> HttpResponse:
    def save(member: Member) -> HttpResponse:
        form = OwnForm(request.POST, instance=member)
        if not form.is_valid():
            return invalid(request, OWN, about(fetch(token), form=form))
        form.save()
        messages.success(request, _("Saved."))
        return redirect("campaigns:own", token)

    return on_own_page(request, token, save)


@by_link("member", "POST")
def own_contact(request: HttpRequest, token: str, channel: str) -> HttpResponse:
    """A new number or email is asked first whether it is theirs; one they take away goes at once."""
    if channel not in Channel.values:
        raise Http404

    def save(member: Member) -> HttpResponse:
        if "remove" in request.POST:
            choosing.remove(member, Channel(channel))
            messages.success(request, _("We do not have it any more."))
            return redirect("campaigns:own", token)
        form = NewAddressForm(request.POST, channel=channel, prefix=channel)
        if not form.is_valid():
            return invalid(request, OWN, about(member, **{f"new_{channel}": form}))
        if not ask_new(member, channel, form.cleaned_data["address"]):
            form.add_error("address", _("We cannot send the link for it now. Please tell somebody at the chapter."))
            return invalid(request, OWN, about(member, **{f"new_{channel}": form}))
        messages.success(request, _("We sent a link there. Until you open it, nothing changes."))
        return redirect("campaigns:own", token)

    return on_own_page(request, token, save)


def ask_new(member: Member, channel: str, address: str) -> bool:
    language = get_language() or member.language
    proof = proving.ask_to_change(member, channel, address, language=language)
    return proving.may_send_to(proof.address_index) and proofs.send(proof) is not None


@by_link("member", "POST")
def own_channel(request: HttpRequest, token: str, channel: str) -> HttpResponse:
    """Texts or email of this chapter, on or off."""
    if channel not in Channel.values:
        raise Http404

    def choose(member: Member) -> HttpResponse:
        question = question_of(member.chapter, channel)
        if request.POST.get("wants") != "yes":
            choosing.stop(member, Channel(channel))
            messages.success(request, _("Saved. This chapter does not write to you this way any more."))
        elif not wordings.was_read(question, request.POST.get("version", ""), member.chapter, channel):
            messages.error(request, _("We changed this sentence a moment ago. Please read it again."))
        elif choosing.start(member, Channel(channel), question, language=get_language() or member.language):
            messages.success(request, _("Saved. This chapter may write to you again."))
        else:
            messages.error(request, _("This cannot be turned on here. Read below what to do."))
        return redirect("campaigns:own", token)

    return on_own_page(request, token, choose)


@by_link("member", "POST")
def own_stop(request: HttpRequest, token: str) -> HttpResponse:
    """No more texts and emails, from no chapter here."""

    def stop(member: Member) -> HttpResponse:
        choosing.stop_everywhere(member)
        messages.success(request, _("Done. No chapter here writes to you any more."))
        return redirect("campaigns:own", token)

    return on_own_page(request, token, stop)


# --- taking it along, taking it away ---------------------------------------------------------------


@by_link("member")
def own_all(request: HttpRequest, token: str) -> HttpResponse:
    """Everything we hold, to read or to print."""
    return on_own_page(
        request,
        token,
        lambda member: render(
            request,
            "campaigns/own_all.html",
            {"chapter": member.chapter, "member": member, "parts": exporting.collect(member)},
        ),
    )


@by_link("member")
def own_download(request: HttpRequest, token: str) -> HttpResponse:
    """The same as a file that programs can read."""

    def download(member: Member) -> HttpResponse:
        response = JsonResponse(exporting.as_data(member), json_dumps_params={"ensure_ascii": False, "indent": 2})
        response.headers["Content-Disposition"] = content_disposition_header(
            as_attachment=True, filename="my-data.json"
        )
        return response

    return on_own_page(request, token, download)


@by_link("member", "GET", "POST")
def own_delete(request: HttpRequest, token: str) -> HttpResponse:
    """Asks once, then everything is gone; also in the middle of a send."""

    def delete(member: Member) -> HttpResponse:
        if request.method == "POST":
            slug = member.chapter.slug
            erasing.erase(member)
            messages.success(request, _("Everything about you is deleted here."))
            return redirect("campaigns:chapter", slug)
        return render(request, "campaigns/own_delete.html", {"chapter": member.chapter, "member": member})

    return on_own_page(request, token, delete)


# --- for the people who run the chapter ------------------------------------------------------------


@chapter_view(Can.EDIT_PEOPLE, "POST")
def own_send(request: ChapterRequest, code: str) -> HttpResponse:
    """One of us sends a person the link to their own page, without seeing it."""
    member: Member = get_object_or_404(request.chapter.members.select_related("chapter"), code=code)
    channel = Channel.EMAIL if request.POST.get("channel") == Channel.EMAIL else Channel.TEXT
    with transaction.atomic():
        sent = proofs.send_page_link(member, channel)
        if sent:
            audit.record("member_link_sent", chapter=request.chapter, by=request.user, subject=member)
    if sent:
        messages.success(request, _("%(name)s gets the link in a moment.") % {"name": member.name})
    else:
        messages.error(request, _("We could not send it: no address, a stop, or too many links today."))
    return redirect("chapters:members_show", request.chapter.slug, code)

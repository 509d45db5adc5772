"""Joining a chapter: three fields and a sentence, then a yes from the number or email itself."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language

from campaigns.events import guests
from campaigns.messaging import proofs
from campaigns.models import Event
from chapters.access import by_link, public
from chapters.forms import invalid, posted
from chapters.members import proving
from chapters.members.own_forms import JoinForm
from chapters.members.proof_models import AddressProof
from chapters.models import Channel, Chapter, Member
from chapters.traps import ADVERTISEMENT, may_try, slow_down

Kind = AddressProof.Kind
JOIN = "campaigns/join.html"


@public("GET", "POST")
def join(request: HttpRequest, chapter: str) -> HttpResponse:
    """Nothing is in the people list before the person has confirmed it from their own number or email."""
    ours = get_object_or_404(Chapter.objects.open().prefetch_related("texts"), slug=chapter)
    channel = channel_for(ours, request.GET.get("by", ""))
    form = JoinForm(posted(request), chapter=ours, channel=channel)
    context = {"chapter": ours, "form": form}
    if request.method != "POST":
        return render(request, JOIN, context)
    if not may_try(request, "join"):
        return slow_down(request)
    if not form.is_valid():
        return invalid(request, JOIN, context)
    ask_for_yes(ours, form, detail=request.path + ("?from=poster" if "poster" in request.GET else ""))
    return redirect("campaigns:join_sent", ours.slug)


def channel_for(chapter: Chapter, wanted: str) -> str:
    """The one they chose, else texts unless only email can be sent."""
    if wanted in Channel.values:
        return wanted
    has_only_email = proofs.can_send(chapter, Channel.EMAIL) and not proofs.can_send(chapter, Channel.TEXT)
    return str(Channel.EMAIL if has_only_email else Channel.TEXT)


def ask_for_yes(chapter: Chapter, form: JoinForm, *, detail: str) -> None:
    """The page says the same whatever happens here: nobody learns whom we know."""
    given, language = form.cleaned_data, get_language() or chapter.languages[0]
    if ADVERTISEMENT.search(given["name"]):
        return
    proof = proving.wish(
        chapter,
        channel=form.channel,
        address=form.address,
        name=given["name"],
        zip=given["zip"],
        language=language,
        asked=form.question,
        detail=detail,
    )
    if not proofs.can_send(chapter, form.channel):
        proving.keep_unproven(proof)
    elif proving.may_send_to(proof.address_index):
        proofs.send(proof)


@public()
def join_sent(request: HttpRequest, chapter: str) -> HttpResponse:
    """What to do now, and what comes next."""
    ours = get_object_or_404(Chapter.objects.open().prefetch_related("texts"), slug=chapter)
    can_send = any(proofs.can_send(ours, channel) for channel in Channel.values)
    return render(request, "campaigns/join_sent.html", {"chapter": ours, "can_send": can_send} | next_step(ours))


def next_step(chapter: Chapter) -> dict[str, Any]:
    return {"event": Event.objects.held_by(chapter).public().upcoming().with_words().first()}


@by_link("address proof", "GET", "POST")
def join_yes(request: HttpRequest, secret: str) -> HttpResponse:
    """Opening the link changes nothing; the button is the yes. After it the same page says what is next."""
    proof = proving.find(secret, Kind.JOIN)
    if proof is None:
        return render(request, "campaigns/proof_gone.html", status=404)
    with guests.in_language(request, proof.language):
        member = proof.member
        if request.method == "POST" and member is None:
            member = confirmed(proof)
            if member:
                return redirect("campaigns:join_yes", secret)
        context = {"chapter": proof.chapter, "proof": proof, "member": member} | next_step(proof.chapter)
        is_over = member is None and not proof.is_open
        return render(
            request, "campaigns/join_yes.html", context | {"is_over": is_over}, status=410 if is_over else 200
        )


def confirmed(proof: AddressProof) -> Member | None:
    try:
        return proofs.join(proof)
    except proving.InUse:
        return None

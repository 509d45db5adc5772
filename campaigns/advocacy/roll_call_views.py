"""Roll calls of a bill: brought in, typed in, and reviewed name by name."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.advocacy import matching, reviewing, roll_calls
from campaigns.advocacy.measure_views import ask, back_to, fetch
from campaigns.advocacy.models import Measure, RollCall, RollCallVote
from campaigns.advocacy.roll_call_forms import RollCallForm, UploadForm, begun
from chapters.access import Can, ChapterRequest, chapter_view
from chapters.forms import posted

Match = RollCallVote.Match
PICK = "pick-"


def fetch_call(measure: Measure, code: str) -> RollCall:
    call: RollCall = get_object_or_404(measure.roll_calls.select_related("chapter"), code=code)
    call.measure = measure
    return call


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def roll_call_upload(request: ChapterRequest, code: str, measure: str) -> HttpResponse:
    """The published files, of which the roll calls of this bill are taken."""
    found = fetch(request, code, measure)
    form = UploadForm(posted(request), request.FILES or None, initial={"bill": found.identifier})
    if request.method == "POST" and form.is_valid():
        loaded = roll_calls.load(found, form.found, by=request.user)
        for words in loaded.refused:
            messages.warning(request, words)
        return back_to(request, found, loaded.words)
    return ask(request, "campaigns/advocacy/roll_call_upload.html", {"measure": found, "form": form})


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def roll_call_create(request: ChapterRequest, code: str, measure: str) -> HttpResponse:
    return write(request, begun(fetch(request, code, measure)))


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def roll_call_edit(request: ChapterRequest, code: str, measure: str, call: str) -> HttpResponse:
    """Only of what was typed in: published ones stay as published."""
    found = fetch_call(fetch(request, code, measure), call)
    if found.source_key:
        messages.warning(request, _("This roll call came from the published files and stays as it is there."))
        return to_call(request, found)
    return write(request, found)


def write(request: ChapterRequest, call: RollCall) -> HttpResponse:
    form = RollCallForm(posted(request), instance=call)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
        messages.success(request, _("Saved. Now say who is who."))
        return to_call(request, call)
    return ask(request, "campaigns/advocacy/roll_call_edit.html", {"measure": call.measure, "call": call, "form": form})


def to_call(request: ChapterRequest, call: RollCall) -> HttpResponse:
    codes = (call.measure.campaign.code, call.measure.code, call.code)
    return redirect("campaigns:advocacy_roll_call_show", request.chapter.slug, *codes)


# --- the review ----------------------------------------------------------------------------------


@chapter_view(Can.SEE_TODAY)
def roll_call_show(request: ChapterRequest, code: str, measure: str, call: str) -> HttpResponse:
    """Who is meant by each name: what is clear in one tap, what is not name by name, and what is settled."""
    found = fetch_call(fetch(request, code, measure), call)
    votes = list(found.votes.select_related("official"))
    proposed = matching.proposals(found, [vote for vote in votes if vote.match == Match.OPEN])
    targets = {target.official_id: target for target in found.measure.campaign.targets.all()}
    reviewed = [vote for vote in votes if vote.match == Match.YES]
    context = {
        "measure": found.measure,
        "call": found,
        "dated": [one for one in proposed if one.only and one.only.is_dated],
        "undated": [one for one in proposed if one.only and not one.only.is_dated],
        "unclear": [one for one in proposed if not one.only],
        "groups": by_vote(reviewed),
        "nobody": [vote for vote in votes if vote.match == Match.NOBODY],
        "offers": offers(found, [vote for vote in reviewed if vote.official_id in targets], targets),
        "count": len(votes),
    }
    return render(request, "campaigns/advocacy/roll_call_show.html", context)


def by_vote(votes: list[RollCallVote]) -> list[tuple[str, list[RollCallVote]]]:
    groups = [(str(words), [vote for vote in votes if vote.vote == kind]) for kind, words in RollCallVote.Vote.choices]
    return [(capfirst(words), found) for words, found in groups if found]


def offers(call: RollCall, votes: list[RollCallVote], targets: dict[int, Any]) -> list[dict[str, Any]]:
    """Targets of the campaign whose vote says where they stand and is not written down yet."""
    known = set(
        call.chapter.positions.filter(taken_on=call.voted_on, source="vote", target__in=targets.values()).values_list(
            "target_id", flat=True
        )
    )
    rows = []
    for vote in votes:
        vote.roll_call, target = call, targets[vote.official_id or 0]
        stand = None if target.pk in known else reviewing.stand_of(vote)
        rows += [{"vote": vote, "stand": stand}] if stand else []
    return rows


@chapter_view(Can.RUN_CAMPAIGNS, "POST")
def roll_call_confirm(request: ChapterRequest, code: str, measure: str, call: str) -> HttpResponse:
    """Fields "pick-<vote>": the code of an official, "nobody", or blank for what stays open."""
    found = fetch_call(fetch(request, code, measure), call)
    choices = {
        name.removeprefix(PICK): str(value) for name, value in request.POST.items() if name.startswith(PICK) and value
    }
    n = reviewing.confirm(found, choices, by=request.user)
    if n:
        messages.success(request, ngettext("%(n)s vote is checked.", "%(n)s votes are checked.", n) % {"n": n})
    else:
        messages.warning(request, _("Nothing was chosen, or somebody was faster."))
    return to_call(request, found)


@chapter_view(Can.RUN_CAMPAIGNS, "POST")
def roll_call_reopen(request: ChapterRequest, code: str, measure: str, call: str, vote: str) -> HttpResponse:
    found = fetch_call(fetch(request, code, measure), call)
    row = get_object_or_404(found.votes.select_related("roll_call", "chapter"), code=vote)
    reviewing.reopen(row, by=request.user)
    messages.success(request, _("%(name)s is open again.") % {"name": row.name})
    return to_call(request, found)


@chapter_view(Can.RUN_CAMPAIGNS, "POST")
def roll_call_position(request: ChapterRequest, code: str, measure: str, call: str, vote: str) -> HttpResponse:
    """One tap: the vote becomes where this target stands."""
    found = fetch_call(fetch(request, code, measure), call)
    row = get_object_or_404(found.votes.filter(match=Match.YES), code=vote)
    row.roll_call = found
    target = get_object_or_404(found.measure.campaign.targets.select_related("official"), official=row.official_id)
    if position := reviewing.position_from(row, target, by=request.user):
        messages.success(
            request,
            _("Written down: %(name)s, %(stand)s.") % {"name": target, "stand": position.get_stand_display()},
        )
    else:
        messages.warning(request, _("This is written down already, or the vote says nothing."))
    return to_call(request, found)


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def roll_call_remove(request: ChapterRequest, code: str, measure: str, call: str) -> HttpResponse:
    """Asks first: what was reviewed goes with it."""
    found = fetch_call(fetch(request, code, measure), call)
    if request.method == "POST":
        found.delete()
        return back_to(request, found.measure, _("Taken out."))
    context = {"measure": found.measure, "call": found, "checked": found.votes.filter(match=Match.YES).count()}
    return render(request, "campaigns/advocacy/roll_call_remove.html", context)

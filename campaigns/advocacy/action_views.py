"""Running actions: their words and officials, opening and closing, and the counts while they run."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import F, Q
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.advocacy import act_views, action_counts, visiting
from campaigns.advocacy.action_forms import TURNS_TO_OFFICIALS, ActionForm, ActionTextForm, TargetsForm, words_label
from campaigns.advocacy.models import Action, ActionTaken
from campaigns.forms import Texts
from campaigns.models import Campaign
from chapters import audit, dates
from chapters.access import Can, ChapterRequest, chapter_view
from chapters.exports import csv_response
from chapters.forms import invalid, posted
from chapters.members.models import Member

LIST = "campaigns/advocacy/actions.html"
EDIT = "campaigns/advocacy/action_edit.html"
KIND = "campaigns/advocacy/action_kind.html"
SHOW = "campaigns/advocacy/action_show.html"


def fetch(request: ChapterRequest, code: str) -> Action:
    action: Action = get_object_or_404(request.chapter.actions.for_page(), code=code)
    action.campaign.chapter = action.chapter
    return action


def fetch_campaign(request: ChapterRequest, code: str) -> Campaign:
    campaign: Campaign = get_object_or_404(request.chapter.campaigns.with_words(), code=code)
    return campaign


@chapter_view(Can.SEE_TODAY)
def actions(request: ChapterRequest, code: str) -> HttpResponse:
    """Of one campaign: open ones, drafts, and what is over."""
    campaign = fetch_campaign(request, code)
    ours = list(campaign.actions.with_words().order_by(F("closes_at").asc(nulls_last=True), "-pk"))
    context = {
        "campaign": campaign,
        "open": [one for one in ours if one.is_open],
        "drafts": [one for one in ours if not one.is_published and not one.is_closed],
        "over": [one for one in ours if one.is_closed],
        "batches": campaign.paper_batches.with_words(),
    }
    return render(request, LIST, context)


# --- writing ------------------------------------------------------------------------------------------


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def action_create(request: ChapterRequest, code: str) -> HttpResponse:
    """The kind first: it decides what is asked for."""
    campaign = fetch_campaign(request, code)
    kind = request.GET.get("kind", "")
    if kind not in Action.Kind.values:
        kinds = [(one.value, Action(kind=one.value)) for one in Action.Kind]
        return render(request, KIND, {"campaign": campaign, "kinds": kinds})
    return write(request, Action(chapter=request.chapter, campaign=campaign, kind=kind))


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def action_edit(request: ChapterRequest, code: str) -> HttpResponse:
    return write(request, fetch(request, code))


def write(request: ChapterRequest, action: Action) -> HttpResponse:
    form = ActionForm(posted(request), instance=action)
    texts = Texts(ActionTextForm, action, request.chapter.languages, posted(request))
    line = TargetsForm(posted(request), action=action) if action.kind in TURNS_TO_OFFICIALS else None
    valid = [part.is_valid() for part in (form, texts, line) if part]
    if request.method == "POST" and all(valid):
        with transaction.atomic():
            form.save()
            texts.save(action)
            if line:
                line.save()
        messages.success(request, _("Saved."))
        return redirect("campaigns:advocacy_action_show", request.chapter.slug, action.code)
    context = {
        "campaign": action.campaign,
        "action": action,
        "form": form,
        "texts": texts,
        "line": line,
        "words_label": words_label(action),
    }
    return invalid(request, EDIT, context) if form.is_bound else render(request, EDIT, context)


# --- one action -----------------------------------------------------------------------------------------


@chapter_view(Can.SEE_TODAY)
def action_show(request: ChapterRequest, code: str) -> HttpResponse:
    """How it goes. htmx asks for the counts again while it is open."""
    action = fetch(request, code)
    if request.htmx:
        return render(request, f"{SHOW}#counts", {"action": action, "counts": action_counts.of(action)})
    context = {
        "action": action,
        "campaign": action.campaign,
        "counts": action_counts.of(action),
        "targets": action.action_targets.select_related("official"),
        "scripts": action.scripts.select_related("chapter", "official").prefetch_related("texts"),
        "batches": action.paper_batches.with_words(),
        "lacks_officials": lacks_officials(action),
        "names": action.taken.exclude(name="").count(),
    }
    return render(request, SHOW, context)


def lacks_officials(action: Action) -> bool:
    return action.kind in TURNS_TO_OFFICIALS and not action.action_targets.exists()


@chapter_view(Can.RUN_CAMPAIGNS, "POST")
def action_open(request: ChapterRequest, code: str) -> HttpResponse:
    """To everyone with the link, from now on."""
    action, now = fetch(request, code), timezone.now()
    if lacks_officials(action):
        messages.warning(request, _("Choose first whom people turn to."))
        return redirect("campaigns:advocacy_action_edit", request.chapter.slug, code)
    ours = request.chapter.actions.filter(pk=action.pk)
    with transaction.atomic():
        ours.filter(closes_at__lte=now).update(closes_at=None)
        ours.filter(Q(published_at=None) | Q(published_at__gt=now)).update(published_at=now)
        audit.record("action_opened", chapter=request.chapter, by=request.user, subject=action)
    messages.success(request, _("It is open. Pass the link on, or ask people by text."))
    return redirect("campaigns:advocacy_action_show", request.chapter.slug, code)


@chapter_view(Can.RUN_CAMPAIGNS, "POST")
def action_close(request: ChapterRequest, code: str) -> HttpResponse:
    action, now = fetch(request, code), timezone.now()
    with transaction.atomic():
        if request.chapter.actions.open().filter(pk=action.pk).update(closes_at=now):
            audit.record("action_closed", chapter=request.chapter, by=request.user, subject=action)
    messages.success(request, _("Closed. The counts stay."))
    return redirect("campaigns:advocacy_action_show", request.chapter.slug, code)


@chapter_view(Can.RUN_CAMPAIGNS, "POST")
def action_words_kept(request: ChapterRequest, code: str) -> HttpResponse:
    """The bill changed, and somebody looked: the words are right now, and speak of its newest version."""
    action = fetch(request, code)
    newest = action.cites.measure.versions.last() if action.cites else None
    with transaction.atomic():
        changed = request.chapter.actions.filter(pk=action.pk).exclude(rewrite_since=None)
        if changed.update(rewrite_since=None, cites=newest or action.cites):
            audit.record("action_words_kept", chapter=request.chapter, by=request.user, subject=action)
    messages.success(request, _("Good. The words count as right for the newest version."))
    return redirect("campaigns:advocacy_action_show", request.chapter.slug, code)


@chapter_view(Can.SEE_TODAY)
def action_preview(request: ChapterRequest, code: str) -> HttpResponse:
    """As somebody sees it who got a text, with a sample person; nothing can be counted here."""
    action = fetch(request, code)
    action.published_at, action.closes_at = action.created_at, None
    sample = Member(chapter=request.chapter, name="Lupe", first_name="Lupe", zip=request.chapter.zip)
    visitor = visiting.Visitor(request.path, "", member=sample, is_sample=True)
    if "thanks" in request.GET:
        raise Http404
    return act_views.serve(request, action, visitor)


@chapter_view(Can.EXPORT, "POST", fresh=True)
def action_names(request: ChapterRequest, code: str) -> HttpResponseBase:
    """Who signed, to be handed over: a list that leaves is written down."""
    action = fetch(request, code)
    signed = action.taken.exclude(name="")
    return csv_response(
        request,
        filename=f"{request.chapter.slug}-{action.code}-names.csv",
        header=[_("Name"), _("ZIP code"), _("The name may be shown"), _("In their words"), _("Day")],
        rows=lines(signed.order_by("taken_at", "pk"), request.chapter.zone),
        what="action_names",
        people=signed.count(),
    )


def lines(rows: Any, zone: Any) -> Iterator[list[Any]]:
    row: ActionTaken
    for row in rows.iterator(chunk_size=1000):
        shown = _("yes") if row.is_name_public else _("no")
        yield [row.name, row.place, shown, row.words, dates.local(row.taken_at, zone).date().isoformat()]

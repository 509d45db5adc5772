"""People: find them, and everything about one of them."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django_htmx.http import push_url

from chapters import audit, limits
from chapters.access import Can, ChapterRequest, chapter_view, may
from chapters.forms import invalid
from chapters.members import consenting, districts, finding, handing, own_fields
from chapters.members.consent_models import Channel, Consent
from chapters.members.forms import VOUCHED, AddForm, FirstYesForm, MemberForm, NoteForm, StopForm, YesForm
from chapters.members.listing import Listing
from chapters.members.models import Member, Tag
from chapters.members.standing import standings
from chapters.members.timeline import collect
from chapters.members.todo_forms import TaskForm

LIST = "chapters/members/list.html"
NAMES = "chapters/members/names.html"
SHOW = "chapters/members/show.html"
ENTRIES = 30  # of what happened, on a page


@chapter_view(Can.SEE_NAMES)
def list(request: ChapterRequest) -> HttpResponse:  # the address says list
    """The people of the chapter, by a sentence of filters. Helpers see first names only."""
    if not may(request.role.kind, Can.SEE_PEOPLE):
        return names(request)
    listing = Listing(request.chapter, request.GET)
    is_part = bool(request.htmx) and not request.htmx.history_restore_request
    context = {"listing": listing, "form": listing.form, "is_part": is_part}
    page = f"{LIST}#people" if is_part else LIST
    if not listing.form.is_valid():
        return invalid(request, page, context)
    return push_url(render(request, page, context), f"{request.path}?{listing.full_query}".rstrip("?"))


def names(request: ChapterRequest) -> HttpResponse:
    """What a helper sees: first name and initial, nothing to reach anybody by, and not too many pages."""
    pages = settings.NAME_PAGES_AN_HOUR
    if not limits.take(f"names:{request.user.pk}", size=pages, per_seconds=3600):
        again = -(-60 // pages)  # minutes until the next page is free
        enough = render(request, "chapters/members/names_enough.html", {"pages": pages, "again": again}, status=429)
        enough.headers["Retry-After"] = str(again * 60)
        return enough
    words = request.GET.get("q", "")
    people = finding.by_first_name(request.chapter.members.all(), words)
    page = finding.page(people, request.GET.get("after", ""), order="first_name")
    return render(request, NAMES, {"page": page, "q": words})


@chapter_view(Can.SEE_PEOPLE)
def show(request: ChapterRequest, code: str) -> HttpResponse:
    """Everything about one person."""
    return render(request, SHOW, about(request, fetch(request, code)) | {"note": NoteForm()})


def fetch(request: ChapterRequest, code: str) -> Member:
    return get_object_or_404(request.chapter.members.select_related("source_import"), code=code)


def about(request: ChapterRequest, member: Member) -> dict[str, Any]:
    """`page` counts the pages of what happened, from 1."""
    today = timezone.localdate(timezone=member.chapter.zone)
    tags = [*member.tags.all()]
    return {
        "member": member,
        "standings": standings(member),
        "timeline": Paginator(collect(member), ENTRIES).get_page(request.GET.get("page")),
        "tags": [tag for tag in tags if tag.kind == Tag.Kind.TAG],
        "skills": [tag for tag in tags if tag.kind == Tag.Kind.SKILL],
        "district": districts.of_member(member),
        "own": own_fields.told(member),
        "tasks": [(task, task.is_late(today)) for task in member.tasks.open().select_related("assignee")],
        "task": TaskForm(chapter=member.chapter),
    }


@chapter_view(Can.EDIT_PEOPLE, "GET", "POST")
def add(request: ChapterRequest) -> HttpResponse:
    """A new person, with what they said yes to or plainly nothing."""
    given = handing.take(request) if request.method == "GET" else {}
    form = AddForm(request.POST or None, chapter=request.chapter, initial=given)
    yes = FirstYesForm(request.POST or None, prefix="yes", initial=last_proof(request))
    if request.method == "POST" and all([form.is_valid(), yes.is_valid()]):
        with transaction.atomic():
            member = form.save()
            yes.save(member, by=request.user)
            audit.record("member_added", chapter=request.chapter, by=request.user, subject=member)
            for tell in map(import_string, settings.MEMBER_ADDED):
                tell(member)
        messages.success(request, _("%(name)s is in.") % {"name": member.name})
        return redirect("chapters:members_show", request.chapter.slug, member.code)
    context = {"form": form, "yes": yes}
    page = "chapters/members/add.html"
    return invalid(request, page, context) if form.is_bound else render(request, page, context)


def last_proof(request: ChapterRequest) -> dict[str, str]:
    """How, where and in which words the last yes was given that this person wrote down: a clipboard has many lines."""
    by_hand = request.chapter.consents.filter(is_given=True, entered_by=request.user, source__in=dict(VOUCHED))
    last = by_hand.order_by("-id").first()
    return {"source": last.source, "detail": last.source_detail, "wording": last.wording_text} if last else {}


@chapter_view(Can.EDIT_PEOPLE, "GET", "POST")
def edit(request: ChapterRequest, code: str) -> HttpResponse:
    member = fetch(request, code)
    form = MemberForm(request.POST or None, instance=member, chapter=request.chapter)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
            audit.record("member_changed", chapter=request.chapter, by=request.user, subject=member)
        messages.success(request, _("Saved."))
        return redirect("chapters:members_show", request.chapter.slug, code)
    context = {"form": form, "member": member}
    page = "chapters/members/edit.html"
    return invalid(request, page, context) if form.is_bound else render(request, page, context)


@chapter_view(Can.EDIT_PEOPLE, "GET", "POST")
def stop(request: ChapterRequest, code: str, channel: str) -> HttpResponse:
    """The person told one of us to stop: every chapter here, unless they meant only this one."""
    if channel not in Channel.values:
        raise Http404
    member, channel = fetch(request, code), Channel(channel)
    form = StopForm(request.POST or None, initial={"reach": "all"})
    if request.method == "POST" and form.is_valid():
        only = request.chapter if form.cleaned_data["reach"] == "here" else None
        with transaction.atomic():
            stop_one(member, channel, request=request, only=only)
            audit.record("member_stopped", chapter=request.chapter, by=request.user, subject=member, channel=channel)
        messages.success(request, _("We will not write to %(name)s this way again.") % {"name": member.name})
        return redirect("chapters:members_show", request.chapter.slug, code)
    context = {"form": form, "member": member, "is_text": channel == Channel.TEXT}
    page = "chapters/members/stop.html"
    return invalid(request, page, context) if form.is_bound else render(request, page, context)


def stop_one(member: Member, channel: Channel, *, request: ChapterRequest, only: Any) -> None:
    """Their no with the name of who heard it, then the stop for the address, which others may share."""
    consenting.record(
        member,
        channel,
        given=False,
        source=Consent.Source.PERSON,
        language=member.language,
        by=request.user,
    )
    consenting.stop(channel, member.address_on(channel), source=Consent.Source.PERSON, chapter=only)


@chapter_view(Can.EDIT_PEOPLE, "POST")
def email_works(request: ChapterRequest, code: str) -> HttpResponse:
    """A mail to it came back to one of us (`works` = 0), or the person says that it works after all (1)."""
    member, works = fetch(request, code), request.POST.get("works") == "1"
    with transaction.atomic():
        member.mark_email(works=works)
        act = "member_email_works" if works else "member_email_dead"
        audit.record(act, chapter=request.chapter, by=request.user, subject=member)
    told = _("We write to this email again.") if works else _("We stop writing to this email.")
    messages.success(request, told)
    return redirect("chapters:members_show", request.chapter.slug, code)


@chapter_view(Can.EDIT_PEOPLE, "GET", "POST")
def said_yes(request: ChapterRequest, code: str) -> HttpResponse:
    """The person agreed to hear from us: where, when and in which words."""
    member = fetch(request, code)
    form = YesForm(request.POST or None, initial=last_proof(request), standings=standings(member))
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save(member, by=request.user)
            audit.record("member_said_yes", chapter=request.chapter, by=request.user, subject=member)
        messages.success(request, _("Saved."))
        return redirect("chapters:members_show", request.chapter.slug, code)
    context = {"form": form, "member": member}
    page = "chapters/members/said_yes.html"
    return invalid(request, page, context) if form.is_bound else render(request, page, context)


@chapter_view(Can.EDIT_PEOPLE, "POST")
def note(request: ChapterRequest, code: str) -> HttpResponse:
    member = fetch(request, code)
    form = NoteForm(request.POST)
    if form.is_valid():
        form.save(member, by=request.user)
        messages.success(request, _("Your note is saved."))
        return redirect("chapters:members_show", request.chapter.slug, code)
    return invalid(request, SHOW, about(request, member) | {"note": form})

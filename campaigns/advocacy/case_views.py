"""Cases, for those who run campaigns only. Each opening is written down in the list of who did what."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from campaigns.advocacy import cases as caring
from campaigns.advocacy.case_forms import CaseDateForm, CaseForm, CaseTextForm, ConsentForm
from campaigns.advocacy.shelf import ask, done, is_fine, page, wants_removal
from campaigns.advocacy.shelf_models import Case, CaseDate
from campaigns.forms import Texts
from chapters import audit
from chapters.access import Can, ChapterRequest, chapter_view, public
from chapters.forms import posted
from chapters.members.contacts import shown_phone


@chapter_view(Can.RUN_CAMPAIGNS)
def cases(request: ChapterRequest) -> HttpResponse:
    rows = request.chapter.cases.select_related("campaign__chapter").prefetch_related("campaign__texts")
    audit.record("cases_opened", chapter=request.chapter, by=request.user)
    context = {"open": rows.open(), "closed": rows.exclude(closed_at=None)}
    return render(request, "campaigns/advocacy/cases.html", context)


def case_of(request: ChapterRequest, code: str) -> Case:
    rows = request.chapter.cases.select_related("campaign__chapter", "chapter", "partner", "consent_recorded_by")
    found: Case = get_object_or_404(rows.prefetch_related("texts", "campaign__texts"), code=code)
    return found


@chapter_view(Can.RUN_CAMPAIGNS)
def case(request: ChapterRequest, case: str) -> HttpResponse:
    found = case_of(request, case)
    audit.record("case_opened", chapter=request.chapter, by=request.user, subject=found)
    context = {"case": found, "lawyer_phone": shown_phone(found.lawyer_phone), **caring.dates_of(found)}
    return render(request, "campaigns/advocacy/case.html", context)


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def case_add(request: ChapterRequest) -> HttpResponse:
    campaign = request.chapter.campaigns.filter(code=request.GET.get("campaign", "")).first()
    return write(request, Case(chapter=request.chapter, campaign=campaign))


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def case_edit(request: ChapterRequest, case: str) -> HttpResponse:
    return write(request, case_of(request, case))


def write(request: ChapterRequest, case: Case) -> HttpResponse:
    is_new = case.pk is None
    form = CaseForm(posted(request), instance=case)
    if form.is_bound and form.is_valid():
        with transaction.atomic():
            saved = form.save()
            act = "case_added" if is_new else "case_changed"
            audit.record(act, chapter=request.chapter, by=request.user, subject=saved)
        return done(request, _("Saved. Nothing of it is public."), page("case", request, saved.code))
    back = (_("Cases"), page("cases", request)) if is_new else (_("Case"), page("case", request, case.code))
    return ask(
        request,
        form,
        headline=_("Write down a case") if is_new else _("Change the case"),
        back=back,
        hint=_("Sealed. Only those who run campaigns can open it, and each opening is written down."),
    )


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def case_consent(request: ChapterRequest, case: str) -> HttpResponse:
    """The yes of the family, line by line, and the words that go public with it."""
    found = case_of(request, case)
    form = ConsentForm(posted(request), instance=found)
    texts = Texts(CaseTextForm, found, request.chapter.languages, posted(request))
    if form.is_bound and is_fine(form, texts):
        with transaction.atomic():
            found.is_public, found.withdrawn_at, found.consent_recorded_by = True, None, request.user
            form.save()
            texts.save(found)
            audit.record("case_published", chapter=request.chapter, by=request.user, subject=found)
        return done(request, _("Saved. The page is public now."), page("case", request, case))
    return ask(
        request,
        form,
        texts=texts,
        headline=_("The family said yes"),
        back=(_("Case"), page("case", request, case)),
        hint=_("No name is public before this is filled in. The family can take it back any day."),
        button=_("Save it and make it public"),
    )


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def case_withdraw(request: ChapterRequest, case: str) -> HttpResponse:
    found = case_of(request, case)
    if request.method == "POST":
        caring.withdraw(found, by=request.user)
        return done(request, _("Taken back. The page and the name are gone."), page("case", request, case))
    return render(request, "campaigns/advocacy/case_withdraw.html", {"case": found})


@chapter_view(Can.RUN_CAMPAIGNS, "POST")
def case_close(request: ChapterRequest, case: str) -> HttpResponse:
    """Or open it again."""
    found = case_of(request, case)
    if found.closed_at:
        caring.reopen(found, by=request.user)
        return done(request, _("Open again."), page("case", request, case))
    caring.close(found, by=request.user)
    return done(request, _("Closed. What is sealed is deleted after 90 days."), page("case", request, case))


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def case_date_add(request: ChapterRequest, case: str) -> HttpResponse:
    return write_date(request, CaseDate(chapter=request.chapter, case=case_of(request, case)))


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def case_date_edit(request: ChapterRequest, case: str, date: str) -> HttpResponse:
    rows = request.chapter.case_dates.select_related("case", "chapter")
    return write_date(request, get_object_or_404(rows, code=date, case__code=case))


def write_date(request: ChapterRequest, date: CaseDate) -> HttpResponse:
    back = page("case", request, date.case.code)
    if wants_removal(request, date):
        date.delete()
        return done(request, _("Taken out."), back)
    form = CaseDateForm(posted(request), instance=date)
    if form.is_bound and form.is_valid():
        form.save()
        return done(request, _("Saved. It is on Today in the week before."), back)
    headline = _("Change the date") if date.pk else _("Add a date")
    return ask(request, form, headline=headline, back=(_("Case"), back), remove=date.pk and _("Take it out"))


@public()
@never_cache
def case_page(request: HttpRequest, code: str) -> HttpResponse:
    """What the family agreed to, and only while they do."""
    rows = Case.objects.public().select_related("chapter", "campaign__chapter")
    found: Case = get_object_or_404(rows.prefetch_related("texts", "campaign__texts"), code=code)
    return render(request, "campaigns/advocacy/case_page.html", {"case": found, "chapter": found.chapter})

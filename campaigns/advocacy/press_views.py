"""The press log: what was written, whom we know, what we say. For those who run campaigns."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from campaigns.advocacy import press_log
from campaigns.advocacy.press_forms import MediaContactForm, MentionForm, StatementForm, StatementTextForm
from campaigns.advocacy.shelf import ask, campaign_of, done, is_fine, page, wants_removal
from campaigns.advocacy.shelf_models import MediaContact, PressMention, PressStatement
from campaigns.forms import Texts
from chapters.access import Can, ChapterRequest, chapter_view
from chapters.forms import posted
from chapters.members.contacts import shown_phone

State = PressStatement.State


@chapter_view(Can.RUN_CAMPAIGNS)
def press(request: ChapterRequest, code: str) -> HttpResponse:
    campaign = campaign_of(request, code)
    context = {
        "campaign": campaign,
        "mentions": campaign.press_mentions.select_related("moment__chapter").prefetch_related("moment__texts"),
        "statements": campaign.press_statements.select_related("chapter").prefetch_related("texts"),
        "contacts": request.chapter.media_contacts.count(),
    }
    return render(request, "campaigns/advocacy/press.html", context)


# --- what they wrote -----------------------------------------------------------------------------


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def mention_add(request: ChapterRequest, code: str) -> HttpResponse:
    return write_mention(request, PressMention(chapter=request.chapter, campaign=campaign_of(request, code)))


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def mention_edit(request: ChapterRequest, mention: str) -> HttpResponse:
    rows = request.chapter.press_mentions.select_related("campaign__chapter", "chapter", "moment")
    return write_mention(request, get_object_or_404(rows, code=mention))


def write_mention(request: ChapterRequest, mention: PressMention) -> HttpResponse:
    back = page("press", request, mention.campaign.code)
    if wants_removal(request, mention):
        mention.delete()
        return done(request, _("Taken out of the log."), back)
    form = MentionForm(posted(request), instance=mention)
    if form.is_bound and form.is_valid():
        form.save()
        return done(request, _("Saved."), back)
    headline = _("Change what was in the news") if mention.pk else _("Add what was in the news")
    return ask(request, form, headline=headline, back=(_("Press"), back), remove=mention.pk and _("Take it out"))


# --- whom we know ----------------------------------------------------------------------------------


@chapter_view(Can.RUN_CAMPAIGNS)
def contacts(request: ChapterRequest) -> HttpResponse:
    people = [(one, shown_phone(one.phone)) for one in request.chapter.media_contacts.all()]
    return render(request, "campaigns/advocacy/contacts.html", {"people": people})


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def contact_add(request: ChapterRequest) -> HttpResponse:
    return write_contact(request, MediaContact(chapter=request.chapter))


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def contact_edit(request: ChapterRequest, contact: str) -> HttpResponse:
    return write_contact(request, get_object_or_404(request.chapter.media_contacts, code=contact))


def write_contact(request: ChapterRequest, contact: MediaContact) -> HttpResponse:
    back = page("contacts", request)
    if wants_removal(request, contact):
        contact.delete()
        return done(request, _("Taken off the list."), back)
    form = MediaContactForm(posted(request), instance=contact)
    if form.is_bound and form.is_valid():
        form.save()
        return done(request, _("Saved."), back)
    return ask(
        request,
        form,
        headline=_("Change a press contact") if contact.pk else _("Add a press contact"),
        back=(_("Press contacts"), back),
        hint=_("Only those who run campaigns see this."),
        remove=contact.pk and _("Take off the list"),
    )


# --- what we say -------------------------------------------------------------------------------------


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def statement_add(request: ChapterRequest, code: str) -> HttpResponse:
    campaign = campaign_of(request, code)
    return write_statement(request, PressStatement(chapter=request.chapter, campaign=campaign))


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def statement_edit(request: ChapterRequest, statement: str) -> HttpResponse:
    """What went out stays as it went out."""
    found = statement_of(request, statement)
    if found.state == State.SENT:
        return redirect("campaigns:advocacy_statement", request.chapter.slug, statement)
    return write_statement(request, found)


def statement_of(request: ChapterRequest, code: str) -> PressStatement:
    rows = request.chapter.press_statements.select_related("campaign__chapter", "chapter", "written_by", "approved_by")
    found: PressStatement = get_object_or_404(rows.prefetch_related("texts", "campaign__texts"), code=code)
    return found


def write_statement(request: ChapterRequest, statement: PressStatement) -> HttpResponse:
    form = StatementForm(posted(request), instance=statement)
    texts = Texts(StatementTextForm, statement, request.chapter.languages, posted(request))
    if form.is_bound and is_fine(form, texts):
        with transaction.atomic():
            press_log.back_to_draft(statement, by=request.user)
            form.save()
            texts.save(statement)
        return done(request, _("Saved. It needs the yes of another lead."), page("statement", request, statement.code))
    was_approved = statement.state == State.APPROVED
    return ask(
        request,
        form,
        texts=texts,
        headline=_("Change the statement") if statement.pk else _("Write a statement"),
        back=(_("Press"), page("press", request, statement.campaign.code)),
        hint=_("It is approved. After a change it needs a new yes.") if was_approved else "",
    )


@chapter_view(Can.RUN_CAMPAIGNS)
def statement(request: ChapterRequest, statement: str) -> HttpResponse:
    """To read, to approve, and to copy into an email to the newsrooms."""
    found = statement_of(request, statement)
    context = {
        "statement": found,
        "campaign": found.campaign,
        "is_own": found.written_by_id in (None, request.user.pk),
        "missing": [code for code in request.chapter.languages if not found.text_in(code)],
    }
    return render(request, "campaigns/advocacy/statement.html", context)


@chapter_view(Can.RUN_CAMPAIGNS, "POST")
def statement_ask(request: ChapterRequest, statement: str) -> HttpResponse:
    press_log.ask_for_a_yes(statement_of(request, statement))
    return done(request, _("The other leads see it on Today."), page("statement", request, statement))


@chapter_view(Can.SEND, "POST")
def statement_approve(request: ChapterRequest, statement: str) -> HttpResponse:
    found = statement_of(request, statement)
    try:
        press_log.approve(found, seen=request.POST.get("seen", ""), by=request.user)
    except press_log.Refused as refused:
        why = {
            "own": _("Another lead than the one who wrote it has to say yes."),
            "changed": _("The words were changed in the meantime. Please read them once more."),
            "state": _("It is approved already."),
        }
        messages.error(request, why[str(refused)])
        return redirect("campaigns:advocacy_statement", request.chapter.slug, statement)
    return done(request, _("Approved. It can go out now."), page("statement", request, statement))


@chapter_view(Can.RUN_CAMPAIGNS, "POST")
def statement_sent(request: ChapterRequest, statement: str) -> HttpResponse:
    if not press_log.mark_sent(statement_of(request, statement), by=request.user):
        messages.error(request, _("Nothing goes out before another lead said yes."))
        return redirect("campaigns:advocacy_statement", request.chapter.slug, statement)
    return done(request, _("Noted: it went out."), page("statement", request, statement))

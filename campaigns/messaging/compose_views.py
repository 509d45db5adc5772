"""Writing a message: one page that saves itself, and what its buttons do."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect, replace_url

from campaigns.messaging import calling, checking, counting, following, merging, previewing
from campaigns.messaging.audience import Audience, reckon
from campaigns.messaging.forms import Draft, WordsForm, language_in_words, language_name, reread
from campaigns.messaging.models import CallToAction, CallToActionText
from chapters.access import Can, ChapterRequest, chapter_view, may
from chapters.members.segments import SegmentForm, UnknownFilter, describe
from chapters.models import Role, User

PAGE = "campaigns/messaging/compose.html"
SAVED = "campaigns/messaging/compose_saved.html"


@chapter_view(Can.WRITE, "GET", "POST")
def new(request: ChapterRequest) -> HttpResponse:
    """A message that is kept from its first change on. Its key makes twenty clicks one draft."""
    if request.method == "POST":
        return write(request, drafted(request))
    return render(request, PAGE, context(request, begun(request)))


def begun(request: ChapterRequest) -> Draft:
    """A blank one, or one about an event or an action, to the people of a sentence (`?event=…&language=es`), or with
    the words of an older one (`?from=…`). Nothing is kept yet."""
    call = CallToAction(chapter=request.chapter, written_by=request.user)
    old = request.chapter.calls_to_action.with_words().filter(code=request.GET.get("from", "")).first()
    if old is not None:
        call.title, call.event, call.campaign, call.reach = old.title, old.event, old.campaign, old.reach
        call.audience, call.working_group = old.audience, old.working_group
        call.cites, call.action = old.cites, old.action
        return Draft(call, words_of=old)
    call.event = request.chapter.events.upcoming().filter(code=request.GET.get("event", ""), cancelled_at=None).first()
    call.action = request.chapter.actions.open().with_words().filter(code=request.GET.get("action", "")).first()
    call.campaign = request.chapter.campaigns.filter(code=request.GET.get("campaign", "")).first()
    sentence = SegmentForm(request.GET, chapter=request.chapter)
    call.audience = sentence.tree if sentence.is_valid() else {}
    return Draft(call, suggests=call.event is not None or call.action is not None)


@chapter_view(Can.WRITE, "GET", "POST")
def compose(request: ChapterRequest, code: str) -> HttpResponse:
    """htmx asks for another preview, or posts what was changed."""
    call = fetch(request, code)
    if request.method == "POST":
        return write(request, call)
    if not call.is_editable:
        return redirect("campaigns:messaging_open", request.chapter.slug, code)
    shown = context(request, Draft(call))
    return render(request, "campaigns/messaging/compose_preview.html" if request.htmx else PAGE, shown)


def fetch(request: ChapterRequest, code: str) -> CallToAction:
    call: CallToAction = get_object_or_404(request.chapter.calls_to_action.with_words(), code=code)
    return call


def drafted(request: ChapterRequest) -> CallToAction:
    """The draft that this form made before, or a new one."""
    try:
        key = uuid.UUID(request.POST.get("form_key", ""))
    except ValueError:
        key = uuid.uuid4()
    old = request.chapter.calls_to_action.filter(code=request.POST.get("from", "")).first()
    start = {"written_by": request.user, "audience": old.audience if old else {}}
    try:
        call, _is_new = request.chapter.calls_to_action.get_or_create(form_key=key, defaults=start)
    except IntegrityError as error:  # the key is another chapter's
        raise Http404 from error
    return call


# --- saving -----------------------------------------------------------------------------------------


def write(request: ChapterRequest, call: CallToAction) -> HttpResponse:
    """Keep what was typed, then do what the pressed button says."""
    with transaction.atomic():
        CallToAction.objects.select_for_update().get(pk=call.pk)
        call = reread(call)
        reach = call.reach
        draft = Draft(call, request.POST)
        if not call.is_editable:
            return stale(request, draft)
        if not draft.is_valid():
            return answer(request, draft, status=422)
        call = draft.save()
    for name, act in ACTS.items():
        if name in request.POST:
            return act(request, call, draft, request.POST[name])
    if request.htmx and call.reach != reach:  # other fields are asked for now
        return HttpResponseClientRedirect(address(call))
    if request.htmx:
        return replace_url(answer(request, Draft(call)), address(call))
    messages.success(request, _("Saved. Nothing goes out yet."))
    return redirect(address(call))


def stale(request: ChapterRequest, draft: Draft) -> HttpResponse:
    """Somebody asked for a yes in the meantime. Clicking twice is fine; other words are shown, not lost."""
    if not draft.has_changed and not request.htmx:
        return redirect("campaigns:messaging_open", request.chapter.slug, draft.call.code)
    return answer(request, draft, status=422 if request.htmx else 409, is_stale=True)


def answer(
    request: ChapterRequest,
    draft: Draft,
    *,
    status: int = 200,
    is_stale: bool = False,
    problems: Sequence[checking.Problem] = (),
) -> HttpResponse:
    shown = context(request, draft) | {"problems": problems, "is_stale": is_stale, "is_refused": status != 200}
    return render(request, SAVED if request.htmx else PAGE, shown, status=status)


def address(call: CallToAction, part: str = "") -> str:
    return reverse("campaigns:messaging_compose", args=[call.chapter.slug, call.code]) + part


# --- what the buttons do ------------------------------------------------------------------------------


def ask(request: ChapterRequest, call: CallToAction, draft: Draft, value: str) -> HttpResponse:
    audience = reckon(call)
    found = checking.problems(call, audience)
    if draft.form.is_half_timed:
        found.append(checking.Problem("id_send_on", _("Choose the day and the time.")))
    if found:
        return answer(request, Draft(call, request.POST), status=422, problems=found)
    try:
        calling.ask(call, by=request.user)
    except calling.NotNow as error:
        messages.error(request, str(error))
        return redirect("campaigns:messaging_open", request.chapter.slug, call.code)
    if may(request.role.kind, Can.SEND) and not calling.needs_second(call, audience, request.user):
        return redirect("campaigns:messaging_approve", request.chapter.slug, call.code)
    messages.success(request, _("Asked. It goes out once another lead says yes."))
    return redirect("campaigns:messaging_progress", request.chapter.slug, call.code)


def rewrite(call: CallToAction, language: str, change: Callable[[CallToActionText], str]) -> HttpResponse:
    """Change one text and come back to it."""
    text = call.text_in(language)
    if text is None:
        raise Http404
    text.text_body = change(text)
    text.save(update_fields=["text_body"])
    return redirect(address(call, f"#words-{language}"))


def plain(request: ChapterRequest, call: CallToAction, draft: Draft, value: str) -> HttpResponse:
    return rewrite(call, value, lambda text: counting.plain(text.text_body))


def fix(request: ChapterRequest, call: CallToAction, draft: Draft, value: str) -> HttpResponse:
    """`value`: what is missing and where, like "stop:es"."""
    missing, _colon, language = value.partition(":")
    return rewrite(call, language, lambda text: checking.mended(text, missing))


def insert(request: ChapterRequest, call: CallToAction, draft: Draft, value: str) -> HttpResponse:
    """Without a script a field is added at the end. `value`: language and field, like "es:{nombre}"."""
    language, _colon, field = value.partition(":")
    CallToActionText.objects.get_or_create(parent=call, language=language)
    return rewrite(reread(call), language, lambda text: f"{text.text_body.rstrip()} {field}".lstrip())


def start(request: ChapterRequest, call: CallToAction, draft: Draft, value: str) -> HttpResponse:
    """Our own first words, wherever there are none."""
    for language, text in draft.texts.items():
        ours = merging.suggested(language, call)
        blank = {field: words for field, words in ours.items() if not getattr(text, field)}
        CallToActionText.objects.update_or_create(parent=call, language=language, defaults=blank)
    return redirect(address(call, "#words"))


def anew(request: ChapterRequest, call: CallToAction, draft: Draft, value: str) -> HttpResponse:
    """Leave a list that the sentence cannot show, and begin with everyone."""
    CallToAction.objects.filter(pk=call.pk, state__in=CallToAction.EDITABLE).update(audience={})
    return redirect(address(call, "#who"))


def try_it(request: ChapterRequest, call: CallToAction, draft: Draft, value: str) -> HttpResponse:
    return redirect("campaigns:messaging_try_out", request.chapter.slug, call.code)


ACTS: dict[str, Callable[[ChapterRequest, CallToAction, Draft, str], HttpResponse]] = {
    "ask": ask,
    "plain": plain,
    "fix": fix,
    "insert": insert,
    "start": start,
    "anew": anew,
    "try": try_it,
}

# --- the page ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Panel:
    """The words in one language, what they count as, who reads them, and what is wrong with them."""

    form: WordsForm
    readers: int
    waiting: int
    notes: previewing.Notes | None
    problems: list[checking.Problem]
    fields: list[str]

    @property
    def text_fields(self) -> list[tuple[str, str]]:
        """(field, what the button posts)."""
        return [(field, f"{self.form.language}:{field}") for field in self.fields]


def context(request: ChapterRequest, draft: Draft) -> dict[str, Any]:
    call = draft.call
    audience = reckon(call)
    looks = [(channel, form.language) for channel in call.channels for form in draft.words]
    look = the_look(request, draft, looks)
    person = request.GET.get("person", "")
    number = int(person) if person.isdecimal() and len(person) < 4 else 0
    return {
        "call": call,
        "draft": draft,
        "is_saved": call.pk is not None,
        "copied_from": "" if call.pk else request.GET.get("from", ""),
        "action": address(call) if call.pk else reverse("campaigns:messaging_new", args=[request.chapter.slug]),
        "panels": panels(call, draft, audience),
        "suggests": any(not body for text in draft.texts.values() for body in bodies(call, text)),
        "looks": [(channel, code, language_name(code), f"{channel}-{code}") for channel, code in looks],
        "look": "-".join(look),
        "next_person": number + 1,
        "preview": previewing.preview(call, draft.texts.get(look[1]), look[0], number),
        "hours": checking.hours_in_words(call),
        "leads": other_leads(request),
        "needs_second": not may(request.role.kind, Can.SEND) or calling.needs_second(call, audience, request.user),
    } | the_people(call, audience)


def the_people(call: CallToAction, audience: Audience) -> dict[str, Any]:
    return {
        "audience": audience,
        "people_words": people_in_words(call),
        "who_reads_what": previewing.who_reads_what(audience),
        "left_out": previewing.left_out_in_words(call, audience),
        "waiting": [(language_in_words(code), n) for code, n in audience.waiting().items()],
        "cost": previewing.cost(call, audience),
    }


def people_in_words(call: CallToAction) -> str:
    if call.follows_id:
        return following.people_in_words(call)
    try:
        return describe(call.chapter, call.audience)
    except UnknownFilter:
        return _("a list that nobody can read any more")


def the_look(request: ChapterRequest, draft: Draft, looks: list[tuple[str, str]]) -> tuple[str, str]:
    """Which preview: the one asked for, else the first that has words."""
    asked = request.POST.get("look") or request.GET.get("look", "")
    chosen = [(channel, language) for channel, language in looks if f"{channel}-{language}" == asked]
    body_of = {"text": "text_body", "email": "email_body"}
    written = [look for look in looks if getattr(draft.texts.get(look[1]), body_of[look[0]], "")]
    return [*chosen, *written, *looks][0]


def bodies(call: CallToAction, text: CallToActionText) -> list[str]:
    return [{"text": text.text_body, "email": text.email_body}[channel] for channel in call.channels]


def panels(call: CallToAction, draft: Draft, audience: Audience) -> list[Panel]:
    readers, waiting = audience.by_language(), audience.waiting()
    found = []
    for form in draft.words:
        code = form.language
        text = draft.texts[code]
        notes = previewing.notes(call, text, audience.by_language("text").get(code, 0))
        problems = list(checking.about_one_language(call, text))
        fields = merging.offered(code, about=call)
        found.append(Panel(form, readers.get(code, 0), waiting.get(code, 0), notes, problems, fields))
    return found


def other_leads(request: ChapterRequest) -> list[User]:
    roles = Role.objects.current().leads().filter(chapter=request.chapter).exclude(user=request.user)
    return [role.user for role in roles.select_related("user").order_by("user__name")]

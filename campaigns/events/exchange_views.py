"""The events of a chapter for other sites: a list as JSON, and a list to put into a page of theirs."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from csp.decorators import csp_replace, csp_update
from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import escape
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.clickjacking import xframe_options_exempt

from campaigns.events import calendars, exchange, finding
from campaigns.events.exchange_forms import ListForm, times
from campaigns.events.finding import Around
from campaigns.events.models import Event, EventQuerySet
from chapters.access import Can, ChapterRequest, chapter_view, public
from chapters.caching import kept
from chapters.forms import Form
from chapters.models import Chapter

SECONDS = 300
SHOWN = 30


# --- JSON ------------------------------------------------------------------------------------------


@public()
def chapter_events(request: HttpRequest, chapter: str) -> HttpResponse:
    """`{count, next, previous, data}`; a wish that makes no sense gets 400 and words for each field."""
    ours = Chapter.objects.open().filter(slug=chapter).first()
    if ours is None:
        return refused({"chapter": [_("There is no such chapter.")]}, status=404)
    form = ListForm(request.GET)
    if not form.is_valid():
        return refused({name: [*map(str, words)] for name, words in form.errors.items()}, status=400)
    rows = asked_for(ours, form.cleaned_data)
    groups = nearest_first(exchange.grouped(rows), form.cleaned_data.get("around"))
    first = (form.page_number - 1) * form.page_size
    page = groups[first : first + form.page_size]
    zips, codes = finding.zips_of(group[0] for group in page), exchange.codes_of(groups)
    response = JsonResponse(
        {
            "count": len(groups),
            "next": page_at(request, form.page_number + 1) if first + len(page) < len(groups) and page else None,
            "previous": page_at(request, form.page_number - 1) if form.page_number > 1 else None,
            "data": [exchange.described(group, zips, code=codes[group[0].code]) for group in page],
        }
    )
    return to_any_site(kept(request, response, seconds=SECONDS))


def asked_for(chapter: Chapter, said: dict[str, Any]) -> EventQuerySet:
    """Public events that are not called off; those that are over only where a time was asked for."""
    rows = chapter.events.public().dated().filter(times(said))
    if not (said["timeslot_start"] or said["timeslot_end"]):
        rows = rows.upcoming()
    if said["event_types"]:
        rows = rows.filter(kind__in=[kind for kind, name in exchange.TYPES.items() if name in said["event_types"]])
    if said["is_virtual"] is not None:
        rows = rows.filter(~finding.IN_PERSON if said["is_virtual"] else finding.IN_PERSON)
    if said["exclude_full"]:
        rows = finding.not_full(rows)
    if said["updated_since"]:
        rows = rows.filter(updated_at__gte=datetime.fromtimestamp(said["updated_since"], UTC))
    if said.get("around"):
        rows = rows.filter(finding.IN_PERSON, said["around"].fits)
    return rows.with_campaign().select_related("series").order_by("starts_at", "id")[: calendars.MOST]


def nearest_first(groups: list[list[Event]], around: Around | None) -> list[list[Event]]:
    return sorted(groups, key=lambda group: around.to(group[0]) or 0) if around else groups


def page_at(request: HttpRequest, number: int) -> str:
    query = request.GET.copy()
    query.pop("cursor", None)
    query["page"] = str(number)
    return f"{settings.PUBLIC_URL}{request.path}?{query.urlencode()}"


def refused(errors: Mapping[str, Any], *, status: int) -> HttpResponse:
    return to_any_site(JsonResponse({"data": None, "error": errors}, status=status))


def to_any_site(response: HttpResponse) -> HttpResponse:
    """Scripts of any page may read it: it holds nothing that is not public, and asks for no cookie."""
    response["Access-Control-Allow-Origin"] = "*"
    return response


# --- a list inside another page --------------------------------------------------------------------


@public()
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})  # type: ignore[arg-type]  # its types know no view with arguments
def embed(request: HttpRequest, chapter: str) -> HttpResponse:
    """Shown in a frame of another site: sets no cookie, runs no script, and its links leave the frame."""
    ours = get_object_or_404(Chapter.objects.open(), slug=chapter)
    rows = ours.events.public().upcoming()
    if slug := request.GET.get("campaign", ""):
        campaigns = {campaign.slug: campaign for campaign in ours.campaigns.published()}
        if slug not in campaigns:
            raise Http404
        rows = rows.filter(campaign=campaigns[slug])
    context = {"chapter": ours, "events": rows.with_words()[:SHOWN]}
    return kept(request, render(request, "campaigns/events/embed.html", context), seconds=SECONDS)


class EmbedForm(Form):
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES, required=False)
    campaign = forms.ChoiceField(label=gettext_lazy("Campaign"), required=False)

    def __init__(self, *args: Any, chapter: Chapter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        campaigns = chapter.campaigns.published().with_words()
        field: Any = self.fields["campaign"]
        field.choices = [("", _("Every event")), *((campaign.slug, str(campaign)) for campaign in campaigns)]

    @property
    def query(self) -> str:
        said = {"lang": self.cleaned_data["language"], "campaign": self.cleaned_data["campaign"]}
        return urlencode({name: value for name, value in said.items() if value})


@chapter_view(Can.SEE_EVENTS)
@csp_update({"frame-src": ["'self'"]})  # type: ignore[arg-type]  # as above
def embed_setup(request: ChapterRequest) -> HttpResponse:
    """Lines to copy into another site, with a look at what they show."""
    form = EmbedForm({"language": request.chapter.languages[0]} | request.GET.dict(), chapter=request.chapter)
    path = reverse("campaigns:events_embed", args=[request.chapter.slug])
    if form.is_valid():
        path = f"{path}?{form.query}" if form.query else path
    title = _("Events of %(chapter)s") % {"chapter": request.chapter.name}
    context = {
        "form": form,
        "path": path,
        "title": title,
        "lines": snippet(settings.PUBLIC_URL + path, title),
        "json": settings.PUBLIC_URL + reverse("campaigns:events_chapter_events", args=[request.chapter.slug]),
    }
    return render(request, "campaigns/events/embed_setup.html", context, status=200 if form.is_valid() else 422)


def snippet(url: str, title: str) -> str:
    """The lines as text: a page that shows them escapes them once more."""
    lines = '<iframe src="{}" title="{}" width="100%" height="560" loading="lazy" style="border:0"></iframe>'
    return lines.format(escape(url), escape(title))

"""The toolkit of a chapter, what it takes from others, and what anyone may take."""

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from campaigns.advocacy import toolkits
from campaigns.advocacy.resource_forms import ResourceForm, SharingForm
from campaigns.advocacy.shelf import ask, done, page
from campaigns.advocacy.shelf_models import Resource, ResourceFile
from chapters import audit
from chapters.access import Can, ChapterRequest, chapter_view, public
from chapters.forms import invalid, posted


@chapter_view(Can.SEE_TODAY)
def toolkit(request: ChapterRequest) -> HttpResponse:
    """Ours, the newest of each; and what other chapters let us take."""
    context = {
        "ours": request.chapter.resources.newest().select_related("campaign__chapter"),
        "others": Resource.objects.of_others_for(request.chapter).newest().select_related("chapter"),
    }
    return render(request, "campaigns/advocacy/toolkit.html", context)


def resource_of(request: ChapterRequest, code: str) -> Resource:
    rows = request.chapter.resources.select_related("chapter", "campaign__chapter", "replaces")
    found: Resource = get_object_or_404(rows.prefetch_related("campaign__texts"), code=code)
    return found


@chapter_view(Can.SEE_TODAY)
def resource(request: ChapterRequest, resource: str) -> HttpResponse:
    found = resource_of(request, resource)
    return render(request, "campaigns/advocacy/resource.html", shown(found) | {"form": SharingForm(instance=found)})


def shown(found: Resource) -> dict[str, object]:
    last = toolkits.newest(found)
    return {
        "resource": found,
        "file": toolkits.file_of(found),
        "newer": last if last.pk != found.pk else None,
        "at_origin": toolkits.newer_at_origin(found),
    }


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def resource_add(request: ChapterRequest) -> HttpResponse:
    campaign = request.chapter.campaigns.filter(code=request.GET.get("campaign", "")).first()
    language = request.chapter.languages[0]
    return write(request, Resource(chapter=request.chapter, campaign=campaign, language=language))


@chapter_view(Can.RUN_CAMPAIGNS, "GET", "POST")
def resource_newer(request: ChapterRequest, resource: str) -> HttpResponse:
    """Another version; the old one stays and points to it."""
    old = toolkits.newest(resource_of(request, resource))
    kept = ("chapter", "campaign", "kind", "language", "title", "words", "url", "shared", "origin", "origin_chapter")
    same = {name: getattr(old, name) for name in kept}
    return write(request, Resource(**same, replaces=old, version=old.version + 1))


def write(request: ChapterRequest, resource: Resource) -> HttpResponse:
    old = resource.replaces
    files = request.FILES if request.method == "POST" else None
    form = ResourceForm(posted(request), files, instance=resource)
    if form.is_bound and form.is_valid():
        with transaction.atomic():
            saved = form.save()
            audit.record("resource_saved", chapter=request.chapter, by=request.user, subject=saved)
        return done(request, _("Saved."), page("resource", request, saved.code))
    back = (_("Toolkit"), page("toolkit", request))
    headline = _("Add to the toolkit")
    if old:
        headline = _("New version of “%(title)s”") % {"title": old.title}
        back = (old.title, page("resource", request, old.code))
    hint = _("The file of the version before stays unless you choose another.") if old else ""
    return ask(request, form, headline=headline, back=back, hint=hint)


@chapter_view(Can.RUN_CAMPAIGNS, "POST")
def resource_share(request: ChapterRequest, resource: str) -> HttpResponse:
    found = resource_of(request, resource)
    form = SharingForm(posted(request), instance=found)
    if not form.is_valid():
        return invalid(request, "campaigns/advocacy/resource.html", shown(found) | {"form": form})
    with transaction.atomic():
        form.save()
        audit.record("resource_shared", chapter=request.chapter, by=request.user, subject=found, shared=found.shared)
    return done(request, _("Saved."), page("resource", request, resource))


@chapter_view(Can.RUN_CAMPAIGNS, "POST")
def resource_remove(request: ChapterRequest, resource: str) -> HttpResponse:
    resource_of(request, resource).delete()
    return done(request, _("Taken out of the toolkit."), page("toolkit", request))


@chapter_view(Can.SEE_TODAY)
def resource_file(request: ChapterRequest, resource: str) -> HttpResponse:
    return download(resource_of(request, resource))


def download(resource: Resource) -> HttpResponse:
    """To be saved, never shown by the browser itself."""
    file = ResourceFile.objects.filter(resource=resource).first()
    if file is None:
        raise Http404
    response = HttpResponse(toolkits.bytes_of(file), content_type=file.content_type)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=file.filename)
    return response


# --- of other chapters -------------------------------------------------------------------------------


def others_of(request: ChapterRequest, code: str) -> Resource:
    rows = Resource.objects.of_others_for(request.chapter).select_related("chapter", "replaces")
    found: Resource = get_object_or_404(rows, code=code)
    return found


@chapter_view(Can.SEE_TODAY)
def theirs(request: ChapterRequest, other: str) -> HttpResponse:
    """Another chapter's item: what it says, and nothing else of them."""
    found = others_of(request, other)
    last = toolkits.newest(found)
    seen = Resource.objects.of_others_for(request.chapter)
    newer = last if last.pk != found.pk and seen.filter(pk=last.pk).exists() else None
    mine = request.chapter.resources.filter(origin=found.code).first()
    context = {"resource": found, "file": toolkits.file_of(found), "newer": newer, "mine": mine}
    return render(request, "campaigns/advocacy/theirs.html", context)


@chapter_view(Can.SEE_TODAY)
def theirs_file(request: ChapterRequest, other: str) -> HttpResponse:
    return download(others_of(request, other))


@chapter_view(Can.RUN_CAMPAIGNS, "POST")
def theirs_copy(request: ChapterRequest, other: str) -> HttpResponse:
    copied = toolkits.take_copy(others_of(request, other), request.chapter, by=request.user)
    return done(request, _("Copied. It is yours to change now."), page("resource", request, copied.code))


# --- of anyone ---------------------------------------------------------------------------------------


def open_to_all(code: str) -> Resource:
    rows = Resource.objects.public().select_related("chapter", "campaign__chapter")
    found: Resource = get_object_or_404(rows.prefetch_related("campaign__texts"), code=code)
    return found


@public()
def kit(request: HttpRequest, code: str) -> HttpResponse:
    found = open_to_all(code)
    last = toolkits.newest(found)
    newer = last if last.pk != found.pk and last.shared == Resource.Shared.PUBLIC else None
    context = {"resource": found, "chapter": found.chapter, "file": toolkits.file_of(found), "newer": newer}
    return render(request, "campaigns/advocacy/kit.html", context)


@public()
def kit_file(request: HttpRequest, code: str) -> HttpResponse:
    return download(open_to_all(code))

"""Pictures for chats and social pages."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from campaigns.events import pictures
from campaigns.events.models import Event
from chapters.access import public
from chapters.caching import kept
from chapters.models import Chapter

SECONDS = 3600


@public()
def share_image(request: HttpRequest, code: str) -> HttpResponse:
    """Of an event anyone may open; a called-off one says so."""
    event = get_object_or_404(Event.objects.with_words(), code=code, chapter__closed_at=None)
    if not event.is_public:
        raise Http404
    return picture(request, pictures.of_event(event))


@public()
def chapter_share_image(request: HttpRequest, chapter: str) -> HttpResponse:
    ours = get_object_or_404(Chapter.objects.open().prefetch_related("texts"), slug=chapter)
    return picture(request, pictures.of_chapter(ours))


def picture(request: HttpRequest, facts: pictures.Facts) -> HttpResponse:
    return kept(request, HttpResponse(pictures.drawn(facts), content_type="image/png"), seconds=SECONDS)

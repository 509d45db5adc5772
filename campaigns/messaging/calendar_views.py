"""The calendar of messages: who writes when, so that people are not asked twice in two days."""

from django.http import HttpResponse
from django.shortcuts import render

from campaigns.messaging import plans
from chapters.access import Can, ChapterRequest, chapter_view


@chapter_view(Can.WRITE)
def calendar(request: ChapterRequest) -> HttpResponse:
    """Ours by title and group; of sister chapters only the day, the hour and the way."""
    ours, theirs = plans.ours(request.chapter), plans.of_sisters(request.chapter)
    starts_at, ends_at = plans.span(request.chapter)
    context = {
        "days": plans.days(request.chapter, [*ours, *theirs]),
        "clashes": plans.clashes(ours),
        "starts_at": starts_at,
        "ends_at": ends_at,
        "today": plans.today(request.chapter),
        "has_sisters": bool(theirs),
    }
    return render(request, "campaigns/messaging/calendar.html", context)

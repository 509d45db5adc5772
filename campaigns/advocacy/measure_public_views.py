"""A bill or law as anyone may see it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from campaigns.advocacy import measuring, scoring
from campaigns.advocacy.models import Measure, RollCallVote
from campaigns.models import Campaign
from chapters.access import public


@public()
def bill(request: HttpRequest, chapter: str, campaign: str, measure: str) -> HttpResponse:
    """Where it is, what changed, who is left out, our stance, the points of our demand, and who voted how."""
    published = Campaign.objects.published().filter(chapter__closed_at=None).with_words()
    ours = get_object_or_404(published, chapter__slug=chapter, slug=campaign)
    found: Measure = get_object_or_404(ours.measures.public().with_words(), code=measure)
    shown = next(one for one in measuring.public(ours) if one.measure == found)
    context = {
        "chapter": ours.chapter,
        "campaign": ours,
        "measure": found,
        "bill": shown,
        "steps": found.stages.filter(is_public=True),
        "versions": found.versions.public().light().select_related("chapter").prefetch_related("texts"),
        "pieces": measuring.word_by_word(shown),
        "rule": scoring.rule(),
        "roll_calls": reviewed(found),
    }
    return render(request, "campaigns/advocacy/bill.html", context)


def reviewed(measure: Measure) -> list[dict[str, Any]]:
    """Each public roll call with the names that a person has checked: {"call", "yes", "no", "absent"}."""
    votes = RollCallVote.objects.filter(match=RollCallVote.Match.YES, official__isnull=False)
    calls = measure.roll_calls.filter(is_public=True)
    rows = votes.filter(roll_call__in=calls).select_related("official").order_by("official__sort_name", "id")
    names: dict[tuple[int, str], list[str]] = {}
    for row in rows:
        names.setdefault((row.roll_call_id, row.vote), []).append(str(row.official))
    return [
        {"call": call, **{vote: names.get((call.pk, vote), []) for vote in RollCallVote.Vote.values}} for call in calls
    ]

"""What paper gives to the timeline of a campaign: the day it was signed, and the day it reached a desk."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from campaigns.advocacy.facts import Fact
from campaigns.advocacy.paper import collected_words, delivered_words
from campaigns.models import Campaign, Moment


def facts(campaign: Campaign) -> Iterator[Fact]:
    for batch in campaign.paper_batches.with_words().filter(counted__gt=0):
        common: dict[str, Any] = {
            "is_public": batch.is_public,
            "inside_url": reverse("campaigns:advocacy_paper", args=[campaign.chapter.slug, batch.code]),
        }
        words = collected_words(batch)
        yield Fact(f"paper:{batch.code}", Moment.Kind.ACTION, batch.collected_on, words, batch.place, **common)
        if batch.is_delivered:
            words = delivered_words(batch)
            yield Fact(f"delivered:{batch.code}", Moment.Kind.PAPER, batch.delivered_on, words, **common)

"""What paper gives to the timeline of a campaign: the day it was signed, and the day it reached a desk."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.advocacy.facts import Fact
from campaigns.models import Campaign, Moment


def facts(campaign: Campaign) -> Iterator[Fact]:
    for batch in campaign.paper_batches.filter(counted__gt=0).select_related("official"):
        common: dict[str, Any] = {
            "is_public": batch.is_public,
            "inside_url": reverse("campaigns:advocacy_paper", args=[campaign.chapter.slug, batch.code]),
        }
        signed = _("%(pile)s, signed by hand") % {"pile": batch.in_words}
        yield Fact(f"paper:{batch.code}", Moment.Kind.ACTION, batch.collected_on, signed, batch.place, **common)
        if batch.is_delivered:
            words = {"pile": batch.in_words, "name": batch.official.name if batch.official else batch.delivered_to}
            title = _("We hand over %(pile)s to %(name)s") if words["name"] else _("We hand over %(pile)s")
            yield Fact(f"handed:{batch.code}", Moment.Kind.PAPER, batch.delivered_on, title % words, **common)

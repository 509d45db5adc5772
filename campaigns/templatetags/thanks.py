"""Officials of a campaign who moved our way, and whose callers nobody thanked yet."""

from itertools import islice

from django import template

from campaigns import moved
from campaigns.models import Campaign

register = template.Library()
MOST = 3


@register.simple_tag
def unthanked(campaign: Campaign) -> list[moved.Moved]:
    """For `campaigns/advocacy/thank_offer.html`: {% unthanked campaign as moves %}."""
    found = (one for one in moved.unthanked(campaign.chapter) if one.position.target.campaign_id == campaign.pk)
    return list(islice(found, MOST))

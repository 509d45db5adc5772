"""Where the targets of a campaign stand, as a part of its workspace page."""

from typing import Any

from django import template
from django.template import Context

from campaigns.advocacy import standing

register = template.Library()


@register.inclusion_tag("campaigns/advocacy/stand_box.html", takes_context=True)
def where_they_stand(context: Context) -> dict[str, Any]:
    """For pages with `campaign` in their context: {% where_they_stand %}."""
    campaign = context["campaign"]
    return {"request": context["request"], "campaign": campaign, "standing": standing.internal(campaign)}

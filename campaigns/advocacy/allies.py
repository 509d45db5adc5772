"""The organizations in a campaign with us: who leads it, who works on it, who stands behind it."""

from campaigns.models import Campaign, CampaignPartner

ORDER = list(CampaignPartner.As)


def public(campaign: Campaign) -> list[CampaignPartner]:
    """Those who agreed to be named."""
    return [ally for ally in inside(campaign) if ally.is_public]


def inside(campaign: Campaign) -> list[CampaignPartner]:
    rows = campaign.campaign_partners.select_related("partner")
    hidden = (f"partner__{field}" for field in ("contact_name", "phone", "email", "note"))
    return sorted(rows.defer(*hidden), key=lambda ally: ORDER.index(CampaignPartner.As(ally.role)))

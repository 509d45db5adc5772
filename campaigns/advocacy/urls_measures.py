"""Addresses of bills and laws, of roll calls and of votes ahead. Mounted by `campaigns/urls.py`."""

from django.urls import URLPattern, path

from campaigns.advocacy import measure_public_views

# Below the public page of a campaign.
OF_A_CAMPAIGN: list[URLPattern] = [
    path("<slug:chapter>/<slug:campaign>/bills/<slug:measure>/", measure_public_views.bill, name="advocacy_bill"),
]

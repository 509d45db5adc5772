"""Addresses of bills and laws, of roll calls and of votes ahead. Mounted by `campaigns/urls.py`."""

from django.urls import URLPattern, path

from campaigns.advocacy import measure_public_views, measure_views, roll_call_views, version_views, vote_views

BILLS = "campaigns/<slug:code>/bills/"
BILL = f"{BILLS}<slug:measure>/"
VERSION = f"{BILL}versions/<slug:version>/"
CALL = f"{BILL}roll-calls/<slug:call>/"
# Below /c/<chapter>/.
WORKSPACE: list[URLPattern] = [
    path(BILLS, measure_views.measures, name="advocacy_measures"),
    path(f"{BILLS}new/", measure_views.measure_create, name="advocacy_measure_create"),
    path("campaigns/<slug:code>/votes/new/", vote_views.vote_create, name="advocacy_vote_create"),
    path("campaigns/<slug:code>/votes/<slug:vote>/", vote_views.vote_edit, name="advocacy_vote_edit"),
    path(BILL, measure_views.measure_show, name="advocacy_measure_show"),
    path(f"{BILL}edit/", measure_views.measure_edit, name="advocacy_measure_edit"),
    path(f"{BILL}remove/", measure_views.measure_remove, name="advocacy_measure_remove"),
    path(f"{BILL}names/new/", measure_views.measure_title_create, name="advocacy_measure_title_create"),
    path(f"{BILL}names/<slug:title>/", measure_views.measure_title_edit, name="advocacy_measure_title_edit"),
    path(f"{BILL}steps/new/", measure_views.measure_stage_create, name="advocacy_measure_stage_create"),
    path(f"{BILL}steps/<slug:stage>/", measure_views.measure_stage_edit, name="advocacy_measure_stage_edit"),
    path(f"{BILL}still-right/<slug:action>/", measure_views.measure_still_right, name="advocacy_measure_still_right"),
    path(f"{BILL}differences/", version_views.version_differences, name="advocacy_version_differences"),
    path(f"{BILL}versions/new/", version_views.version_create, name="advocacy_version_create"),
    path(VERSION, version_views.version_show, name="advocacy_version_show"),
    path(f"{VERSION}edit/", version_views.version_edit, name="advocacy_version_edit"),
    path(f"{VERSION}points/", version_views.version_score, name="advocacy_version_score"),
    path(f"{VERSION}remove/", version_views.version_remove, name="advocacy_version_remove"),
    path(f"{BILL}roll-calls/upload/", roll_call_views.roll_call_upload, name="advocacy_roll_call_upload"),
    path(f"{BILL}roll-calls/new/", roll_call_views.roll_call_create, name="advocacy_roll_call_create"),
    path(CALL, roll_call_views.roll_call_show, name="advocacy_roll_call_show"),
    path(f"{CALL}edit/", roll_call_views.roll_call_edit, name="advocacy_roll_call_edit"),
    path(f"{CALL}confirm/", roll_call_views.roll_call_confirm, name="advocacy_roll_call_confirm"),
    path(f"{CALL}remove/", roll_call_views.roll_call_remove, name="advocacy_roll_call_remove"),
    path(f"{CALL}<slug:vote>/reopen/", roll_call_views.roll_call_reopen, name="advocacy_roll_call_reopen"),
    path(f"{CALL}<slug:vote>/position/", roll_call_views.roll_call_position, name="advocacy_roll_call_position"),
]
# Below the public page of a campaign.
OF_A_CAMPAIGN: list[URLPattern] = [
    path("<slug:chapter>/<slug:campaign>/bills/<slug:measure>/", measure_public_views.bill, name="advocacy_bill"),
]

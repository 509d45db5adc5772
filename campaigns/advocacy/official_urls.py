"""Addresses of officials and of where they stand, below /c/<chapter>/; mounted by `campaigns/urls.py`."""

from django.urls import URLPattern, path

from campaigns.advocacy import load_views, log_views, official_views, part_views, target_views

ONE = "officials/<slug:code>/"
AIM = "campaigns/<slug:code>/targets/"

WORKSPACE: list[URLPattern] = [
    path("officials/", official_views.officials, name="advocacy_officials"),
    path("officials/new/", official_views.official_create, name="advocacy_official_create"),
    path("officials/load/", load_views.officials_load, name="advocacy_officials_load"),
    path(ONE, official_views.official, name="advocacy_official"),
    path(f"{ONE}edit/", official_views.official_edit, name="advocacy_official_edit"),
    path(f"{ONE}terms/new/", part_views.term_create, name="advocacy_term_create"),
    path(f"{ONE}terms/<slug:term>/", part_views.term_edit, name="advocacy_term_edit"),
    path(f"{ONE}terms/<slug:term>/follow/", part_views.term_follow, name="advocacy_term_follow"),
    path(f"{ONE}offices/new/", part_views.office_create, name="advocacy_office_create"),
    path(f"{ONE}offices/<slug:office>/", part_views.office_edit, name="advocacy_office_edit"),
    path(f"{ONE}staff/new/", part_views.staff_create, name="advocacy_staff_create"),
    path(f"{ONE}staff/<slug:staff>/", part_views.staff_edit, name="advocacy_staff_edit"),
    path(f"{ONE}log/new/", log_views.contact_create, name="advocacy_contact_create"),
    path(f"{ONE}log/<slug:entry>/", log_views.contact_edit, name="advocacy_contact_edit"),
    path(f"{ONE}promises/new/", log_views.promise_create, name="advocacy_promise_create"),
    path(f"{ONE}promises/<slug:promise>/", log_views.promise_edit, name="advocacy_promise_edit"),
    path(f"{ONE}promises/<slug:promise>/settle/", log_views.promise_settle, name="advocacy_promise_settle"),
    path("campaigns/<slug:code>/stand/", target_views.stand, name="advocacy_stand"),
    path(AIM, target_views.targets, name="advocacy_targets"),
    path(f"{AIM}add/", target_views.target_add, name="advocacy_target_add"),
    path(f"{AIM}<slug:target>/", target_views.target, name="advocacy_target"),
    path(f"{AIM}<slug:target>/remove/", target_views.target_remove, name="advocacy_target_remove"),
    path(f"{AIM}<slug:target>/positions/new/", target_views.position_create, name="advocacy_position_create"),
    path(f"{AIM}<slug:target>/positions/<slug:position>/", target_views.position_edit, name="advocacy_position_edit"),
]

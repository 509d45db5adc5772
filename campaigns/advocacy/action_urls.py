"""Addresses of actions and of what comes on paper. They are mounted by `campaigns/urls.py`, which names them."""

from django.urls import URLPattern, path

from campaigns.advocacy import act_views, action_views, paper_views, script_views

# Below /c/<chapter>/.
WORKSPACE: list[URLPattern] = [
    path("campaigns/<slug:code>/actions/", action_views.actions, name="advocacy_actions"),
    path("campaigns/<slug:code>/actions/new/", action_views.action_create, name="advocacy_action_create"),
    path("campaigns/<slug:code>/paper/new/", paper_views.paper_create, name="advocacy_paper_create"),
    path("actions/<slug:code>/", action_views.action_show, name="advocacy_action_show"),
    path("actions/<slug:code>/edit/", action_views.action_edit, name="advocacy_action_edit"),
    path("actions/<slug:code>/open/", action_views.action_open, name="advocacy_action_open"),
    path("actions/<slug:code>/close/", action_views.action_close, name="advocacy_action_close"),
    path("actions/<slug:code>/words-kept/", action_views.action_words_kept, name="advocacy_action_words_kept"),
    path("actions/<slug:code>/preview/", action_views.action_preview, name="advocacy_action_preview"),
    path("actions/<slug:code>/names.csv", action_views.action_names, name="advocacy_action_names"),
    path("actions/<slug:code>/scripts/new/", script_views.script_create, name="advocacy_script_create"),
    path("actions/<slug:code>/scripts/<slug:script>/", script_views.script_edit, name="advocacy_script_edit"),
    path("paper/<slug:code>/", paper_views.paper, name="advocacy_paper"),
    path("paper/<slug:code>/edit/", paper_views.paper_edit, name="advocacy_paper_edit"),
    path("paper/<slug:code>/deliver/", paper_views.paper_deliver, name="advocacy_paper_deliver"),
    path("paper/<slug:code>/people/", paper_views.paper_people, name="advocacy_paper_people"),
    path("paper/<slug:code>/photos/add/", paper_views.paper_photo_add, name="advocacy_paper_photo_add"),
    path("paper/<slug:code>/photos/<slug:sheet>/", paper_views.paper_photo, name="advocacy_paper_photo"),
    path(
        "paper/<slug:code>/photos/<slug:sheet>/remove/",
        paper_views.paper_photo_remove,
        name="advocacy_paper_photo_remove",
    ),
]
# Links that people hold.
PUBLIC: list[URLPattern] = [path("a/<slug:code>/", act_views.action, name="advocacy_action")]

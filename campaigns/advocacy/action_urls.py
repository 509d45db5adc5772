"""Addresses of actions and of what comes on paper. They are mounted by `campaigns/urls.py`, which names them."""

from django.urls import URLPattern, path

from campaigns.advocacy import act_views

# Below /c/<chapter>/.
WORKSPACE: list[URLPattern] = []
# Links that people hold.
PUBLIC: list[URLPattern] = [path("a/<slug:code>/", act_views.action, name="advocacy_action")]

"""Addresses of press, sign-on letters, stories, toolkits, cases and things. `campaigns/urls.py` mounts them."""

from django.urls import URLPattern, path

from campaigns.advocacy import press_views

# Below /c/<chapter>/.
WORKSPACE: list[URLPattern] = [
    path("campaigns/<slug:code>/press/", press_views.press, name="advocacy_press"),
    path("campaigns/<slug:code>/press/new/", press_views.mention_add, name="advocacy_mention_add"),
    path("campaigns/<slug:code>/press/say/", press_views.statement_add, name="advocacy_statement_add"),
    path("press/contacts/", press_views.contacts, name="advocacy_contacts"),
    path("press/contacts/new/", press_views.contact_add, name="advocacy_contact_add"),
    path("press/contacts/<slug:contact>/", press_views.contact_edit, name="advocacy_contact_edit"),
    path("press/<slug:mention>/", press_views.mention_edit, name="advocacy_mention_edit"),
    path("statements/<slug:statement>/", press_views.statement, name="advocacy_statement"),
    path("statements/<slug:statement>/edit/", press_views.statement_edit, name="advocacy_statement_edit"),
    path("statements/<slug:statement>/ask/", press_views.statement_ask, name="advocacy_statement_ask"),
    path("statements/<slug:statement>/approve/", press_views.statement_approve, name="advocacy_statement_approve"),
    path("statements/<slug:statement>/sent/", press_views.statement_sent, name="advocacy_statement_sent"),
]
# Links that people hold.
PUBLIC: list[URLPattern] = []

"""Addresses of people, roles and permission. URL name `members_list` = members/views.py: list."""

from django.urls import URLPattern, path

from chapters import views, workspace_views
from chapters.accounts import join_views, team_views
from chapters.accounts import views as accounts

app_name = "chapters"
urlpatterns: list[URLPattern] = [
    path("accounts/me/", accounts.me, name="accounts_me"),
    path("accounts/me/sign-out-everywhere/", accounts.sign_out_everywhere, name="accounts_sign_out_everywhere"),
    path("accounts/me/leave/<slug:slug>/", accounts.leave, name="accounts_leave"),
    path("accounts/protect/", accounts.protect, name="accounts_protect"),
    path("c/", workspace_views.switch, name="switch"),
    path("c/<slug:chapter>/setup/", workspace_views.setup, name="setup"),
    path("c/<slug:chapter>/setup/team/", team_views.team, name="accounts_team"),
    path("c/<slug:chapter>/setup/team/<slug:code>/", team_views.role, name="accounts_role"),
    path("c/<slug:chapter>/setup/team/<slug:code>/end/", team_views.role_end, name="accounts_role_end"),
    path("c/<slug:chapter>/setup/invitations/<slug:code>/", team_views.withdraw, name="accounts_withdraw"),
    path("join/<slug:secret>/", join_views.join, name="accounts_join"),
    path("c/<slug:chapter>/setup/audit/", workspace_views.audit, name="audit"),
    path("privacy/", views.privacy, name="privacy"),
    path("help/", views.help, name="help"),
    path("robots.txt", views.robots, name="robots"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
]

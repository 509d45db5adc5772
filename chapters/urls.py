"""Addresses of people, roles and permission. URL name `members_list` = members/views.py: list."""

from django.urls import URLPattern, URLResolver, include, path

from chapters import views, workspace_views
from chapters.accounts import join_views, team_views
from chapters.accounts import views as accounts
from chapters.coalitions import partner_views
from chapters.members import district_views, field_views, import_views, list_views
from chapters.members import views as members

app_name = "chapters"
# Below /c/<chapter>/: one look at the beginning of an address passes all of them by.
WORKSPACE: list[URLPattern] = [
    path("setup/", workspace_views.setup, name="setup"),
    path("setup/team/", team_views.team, name="accounts_team"),
    path("setup/team/<slug:code>/", team_views.role, name="accounts_role"),
    path("setup/team/<slug:code>/end/", team_views.role_end, name="accounts_role_end"),
    path("setup/invitations/<slug:code>/", team_views.withdraw, name="accounts_withdraw"),
    path("setup/fields/", field_views.fields, name="members_fields"),
    path("setup/fields/add/", field_views.field_add, name="members_field_add"),
    path("setup/fields/<slug:code>/", field_views.field_edit, name="members_field_edit"),
    path("setup/fields/<slug:code>/up/", field_views.field_move, name="members_field_move"),
    path("setup/fields/<slug:code>/put-away/", field_views.field_put_away, name="members_field_put_away"),
    path("setup/audit/", workspace_views.audit, name="audit"),
    path("partners/", partner_views.partners, name="coalitions_partners"),
    path("partners/add/", partner_views.partner_add, name="coalitions_partner_add"),
    path("partners/<slug:code>/", partner_views.partner, name="coalitions_partner"),
    path("partners/<slug:code>/edit/", partner_views.partner_edit, name="coalitions_partner_edit"),
    path("people/", members.list, name="members_list"),
    path("people/add/", members.add, name="members_add"),
    path("people/tags/", list_views.tag_many, name="members_tag_many"),
    path("people/export/", list_views.export, name="members_export"),
    path("people/lists/save/", list_views.save_list, name="members_save_list"),
    path("people/lists/<slug:code>/", list_views.edit_list, name="members_edit_list"),
    path("people/lists/<slug:code>/forget/", list_views.forget_list, name="members_forget_list"),
    path("people/import/", import_views.upload, name="members_upload"),
    path("people/import/<slug:code>/", import_views.incoming, name="members_incoming"),
    path("people/import/<slug:code>/columns/", import_views.columns, name="members_columns"),
    path("people/import/<slug:code>/letters/", import_views.letters, name="members_letters"),
    path("people/import/<slug:code>/bring-in/", import_views.bring_in, name="members_bring_in"),
    path("people/import/<slug:code>/throw-away/", import_views.throw_away, name="members_throw_away"),
    path("people/import/<slug:code>/take-back/", import_views.take_back, name="members_take_back"),
    path("people/import/<slug:code>/problems/", import_views.problems, name="members_problems"),
    path("people/<slug:code>/", members.show, name="members_show"),
    path("people/<slug:code>/edit/", members.edit, name="members_edit"),
    path("people/<slug:code>/district/", district_views.district, name="members_district"),
    path("people/<slug:code>/note/", members.note, name="members_note"),
    path("people/<slug:code>/said-yes/", members.said_yes, name="members_said_yes"),
    path("people/<slug:code>/email-works/", members.email_works, name="members_email_works"),
    path("people/<slug:code>/stop/<slug:channel>/", members.stop, name="members_stop"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("c/<slug:chapter>/", include(WORKSPACE)),
    path("accounts/me/", accounts.me, name="accounts_me"),
    path("accounts/me/sign-out-everywhere/", accounts.sign_out_everywhere, name="accounts_sign_out_everywhere"),
    path("accounts/me/leave/<slug:slug>/", accounts.leave, name="accounts_leave"),
    path("accounts/protect/", accounts.protect, name="accounts_protect"),
    path("c/", workspace_views.switch, name="switch"),
    path("join/<slug:secret>/", join_views.join, name="accounts_join"),
    path("privacy/", views.privacy, name="privacy"),
    path("help/", views.help, name="help"),
    path("robots.txt", views.robots, name="robots"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
]

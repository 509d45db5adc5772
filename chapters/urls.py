"""Addresses of people, roles and permission. URL name `members_list` = members/views.py: list."""

from django.urls import URLPattern

app_name = "chapters"
urlpatterns: list[URLPattern] = []

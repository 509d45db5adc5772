"""Addresses of what we do. URL name `events_edit` = events/views.py: edit."""

from django.urls import URLPattern

app_name = "campaigns"
urlpatterns: list[URLPattern] = []

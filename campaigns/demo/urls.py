"""Mounted below /demo/ with DEMO=1 only."""

from django.urls import path

from campaigns.demo import views

app_name = "demo"
urlpatterns = [path("sign-in/<slug:secret>/", views.sign_in, name="sign_in")]

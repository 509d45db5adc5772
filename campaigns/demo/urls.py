"""Mounted at /demo/sign-in/, with DEMO=1 only."""

from django.urls import path

from campaigns.demo import views

app_name = "demo"
urlpatterns = [path("<slug:secret>/", views.sign_in, name="sign_in")]

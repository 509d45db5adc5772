"""The site as DEMO=1 mounts it."""

from django.urls import include, path

urlpatterns = [
    path("demo/", include("campaigns.messaging.handset.urls")),
    path("", include("organizing.urls")),
]

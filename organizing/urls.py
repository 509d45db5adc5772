"""Every mount point on one screen."""

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("chapters.accounts.sign_in_urls")),
    path("admin/", admin.site.urls),
]

if settings.DEMO:
    urlpatterns += [
        path("demo/sign-in/", include("campaigns.demo.urls")),
        path("demo/", include("campaigns.messaging.handset.urls")),
    ]

# The last one ends in /<chapter>/<campaign>/, which would match anything.
urlpatterns += [
    path("", include("chapters.urls")),
    path("", include("campaigns.urls")),
]

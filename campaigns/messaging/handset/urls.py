"""Mounted at /demo/, with DEMO=1 only."""

from django.urls import path

from campaigns.messaging.handset import views

app_name = "handset"
urlpatterns = [
    path("", views.index, name="index"),
    path("codes/", views.codes, name="codes"),
    path("phones/<str:number>/", views.phone, name="phone"),
    path("mail/", views.mailbox, name="mailbox"),
    path("mail/<slug:mail_id>/", views.letter, name="letter"),
    path("twilio/<path:path>", views.twilio, name="twilio"),
]

"""Addresses of what we do. URL name `events_edit` = events/views.py: edit."""

from django.urls import URLPattern, path

from campaigns import public_views, tap_views, today_views
from campaigns.events import public as events_public
from campaigns.messaging import reply_views

app_name = "campaigns"
urlpatterns: list[URLPattern] = [
    path("", public_views.home, name="home"),
    path("c/<slug:chapter>/", today_views.today, name="today"),
    path("c/<slug:chapter>/replies/", reply_views.replies, name="messaging_replies"),
    path("c/<slug:chapter>/replies/<slug:code>/", reply_views.thread, name="messaging_thread"),
    path("c/<slug:chapter>/replies/<slug:code>/answer/", reply_views.answer, name="messaging_answer"),
    path("c/<slug:chapter>/replies/<slug:code>/length/", reply_views.answer_length, name="messaging_answer_length"),
    path("c/<slug:chapter>/replies/<slug:code>/close/", reply_views.thread_close, name="messaging_thread_close"),
    path("c/<slug:chapter>/replies/<slug:code>/hand/", reply_views.thread_hand, name="messaging_thread_hand"),
    path("e/<slug:code>/", events_public.page, name="events_page"),
    path("e/<slug:code>/event.ics", events_public.calendar, name="events_calendar"),
    path("r/<str:token>/", events_public.seat, name="events_seat"),
    path("r/<str:token>/change/", events_public.seat_change, name="events_seat_change"),
    path("r/<str:token>/cancel/", events_public.seat_cancel, name="events_seat_cancel"),
    path("r/<str:token>/event.ics", events_public.seat_calendar, name="events_seat_calendar"),
    path("t/<slug:code>/", tap_views.tap, name="tap"),
    # These match almost anything: they stay last.
    path("<slug:chapter>/", public_views.chapter, name="chapter"),
    path("<slug:chapter>/<slug:campaign>/", public_views.campaign, name="campaign"),
]

"""Addresses of what we do. URL name `events_edit` = events/views.py: edit."""

from django.urls import URLPattern, path

from campaigns import public_views, tap_views, today_views, webhooks, workspace_views
from campaigns.events import guest_views
from campaigns.events import public as events_public
from campaigns.events import views as events
from campaigns.messaging import (
    approve_views,
    compose_views,
    parked_views,
    progress_views,
    reply_views,
    results_views,
    sender_views,
)
from campaigns.messaging import views as messaging_views

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
    path("c/<slug:chapter>/campaigns/", workspace_views.list, name="list"),
    path("c/<slug:chapter>/campaigns/new/", workspace_views.create, name="create"),
    path("c/<slug:chapter>/campaigns/<slug:code>/", workspace_views.show, name="show"),
    path("c/<slug:chapter>/campaigns/<slug:code>/edit/", workspace_views.edit, name="edit"),
    path("c/<slug:chapter>/campaigns/<slug:code>/demands/new/", workspace_views.demand_create, name="demand_create"),
    path("c/<slug:chapter>/demands/<slug:code>/", workspace_views.demand_edit, name="demand_edit"),
    path("c/<slug:chapter>/campaigns/<slug:code>/moments/new/", workspace_views.moment_create, name="moment_create"),
    path("c/<slug:chapter>/moments/<slug:code>/", workspace_views.moment_edit, name="moment_edit"),
    path("c/<slug:chapter>/events/", events.list, name="events_list"),
    path("c/<slug:chapter>/events/new/", events.create, name="events_create"),
    path("c/<slug:chapter>/events/<slug:code>/", events.show, name="events_show"),
    path("c/<slug:chapter>/events/<slug:code>/edit/", events.edit, name="events_edit"),
    path("c/<slug:chapter>/events/<slug:code>/call-off/", events.call_off, name="events_call_off"),
    path("c/<slug:chapter>/events/<slug:code>/add/", guest_views.add, name="events_add"),
    path("c/<slug:chapter>/events/<slug:code>/<slug:seat>/remove/", guest_views.remove, name="events_remove"),
    path("c/<slug:chapter>/events/<slug:code>/<slug:seat>/restore/", guest_views.restore, name="events_restore"),
    path("e/<slug:code>/", events_public.page, name="events_page"),
    path("e/<slug:code>/event.ics", events_public.calendar, name="events_calendar"),
    path("r/<str:token>/", events_public.seat, name="events_seat"),
    path("r/<str:token>/change/", events_public.seat_change, name="events_seat_change"),
    path("r/<str:token>/cancel/", events_public.seat_cancel, name="events_seat_cancel"),
    path("r/<str:token>/event.ics", events_public.seat_calendar, name="events_seat_calendar"),
    path("t/<slug:code>/", tap_views.tap, name="tap"),
    path("c/<slug:chapter>/setup/senders/", sender_views.senders, name="messaging_senders"),
    path("c/<slug:chapter>/setup/senders/<slug:code>/", sender_views.sender_switch, name="messaging_sender_switch"),
    path("c/<slug:chapter>/messages/", messaging_views.list, name="messaging_list"),
    path("c/<slug:chapter>/messages/new/", compose_views.new, name="messaging_new"),
    path("c/<slug:chapter>/messages/<slug:code>/", messaging_views.open, name="messaging_open"),
    path("c/<slug:chapter>/messages/<slug:code>/write/", compose_views.compose, name="messaging_compose"),
    path("c/<slug:chapter>/messages/<slug:code>/try/", messaging_views.try_out, name="messaging_try_out"),
    path("c/<slug:chapter>/messages/<slug:code>/throw-away/", messaging_views.throw_away, name="messaging_throw_away"),
    path(
        "c/<slug:chapter>/messages/<slug:code>/left-out/<slug:reason>/",
        messaging_views.left_out,
        name="messaging_left_out",
    ),
    path("c/<slug:chapter>/messages/<slug:code>/approve/", approve_views.approve, name="messaging_approve"),
    path("c/<slug:chapter>/messages/<slug:code>/send-back/", approve_views.send_back, name="messaging_send_back"),
    path("c/<slug:chapter>/messages/<slug:code>/take-back/", approve_views.take_back, name="messaging_take_back"),
    path("c/<slug:chapter>/messages/<slug:code>/progress/", progress_views.progress, name="messaging_progress"),
    path("c/<slug:chapter>/messages/<slug:code>/results/", results_views.results, name="messaging_results"),
    path(
        "c/<slug:chapter>/messages/<slug:code>/results/numbers.csv",
        results_views.results_numbers,
        name="messaging_results_numbers",
    ),
    path(
        "c/<slug:chapter>/messages/<slug:code>/results/people.csv",
        results_views.results_people,
        name="messaging_results_people",
    ),
    path("c/<slug:chapter>/messages/<slug:code>/undo/", progress_views.undo, name="messaging_undo"),
    path("c/<slug:chapter>/messages/<slug:code>/pause/", progress_views.pause, name="messaging_pause"),
    path("c/<slug:chapter>/messages/<slug:code>/resume/", progress_views.resume, name="messaging_resume"),
    path("c/<slug:chapter>/messages/<slug:code>/stop/", progress_views.stop, name="messaging_stop"),
    path(
        "c/<slug:chapter>/messages/<slug:code>/parked/<slug:delivery>/arrived/",
        parked_views.mark_sent,
        name="messaging_mark_sent",
    ),
    path(
        "c/<slug:chapter>/messages/<slug:code>/parked/<slug:delivery>/again/",
        parked_views.send_again,
        name="messaging_send_again",
    ),
    path("hooks/twilio/status/<slug:code>/", webhooks.status, name="status"),
    path("hooks/twilio/inbound/", webhooks.inbound, name="inbound"),
    path("u/<str:code>/", webhooks.unsubscribe, name="unsubscribe"),
    # These match almost anything: they stay last.
    path("<slug:chapter>/", public_views.chapter, name="chapter"),
    path("<slug:chapter>/<slug:campaign>/", public_views.campaign, name="campaign"),
]

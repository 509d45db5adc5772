"""Addresses of programs and hearings, below those of events."""

from django.urls import URLPattern, path

from campaigns.events import hearing_views, program_views, speaking_views

EVENT = "events/<slug:code>"
WORKSPACE: list[URLPattern] = [
    path(f"{EVENT}/program/", program_views.program, name="events_program"),
    path(f"{EVENT}/program/print/", program_views.program_print, name="events_program_print"),
    path(f"{EVENT}/program/new/", program_views.program_item_create, name="events_program_item_create"),
    path(f"{EVENT}/program/<slug:item>/", program_views.program_item, name="events_program_item"),
    path(f"{EVENT}/program/<slug:item>/move/", program_views.program_item_move, name="events_program_item_move"),
    path(f"{EVENT}/speakers/new/", program_views.program_speaker_create, name="events_program_speaker_create"),
    path(f"{EVENT}/speakers/<slug:speaker>/", program_views.program_speaker, name="events_program_speaker"),
    path(
        f"{EVENT}/speakers/<slug:speaker>/answer/",
        program_views.program_speaker_answer,
        name="events_program_speaker_answer",
    ),
    path(f"{EVENT}/districts/new/", program_views.program_district_create, name="events_program_district_create"),
    path(f"{EVENT}/districts/<slug:district>/", program_views.program_district, name="events_program_district"),
    path(f"{EVENT}/hearing/", hearing_views.hearing, name="events_hearing"),
    path(f"{EVENT}/hearing/change/", hearing_views.hearing_edit, name="events_hearing_edit"),
    path(f"{EVENT}/hearing/date/", hearing_views.hearing_date, name="events_hearing_date"),
    path(f"{EVENT}/hearing/ended/", hearing_views.hearing_ended, name="events_hearing_ended"),
    path(f"{EVENT}/hearing/deal/", speaking_views.points_deal, name="events_points_deal"),
    path(f"{EVENT}/hearing/points/new/", speaking_views.point_create, name="events_point_create"),
    path(f"{EVENT}/hearing/points/<slug:point>/", speaking_views.point, name="events_point"),
    path(f"{EVENT}/hearing/speak/add/", speaking_views.slot_add, name="events_slot_add"),
    path(f"{EVENT}/hearing/speak/<slug:slot>/", speaking_views.slot, name="events_slot"),
    path(f"{EVENT}/hearing/speak/<slug:slot>/move/", speaking_views.slot_move, name="events_slot_move"),
    path(f"{EVENT}/hearing/speak/<slug:slot>/spoke/", speaking_views.slot_spoke, name="events_slot_spoke"),
]
# Links that people hold.
PUBLIC: list[URLPattern] = [
    path("r/<str:token>/speak/", speaking_views.seat_speak, name="events_seat_speak"),
    path("r/<str:token>/district/", speaking_views.seat_district, name="events_seat_district"),
]

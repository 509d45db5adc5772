"""Loads the whole demo in one transaction: dates around today, except for the story of 2017."""

from random import Random

from django.db import transaction

from campaigns.demo import acts, mail, shelf
from campaigns.demo.bills import file_bills
from campaigns.demo.cast import HIGHLAND_PARK, found_chapters, sign_up
from campaigns.demo.door import open_a_door
from campaigns.demo.halls import hold
from campaigns.demo.people import OUR_NUMBERS, PHONES, agree, describe, invent, write_wordings
from campaigns.demo.power import tell_power
from campaigns.demo.ready import write_ready
from campaigns.demo.seating import fill, plan_events
from campaigns.demo.story import stand_together, tell, tell_moments
from campaigns.demo.together import join
from campaigns.events import reminders
from campaigns.models import Campaign, Event
from chapters.models import User

ALWAYS_THE_SAME = 2017


@transaction.atomic
def load() -> None:
    random = Random(ALWAYS_THE_SAME)  # noqa: S311 - invents people, protects nothing
    users = sign_up()
    chapters = found_chapters(users)
    phones = iter(PHONES[OUR_NUMBERS:])
    members = {}
    for slug, chapter in chapters.items():
        members[slug] = invent(chapter, random, phones)
        agree(members[slug], write_wordings(chapter), random)
        describe(chapter, members[slug], random, written_by=users["organizer"] if slug == HIGHLAND_PARK else None)
    write_ready(chapters[HIGHLAND_PARK])
    campaign = tell(chapters[HIGHLAND_PARK])
    events = plan_events(chapters, campaign, users["lead"])
    tell_moments(campaign, events, users["lead"])
    tell_power(campaign, users["lead"])
    file_bills(campaign)
    fill(events, members, random)
    write(events, users, campaign, random)
    acts.ask(campaign, events, users["lead"], random)
    join(chapters, events, members, users)
    stand_together(campaign)
    shelf.fill(campaign, chapters, members, users)
    hold(events, members[HIGHLAND_PARK], users, random)
    open_a_door(chapters[HIGHLAND_PARK], members[HIGHLAND_PARK], users["lead"], random)
    for event in Event.objects.upcoming():
        reminders.replan(event)


def write(events: dict[str, Event], users: dict[str, User], campaign: Campaign, random: Random) -> None:
    postcards = mail.Ask("Postcard night", mail.POSTCARDS, days=15, share_yes=0.12)
    mail.send(postcards, events["postcards"], users, campaign, random)
    town_hall = mail.Ask("Sit with us at the town hall", mail.TOWN_HALL, days=3, share_yes=0.36)
    mail.write_back(mail.send(town_hall, events["town-hall"], users, campaign, random), users)
    mail.unsent(events, users, campaign)

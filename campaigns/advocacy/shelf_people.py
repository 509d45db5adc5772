"""One person in stories and in the list of who holds what: merged, erased, and told to them."""

from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.advocacy import testimonies
from campaigns.advocacy.shelf_models import Testimony, ThingHold
from chapters.members.erasing import Eraser
from chapters.members.exporting import Fact, Part
from chapters.members.moving import Rows
from chapters.models import Member

MOVERS = (Rows(Testimony), Rows(ThingHold))


def erase(member: Member) -> None:
    """Their story goes with them, off every page; of a thing it stays known that it was lent."""
    told = Testimony.objects.filter(member=member)
    told.filter(withdrawn_at=None).update(withdrawn_at=timezone.now(), **testimonies.EMPTY)
    told.update(member=None, consent_words="")
    ThingHold.objects.filter(member=member).update(member=None, name="", place="")


ERASER = Eraser(erase, frozenset({"campaigns.Testimony.member", "campaigns.ThingHold.member"}))


def parts(member: Member) -> list[Part]:
    holds = member.thing_holds.select_related("thing").order_by("id")
    return [
        Part("stories", _("Stories you told us"), [story(row) for row in member.testimonies.order_by("id")]),
        Part("things", _("Things of ours that you keep or kept"), [thing(row) for row in holds]),
    ]


def story(row: Testimony) -> list[Fact]:
    return [
        Fact("words", _("Your story"), row.words),
        Fact("name", _("Your name"), row.name),
        Fact("first_name", _("First name that may be shown"), row.first_name),
        Fact("contact", _("How to reach you"), row.contact),
        Fact("allowed", _("What you allowed"), row.get_scope_display()),
        Fact("consent_words", _("The exact words"), row.consent_words),
        Fact("consent_on", _("When"), row.consent_on),
        Fact("is_public", _("It is on our public page"), row.is_public),
    ]


def thing(row: ThingHold) -> list[Fact]:
    return [
        Fact("thing", _("What"), row.thing.name),
        Fact("place", _("Where it is"), row.place),
        Fact("since_on", _("Since"), row.since_on),
        Fact("until_on", _("Until"), row.until_on),
        Fact("ended_on", _("Given back on"), row.ended_on),
    ]

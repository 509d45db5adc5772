"""A person leaves our actions: the count stays, the person goes."""

from campaigns.advocacy.models import ActionTaken
from chapters.members.erasing import Eraser
from chapters.models import Member


def erase(member: Member) -> None:
    ActionTaken.objects.filter(member=member).update(member=None, name="", place="", words="", is_name_public=False)


ERASER = Eraser(erase, frozenset({"campaigns.ActionTaken.member"}))

"""What somebody did goes along when two entries become one."""

from campaigns.advocacy.models import ActionTaken
from chapters.members.moving import Rows

MOVERS = (Rows(ActionTaken),)

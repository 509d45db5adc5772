"""Messages and conversations go along when two entries become one."""

from campaigns.messaging.models import Conversation, Delivery
from chapters.members.moving import Rows

MOVERS = (Rows(Delivery), Rows(Conversation))

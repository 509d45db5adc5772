"""`manage.py demo`: a story that looks alive whenever it is loaded."""

import pytest
from django.core.management import call_command

from campaigns.models import Delivery, Event
from chapters.models import Member

pytestmark = pytest.mark.django_db


def test_the_demo_loads() -> None:
    call_command("demo")
    assert Member.objects.count() == 300
    print(Delivery.objects.count(), Event.objects.count())

"""The ZIP table comes from the package, once."""

from io import StringIO

import pytest
from django.core.management import call_command
from pytest_django import DjangoAssertNumQueries

from chapters.models import Zip


@pytest.mark.django_db
def test_every_zip_is_loaded_once(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    said = StringIO()
    call_command("load_zips", stdout=said)
    assert said.getvalue() == f"Loaded {Zip.objects.count()} ZIP codes.\n"
    home = Zip.objects.get(zip="90042")
    assert (home.place, home.state, home.county) == ("Los Angeles", "CA", "Los Angeles County")
    assert (home.timezone, round(home.latitude or 0), round(home.longitude or 0)) == ("America/Los_Angeles", 34, -118)
    overseas = Zip.objects.get(zip="09001")
    assert (overseas.timezone, overseas.latitude, overseas.longitude) == ("", None, None)
    with django_assert_num_queries(1):
        call_command("load_zips")
    Zip.objects.all().delete()
    call_command("load_zips", stdout=said)
    assert Zip.objects.filter(zip="90042").exists()


@pytest.mark.django_db
def test_a_table_from_an_older_package_is_replaced() -> None:
    Zip.objects.create(zip="00000", place="Nowhere", state="XX")
    call_command("load_zips", stdout=StringIO())
    assert not Zip.objects.filter(zip="00000").exists()
    assert Zip.objects.filter(zip="90042").exists()

"""The admin: behind the second factor, quick, and with contacts hidden."""

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib import admin
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chapters import audit
from chapters.accounts.models import Invitation
from chapters.encryption import masked
from chapters.models import AuditEntry, Consent, Member, Role, User
from organizing.checks import routes
from tests.access.world import DIGITS, WORD, Side, World
from tests.cast import Cast
from tests.factories import make_chapter, make_role, make_user, signed_in

pytestmark = pytest.mark.django_db
OURS = {model for app in ("chapters", "campaigns") for model in apps.get_app_config(app).get_models()}
REGISTERED: list[Any] = sorted(
    (model for model in admin.site._registry if model in OURS), key=lambda model: model.__name__
)
PATHS = [route.pattern for route in routes() if route.pattern.startswith("admin/") and "<" not in route.pattern]


@pytest.fixture
def world(cast: Cast) -> World:
    world = World(cast)
    chapter = make_chapter("third-place")
    world.third = Side(chapter, make_role(chapter, "lead", "third@tp.example"), "jasmine")  # type: ignore[attr-defined]
    return world


def page_of(model: Any, page: str = "changelist", *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def test_every_model_is_there() -> None:
    inline = {part.model for found in admin.site._registry.values() for part in found.inlines}
    assert {model.__name__ for model in OURS - set(REGISTERED) - inline} == set()


def test_only_staff_with_a_factor_come_in(cast: Cast) -> None:
    bare = make_user("bare@example.org", is_staff=True, is_superuser=True, factor=False)
    staff = signed_in(cast.staff)
    outside = [Client(), *(signed_in(user) for user in (cast.lead, cast.nobody, bare))]
    for path in PATHS:
        assert staff.get(f"/{path}").status_code in {200, 302, 400, 403}, path
        for client in outside:
            page = client.get(f"/{path}", follow=True)
            assert (page.status_code < 500, b'id="site-name"' in page.content) == (True, False), path
            assert client.post(f"/{path}").status_code in {302, 404}, path


def test_the_door(cast: Cast) -> None:
    bare = make_user("bare@example.org", is_staff=True, is_superuser=True, factor=False)
    assert signed_in(bare).get("/admin/")["Location"] == "/accounts/protect/?next=%2Fadmin%2F"
    assert Client().get("/admin/", follow=True).redirect_chain[-1][0] == "/accounts/login/?next=/admin/"
    assert signed_in(cast.lead).get("/admin/").status_code == 404
    assert signed_in(cast.staff).get("/admin/").status_code == 200
    stale = signed_in(cast.staff, fresh=False)
    assert stale.get(page_of(User)).status_code == 200
    assert stale.post(page_of(User, "add"), {"email": "new@example.org"})["Location"].startswith("/accounts/again/")


def test_lists_are_quick_searched_and_hide_contacts(world: World) -> None:
    client = signed_in(world.cast.staff)
    audit.record("invited", chapter=world.cast.here, by=world.cast.lead, kind="lead")
    for model in REGISTERED:
        with CaptureQueriesContext(connection) as queries:
            page = client.get(page_of(model))
        assert page.status_code == 200, model
        shapes = [re.sub(r"\d+|'[^']*'", "?", query["sql"]) for query in queries]
        assert [shape for shape in shapes if shapes.count(shape) > 2] == [], model
        assert len(queries) <= 16, model
        body = page.content.decode()
        assert (DIGITS in body, f"{WORD}@home" in body) == (False, False), model
        assert admin.site._registry[model].search_fields, model
        assert client.get(page_of(model), {"q": "magnolia"}).status_code == 200, model


def test_pages_hide_contacts_and_words(world: World) -> None:
    client = signed_in(world.cast.staff)
    secrets = (world.there.rsvp.secret, world.there.invitation.secret, world.there.member.page_secret)
    hidden = [DIGITS, f"{WORD}@home", f"A {WORD} text", f"A {WORD} answer", f"A {WORD} note", *secrets]
    for model in REGISTERED:
        for row in model.objects.order_by("-pk")[:3]:
            page = client.get(page_of(model, "change", row.pk))
            body = page.content.decode()
            assert page.status_code == 200, row
            assert [found for found in hidden if found in body] == [], model
            # No list box with a line for each row of a table.
            assert not any(box.count("<option") > 30 for box in body.split("<select")), model


def test_nothing_there_breaks_our_policy(world: World) -> None:
    page = signed_in(world.cast.staff).get(page_of(Member, "change", world.here.member.pk))
    body = page.content.decode()
    assert re.findall(r"<script(?![^>]*src=)(?![^>]*application/json)|\sstyle=|\son\w+=", body) == []


def test_history_cannot_be_changed_or_removed(world: World) -> None:
    staff = signed_in(world.cast.staff)
    for model in (AuditEntry, Consent, type(world.here.delivery), type(world.here.reply), Invitation, Role):
        row = model.objects.first() or audit.record("invited", chapter=None, by=None)
        assert staff.post(page_of(model, "change", row.pk), {"x": "y"}).status_code == 403
        assert staff.post(page_of(model, "delete", row.pk), {"post": "yes"}).status_code == 403
        assert staff.get(page_of(model, "add")).status_code == 403
    for kept in (world.here.member, world.cast.here, world.here.event, world.cast.lead, world.here.sender):
        assert staff.post(page_of(type(kept), "delete", kept.pk), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("typed", [f"+1{DIGITS}", "(323) 555-8246", f"{WORD.upper()}@home.example", "oculta quetz"])
def test_a_member_is_found_by_a_whole_contact_or_a_name(world: World, typed: str) -> None:
    page = signed_in(world.cast.staff).get(page_of(Member), {"q": typed})
    assert [row.pk for row in page.context["cl"].result_list] == [world.there.member.pk]


@pytest.mark.parametrize("typed", ["5558246", "8246", f"{WORD}@home", "@home.example"])
def test_a_part_of_a_contact_finds_nothing(world: World, typed: str) -> None:
    assert list(signed_in(world.cast.staff).get(page_of(Member), {"q": typed}).context["cl"].result_list) == []


def test_a_contact_is_shown_for_a_reason_and_the_leads_hear_of_it(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    member, staff = world.here.member, signed_in(world.cast.staff)
    path = page_of(Member, "contact", member.pk)
    assert masked(member.phone) in staff.get(page_of(Member, "change", member.pk)).content.decode()
    shown = AuditEntry.objects.filter(act="contact_shown")
    assert (staff.post(path).status_code, shown.count()) == (422, 0)
    with django_capture_on_commit_callbacks(execute=True):
        page = staff.post(path, {"reason": "failing"}).content.decode()
    assert (member.phone in page, member.email in page) == (True, True)
    entry = shown.get()
    assert (entry.chapter, entry.facts["reason"]) == (world.cast.here, "failing")
    assert {message.to[0] for message in mail.outbox} == {"marisol@hp.example", "walt@hp.example"}
    assert not any(member.phone in str(message.body) for message in mail.outbox)


def test_a_person_and_a_role_are_added_by_hand_and_written_down(cast: Cast) -> None:
    staff = signed_in(cast.staff)
    typed = {
        "email": "First@Lead.example", "name": "First Lead", "is_active": "on", "language": "",
        "roles-TOTAL_FORMS": "1", "roles-INITIAL_FORMS": "0",
        "roles-0-chapter": str(cast.here.pk), "roles-0-kind": "lead",
    }  # fmt: skip
    assert staff.post(page_of(User, "add"), typed)["Location"] == page_of(User)
    user = User.objects.get(email="first@lead.example")
    assert (user.has_usable_password(), user.roles.get().kind) == (False, "lead")
    assert list(AuditEntry.objects.order_by("id").values_list("act", flat=True)) == ["user_changed", "role_given"]


def test_another_email_ends_the_old_one(cast: Cast) -> None:
    typed = {"email": "new@hp.example", "is_active": "on", "roles-TOTAL_FORMS": "0", "roles-INITIAL_FORMS": "0"}
    signed_in(cast.staff).post(page_of(User, "change", cast.volunteer.pk), typed)
    Client().post("/accounts/login/", {"email": "beth@hp.example"})
    assert "There is no account with it." in str(mail.outbox[-1].body)


def test_a_lost_factor_is_removed_and_told(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    factor = Authenticator.objects.get(user=cast.lead)
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(cast.staff).post(page_of(Authenticator, "delete", factor.pk), {"post": "yes"})
    assert not Authenticator.objects.filter(user=cast.lead).exists()
    assert mail.outbox[0].to == [cast.lead.email]
    assert AuditEntry.objects.get().act == "factor_removed"

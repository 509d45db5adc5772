"""Makes rows for tests: invented people only, every number a 555 one."""

import time
from datetime import timedelta
from itertools import count
from typing import Any

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.utils import timezone

from campaigns.messaging.registering import STEPS
from campaigns.models import (
    CallToAction,
    CallToActionText,
    Campaign,
    CampaignText,
    Event,
    EventText,
    Sender,
)
from chapters.models import Chapter, Consent, Member, Role, User

numbers = count(1)


def phone() -> str:
    """A new number between +13235550100 and +13235999999 that `phonenumbers` holds valid."""
    return f"+1323555{next(numbers) % 10_000:04}"


def make_chapter(slug: str, name: str = "", **fields: Any) -> Chapter:
    mail = {"postal_address": "PO Box 42, Los Angeles, CA 90042"}
    fields = {"stamp": slug[:3].upper(), "zip": "90042", "place": name} | mail | fields
    return Chapter.objects.create(slug=slug, name=name or slug.title(), **fields)


def make_user(email: str, *, name: str = "", factor: bool = True, **fields: Any) -> User:
    user = User.objects.create_user(email, name=name or email.split("@", maxsplit=1)[0].title(), **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    if factor:
        TOTP.activate(user, generate_totp_secret())
    return user


def make_role(chapter: Chapter, kind: str, email: str = "", **fields: Any) -> User:
    user = make_user(email or f"{kind}{next(numbers)}@{chapter.slug}.example", **fields)
    Role.objects.create(user=user, chapter=chapter, kind=kind)
    return user


def signed_in(user: User, *, fresh: bool = True) -> Client:
    """A client of this user who gave their second factor, just now or 10 minutes ago."""
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    at = time.time() - (0 if fresh else 600)
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "at": at, "reauthenticated": True}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


def make_member(
    chapter: Chapter, name: str = "Lupe Canario", *, consents: tuple[str, ...] = ("text",), **fields: Any
) -> Member:
    """A member with a phone who said yes to texts; `consents=()` for one who did not."""
    fields = {"phone": phone(), "zip": "90042"} | fields
    member = Member.objects.create(chapter=chapter, name=name, **fields)
    for channel in consents:
        make_consent(member, channel)
    return member


def make_consent(member: Member, channel: str = "text", *, given: bool = True) -> Consent:
    return Consent.objects.create(
        chapter=member.chapter,
        member=member,
        channel=channel,
        is_given=given,
        source=Consent.Source.PAPER,
        source_detail="Clipboard at the vigil",
        wording_text="Yes, text me about actions.",
        language="en",
        at=timezone.now(),
    )


def make_event(chapter: Chapter, title: str = "Candlelight vigil", *, days: float = 7, **fields: Any) -> Event:
    starts_at = timezone.now() + timedelta(days=days)
    defaults = {
        "kind": Event.Kind.VIGIL,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
        "timezone": chapter.timezone,
        "place": "York Boulevard",
        "zip": "90042",
        "published_at": timezone.now(),
    }
    event = Event.objects.create(chapter=chapter, **(defaults | fields))
    EventText.objects.create(parent=event, language="en", title=title, summary="Come and hold a candle.")
    EventText.objects.create(parent=event, language="es", title="Vigilia con velas", summary="Venga con una vela.")
    return event


def make_campaign(chapter: Chapter, slug: str = "sanctuary", *, public: bool = True) -> Campaign:
    campaign = Campaign.objects.create(chapter=chapter, slug=slug, published_at=timezone.now() if public else None)
    CampaignText.objects.create(
        parent=campaign,
        language="en",
        name="Sanctuary for Los Angeles",
        demand="A city law that keeps police out of deportations.",
    )
    CampaignText.objects.create(
        parent=campaign,
        language="es",
        name="Santuario para Los Ángeles",
        demand="Una ley que aleje a la policía de las deportaciones.",
    )
    return campaign


def make_sender(chapter: Chapter, **fields: Any) -> Sender:
    """A registered number with no limit to speak of."""
    defaults = {"kind": Sender.Kind.LOCAL, "address": phone(), "segments_per_second": 1000}
    registered = {"registration": dict.fromkeys(STEPS, "2026-09-01")}
    return Sender.objects.create(chapter=chapter, **(defaults | registered | fields))


def make_email_sender(chapter: Chapter) -> Sender:
    return make_sender(chapter, kind=Sender.Kind.EMAIL, address=f"hello@{chapter.slug}.example")


def make_call(
    chapter: Chapter, *, event: Event | None = None, languages: tuple[str, ...] = ("en", "es"), **fields: Any
) -> CallToAction:
    call = CallToAction.objects.create(chapter=chapter, event=event, **({"title": "Come to the vigil"} | fields))
    bodies = {
        "en": "{chapter}: Hi {first_name}, will you come? {link} Reply IN, or STOP to end.",
        "es": "{chapter}: Hola {first_name}, viene? {link} Responda VOY, o ALTO para salir.",
    }
    for language in languages:
        CallToActionText.objects.create(
            parent=call,
            language=language,
            text_body=bodies[language],
            email_subject="Will you come?",
            email_body=bodies[language],
        )
    return call

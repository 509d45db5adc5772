"""The settings that keep accounts safe are there, each by its name; an unknown address answers like a known one."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from organizing import settings as ours
from tests.cast import Cast
from tests.chapters.accounts.test_sign_in import CODE, ask_for_code

HOUR = 3600
WANTED: dict[str, Any] = {
    "ACCOUNT_EMAIL_VERIFICATION": "mandatory",
    "ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED": True,
    "ACCOUNT_LOGIN_BY_CODE_ENABLED": True,
    "ACCOUNT_LOGIN_BY_CODE_TIMEOUT": 600,
    "ACCOUNT_PREVENT_ENUMERATION": True,
    "ACCOUNT_EMAIL_NOTIFICATIONS": True,
    "ACCOUNT_REAUTHENTICATION_REQUIRED": True,
    "ACCOUNT_REAUTHENTICATION_TIMEOUT": 300,
    "MFA_PASSKEY_LOGIN_ENABLED": True,
    "MFA_ADAPTER": "chapters.accounts.adapters.MFAAdapter",
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
    "SECURE_REFERRER_POLICY": "same-origin",
    "X_FRAME_OPTIONS": "DENY",
    "CELERY_TASK_SERIALIZER": "json",
    "CELERY_ACCEPT_CONTENT": ["json"],
    "SESSION_SERIALIZER": "django.contrib.sessions.serializers.JSONSerializer",
}


@pytest.mark.parametrize("name", WANTED)
def test_a_setting_has_its_value(name: str) -> None:
    assert getattr(settings, name) == WANTED[name]


def test_what_else_must_be_so() -> None:
    assert set(settings.MFA_SUPPORTED_TYPES) == {"totp", "webauthn", "recovery_codes"}
    assert "allauth.usersessions" not in settings.INSTALLED_APPS  # it keeps addresses and agents
    assert "chapters.access.LoginRequiredMiddleware" in settings.MIDDLEWARE
    assert "chapters.access.NoStoreMiddleware" in settings.MIDDLEWARE
    policy: Any = settings.CONTENT_SECURITY_POLICY
    directives = policy["DIRECTIVES"]
    assert directives["default-src"] == ["'none'"]
    assert not any("unsafe" in word for words in directives.values() for word in words)
    assert "ALLAUTH_TRUSTED_PROXY_COUNT" in vars(ours)
    databases: Any = settings.DATABASES
    options = databases["default"]["OPTIONS"]["options"]
    assert ("lock_timeout" in options, "statement_timeout" in options) == (True, True)
    logging: Any = settings.LOGGING
    assert logging["handlers"]["console"]["filters"] == ["no_contacts"]


@pytest.mark.django_db
def test_htmx_is_kept_on_a_short_leash(cast: Cast) -> None:
    page = Client().get("/accounts/login/").content.decode()
    for word in (
        '"includeIndicatorStyles":false',
        '"allowEval":false',
        '"allowScriptTags":false',
        '"historyCacheSize":0',
    ):
        assert word in page


@pytest.mark.django_db
def test_nobody_learns_who_has_an_account(cast: Cast) -> None:
    """The same status, the same way on, and the same page after it, with the typed address apart."""
    answers = []
    for email in (cast.lead.email, "unknown@hp.example", cast.nobody.email):
        cache.clear()
        client = Client()
        sent = ask_for_code(client, email)
        page = client.get(CODE)
        wrong = client.post(CODE, {"code": "ZZZ-ZZZ"})
        body = [re.sub(r'value="\w{64}"', "", one.content.decode()).replace(email, "") for one in (page, wrong)]
        answers.append((sent.status_code, sent["Location"], page.status_code, wrong.status_code, *body))
    assert answers[0] == answers[1] == answers[2]

"""A production environment for tests: what `.env.example` sets, with its blanks filled in."""

import base64
import secrets
from pathlib import Path

EXAMPLE = Path(__file__).resolve().parent.parent / ".env.example"


def key() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


def variables() -> dict[str, str]:
    """Name -> value of every line of `.env.example` that sets something; '' where the reader must fill in."""
    lines = (line.partition("=") for line in EXAMPLE.read_text().splitlines() if line[:1].isupper())
    return {name: value for name, _, value in lines}


def example() -> dict[str, str]:
    blanks = {
        "SECRET_KEY": secrets.token_urlsafe(48),
        "FIELD_KEYS": f"2026:{key()}",
        "INDEX_KEY": key(),
        "POSTGRES_PASSWORD": secrets.token_urlsafe(16),
        "TWILIO_ACCOUNT_SID": f"AC{secrets.token_hex(16)}",
        "TWILIO_AUTH_TOKENS": secrets.token_hex(16),
        "TWILIO_API_KEY": f"SK{secrets.token_hex(16)}",
        "TWILIO_API_SECRET": secrets.token_hex(16),
        "EMAIL_HOST_USER": "organizing",
        "EMAIL_HOST_PASSWORD": secrets.token_hex(8),
    }
    return {name: value or blanks[name] for name, value in variables().items()}

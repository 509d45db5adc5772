"""Contacts at rest: AES-GCM fields, blind indexes for exact look-up, and a log filter that drops contacts.

The keys live outside the database and its backups (`FIELD_KEYS`, `INDEX_KEY`). `FIELD_KEYS` is a list of
`id:key`; the first encrypts, all decrypt, so keys rotate. The index key never rotates.
"""

import base64
import hmac
import logging
import os
import re
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

NONCE_BYTES = 12


@lru_cache
def _ciphers() -> dict[str, AESGCM]:
    """Key id -> cipher, the encrypting key first. Each key is 32 bytes, URL-safe base64."""
    pairs = (entry.split(":", 1) for entry in settings.FIELD_KEYS)
    return {key_id: AESGCM(base64.urlsafe_b64decode(key)) for key_id, key in pairs}


def forget_keys() -> None:
    """Settings are read anew, as in a test or after a rotation."""
    _ciphers.cache_clear()
    _index_key.cache_clear()


def first_key() -> str:
    """The name of the key that encrypts."""
    return next(iter(_ciphers()))


def known_keys() -> list[str]:
    return list(_ciphers())


class UnknownKey(KeyError):
    """A value names a key that `FIELD_KEYS` does not hold."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        return f"FIELD_KEYS holds no key named “{self.name}”: put it back, see .env.example."


class WrongKey(InvalidTag):
    """A key of the right name does not open the value: it is another key, or the value was changed or moved."""

    def __init__(self, name: str, context: str) -> None:
        super().__init__(f"The key “{name}” does not open a value of {context}.")


def encrypt(text: str, *, context: str) -> str:
    """`key id:base64(nonce + ciphertext)`. `context` (table and column) must be the same to decrypt."""
    key_id, cipher = next(iter(_ciphers().items()))
    nonce = os.urandom(NONCE_BYTES)
    sealed = nonce + cipher.encrypt(nonce, text.encode(), context.encode())
    return f"{key_id}:{base64.urlsafe_b64encode(sealed).decode()}"


def decrypt(value: str, *, context: str) -> str:
    """Raises UnknownKey, or WrongKey also for a value that was changed or moved."""
    key_id, _, sealed_text = value.partition(":")
    cipher = _ciphers().get(key_id)
    if cipher is None:
        raise UnknownKey(key_id)
    sealed = base64.urlsafe_b64decode(sealed_text)
    try:
        return cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], context.encode()).decode()
    except InvalidTag:
        raise WrongKey(key_id, context) from None


def blind_index(channel: str, address: str) -> str:
    """64 hex characters for one normalized address ('' for a blank one); the same in every chapter."""
    if not address:
        return ""
    return hmac.digest(_index_key(settings.INDEX_KEY), f"{channel}:{address}".encode(), "sha256").hex()


@lru_cache
def _index_key(text: str) -> bytes:
    return base64.urlsafe_b64decode(text)


class EncryptedTextField(models.TextField[str, str]):
    """Text that the database only ever holds encrypted. A blank stays blank."""

    @property
    def context(self) -> str:
        return f"{self.model._meta.db_table}.{self.column}"

    def get_prep_value(self, value: Any) -> str:
        return encrypt(str(value), context=self.context) if value else ""

    def from_db_value(self, value: str | None, expression: object, connection: object) -> str:
        return decrypt(value, context=self.context) if value else ""


class BlindIndexField(models.CharField[str, str]):
    """The blind index of another field of the row, kept in step on save and bulk_create (not on update())."""

    def __init__(self, *args: Any, source: str = "", channel: str = "", **kwargs: Any) -> None:
        self.source, self.channel = source, channel
        kwargs |= {"max_length": 64, "blank": True, "default": "", "editable": False}
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        for automatic in ("max_length", "blank", "default", "editable"):
            kwargs.pop(automatic, None)
        return name, path, args, kwargs | {"source": self.source, "channel": self.channel}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: FBT001  Django's signature
        value = blind_index(self.channel, str(getattr(model_instance, self.source) or ""))
        setattr(model_instance, self.attname, value)
        return value


CONTACT = re.compile(r"\+?\d[\d ().-]{8,}\d|[\w.+-]+@[\w-]+\.[\w.]+")


class ContactFilter(logging.Filter):
    """Drops phone numbers and email addresses from log lines."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = CONTACT.sub("[contact]", record.getMessage())
        record.args = None
        return True


def masked(address: str) -> str:
    """'+13235550142' -> '…0142', 'ana@example.org' -> 'a…@example.org'."""
    if "@" in address:
        local, _, domain = address.partition("@")
        return f"{local[:1]}…@{domain}"
    return f"…{address[-4:]}" if address else ""

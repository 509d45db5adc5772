"""Every column of every model that could hold something about a person has an end, or a reason to stay."""

from collections.abc import Iterable
from itertools import chain
from typing import Any

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from campaigns.events import keeping as events_keeping
from campaigns.messaging import keeping
from campaigns.models import Delivery, Reply
from chapters import retention
from chapters.encryption import EncryptedTextField
from chapters.kept import STAYS

STAYING = list(chain.from_iterable(STAYS.values()))
WORDS: Any = models.CharField | models.TextField | models.JSONField | models.FileField | models.BinaryField | ArrayField


def is_personal(field: "models.Field[Any, Any]") -> bool:
    """Sealed, or free to hold anything: no choices, and no code that we made."""
    if isinstance(field, EncryptedTextField | models.GenericIPAddressField):
        return True
    return isinstance(field, WORDS) and not field.choices and field.name not in {"code", "form_key"}


def personal(tables: Iterable[Any]) -> set[str]:
    return {
        f"{table.__name__}.{field.name}" for table in tables for field in table._meta.local_fields if is_personal(field)
    }


def ending() -> frozenset[str]:
    return frozenset().union(*(rule.columns for rule in retention.rules()))


def without_an_end(tables: Iterable[Any]) -> set[str]:
    return personal(tables) - ending() - set(STAYING)


def test_every_personal_column_has_an_end_or_a_reason() -> None:
    assert without_an_end(apps.get_models()) == set()


def test_the_table_names_what_is_there_once_and_nothing_that_has_an_end() -> None:
    assert set(STAYING) - personal(apps.get_models()) == set()
    assert set(STAYING) & ending() == set()
    assert len(STAYING) == len(set(STAYING))


def test_two_models_never_share_a_name() -> None:
    """Rules and the table say "Note.body"."""
    names = [model.__name__ for model in apps.get_models()]
    assert len(names) == len(set(names))


def test_a_column_without_a_rule_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    half = tuple(rule for rule in keeping.RULES if rule.name not in {"replies", "messages"})
    monkeypatch.setattr(keeping, "RULES", half)
    others = tuple(rule for rule in events_keeping.RULES if rule.model is not Delivery)
    monkeypatch.setattr(events_keeping, "RULES", others)
    found = without_an_end([Reply, Delivery])
    assert {"Delivery.address_index", "Delivery.key", "Reply.sid"} <= found
    assert not {"Reply.body", "Delivery.body", "Delivery.address"} & found

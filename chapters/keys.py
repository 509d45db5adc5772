"""The keys of this database: whether they are the right ones, and everything written anew with the next one."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.exceptions import InvalidTag
from django.apps import apps
from django.db import connection, transaction

from chapters.encryption import (
    EncryptedTextField,
    UnknownKey,
    blind_index,
    decrypt,
    encrypt,
    first_key,
    known_keys,
)
from chapters.models import KeyProof

BATCH = 500
FACTORS = "mfa_authenticator.data"  # secrets of second factors: sealed words inside a JSON value
OF_FACTORS = "mfa"


def prove() -> None:
    """Write the proof if there is none yet."""
    word = blind_index("proof", KeyProof.WORD)
    KeyProof.objects.get_or_create(id=1, defaults={"sealed": KeyProof.WORD, "index": word})


def trouble() -> str:
    """Why the keys are not those of this database, in a sentence; "" if they are, or if it has no proof yet."""
    try:
        proof = KeyProof.objects.filter(id=1).first()
    except UnknownKey as error:
        return str(error)
    except (InvalidTag, ValueError):
        return f"The key “{first_key()}” in FIELD_KEYS is not the one that this database was written with."
    if proof and proof.index != blind_index("proof", KeyProof.WORD):
        return "INDEX_KEY is not the one that this database was written with. It never changes: put the old one back."
    return ""


@dataclass(frozen=True)
class Column:
    """A column with sealed text."""

    table: str
    name: str

    def __str__(self) -> str:
        return f"{self.table}.{self.name}"

    def counts(self) -> Counter[str]:
        """Key -> how many values it sealed."""
        quoted = connection.ops.quote_name
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT split_part({quoted(self.name)}, ':', 1), count(*) FROM {quoted(self.table)}"  # noqa: S608
                f" WHERE {quoted(self.name)} <> '' GROUP BY 1"
            )
            return Counter(dict(cursor.fetchall()))

    @transaction.atomic
    def renew_some(self, *, after: int) -> tuple[int, int]:
        """One batch of rows behind the id `after` that hold an older key; how many, and the last id."""
        table, name = map(connection.ops.quote_name, (self.table, self.name))
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT id, {name} FROM {table} WHERE id > %s AND {name} <> ''"  # noqa: S608
                f" AND split_part({name}, ':', 1) <> %s ORDER BY id LIMIT %s FOR UPDATE",
                [after, first_key(), BATCH],
            )
            rows = cursor.fetchall()
            renewed = [(pk, renew(value, str(self))) for pk, value in rows]
            if renewed:
                cursor.execute(
                    f"UPDATE {table} SET {name} = new.sealed"  # noqa: S608
                    f" FROM unnest(%s::bigint[], %s::text[]) AS new (id, sealed) WHERE {table}.id = new.id",
                    [[pk for pk, _sealed in renewed], [sealed for _pk, sealed in renewed]],
                )
        return len(rows), rows[-1][0] if rows else after


def renew(value: str, context: str) -> str:
    return encrypt(decrypt(value, context=context), context=context)


def columns() -> list[Column]:
    return [
        Column(model._meta.db_table, str(field.column))
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, EncryptedTextField)
    ]


def census() -> dict[str, Counter[str]]:
    """Column -> key -> how many values."""
    return {str(column): column.counts() for column in columns()} | {FACTORS: factor_counts()}


def unknown(found: dict[str, Counter[str]]) -> list[tuple[str, str, int]]:
    """(column, key, how many values) for keys that we do not hold."""
    known = set(known_keys())
    return [(column, key, n) for column, keys in found.items() for key, n in keys.items() if key not in known]


def rotate() -> Iterator[tuple[str, int]]:
    """Seal everything anew with the first key; yields each column and how many values so far. May be ended at any time
    and begun again: what has the first key already is passed by."""
    for column in columns():
        done, last, n = 0, 0, BATCH
        while n:
            n, last = column.renew_some(after=last)
            done += n
            if n:
                yield str(column), done
    if n := rotate_factors():
        yield FACTORS, n


# --- second factors ------------------------------------------------------------------------------------


def sealed_words(data: Any) -> Iterator[str]:
    """Everything in an authenticator's data that is sealed: a secret, a seed, a list of codes."""
    if isinstance(data, str) and ":" in data:
        yield data
    elif isinstance(data, list):
        for part in data:
            yield from sealed_words(part)


def of_factors() -> Iterator[Authenticator]:
    """Passkeys hold nothing that is secret."""
    yield from Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN).order_by("pk").iterator(chunk_size=BATCH)


def factor_counts() -> Counter[str]:
    return Counter(
        word.partition(":")[0] for one in of_factors() for value in one.data.values() for word in sealed_words(value)
    )


def rotate_factors() -> int:
    done = 0
    for one in of_factors():
        with transaction.atomic():
            found: Any = Authenticator.objects.select_for_update().filter(pk=one.pk).first()
            data = {name: renewed(value) for name, value in found.data.items()} if found else {}
            if found and data != found.data:
                Authenticator.objects.filter(pk=one.pk).update(data=data)
                done += 1
    return done


def renewed(value: Any) -> Any:
    if isinstance(value, list):
        return [renewed(part) for part in value]
    if isinstance(value, str) and ":" in value and value.partition(":")[0] != first_key():
        return renew(value, OF_FACTORS)
    return value

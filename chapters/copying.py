"""Many rows at once, by COPY and by one UPDATE: ten times as quick as a query set, for lists of 100,000.

Nothing is worked out on the way: no save(), no pre_save(), no auto_now. What is not given has the field's default.
"""

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection, models

from chapters.encryption import EncryptedTextField

Row = Mapping[str, Any]  # column -> value, as in a model's `__dict__`
Writer = Callable[[Row], str]
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
ANALYZE = "ANALYZE (SKIP_LOCKED) {}"


def reserved_ids(model: type[models.Model], count: int) -> list[int]:
    """Primary keys that no other row will get, so that rows can refer to each other before they are there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [number for (number,) in cursor.fetchall()]


def copy_in(model: type[models.Model], rows: Sequence[Row]) -> None:
    """Insert `rows`; they give their `id` all of them or none of them. Raises IntegrityError as INSERT would."""
    if not rows:
        return
    fields = [field for field in model._meta.concrete_fields if not field.primary_key or field.attname in rows[0]]
    writers = [writer(field) for field in fields]
    lines = io.StringIO("".join("\t".join([write(row) for write in writers]) + "\n" for row in rows))
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    with connection.cursor() as cursor, connection.wrap_database_errors:
        cursor.copy_expert(f"COPY {quote(model._meta.db_table)} ({columns}) FROM STDIN", lines)


def writer(field: Any) -> Writer:
    """How one column of a row is written for COPY."""
    name, default = field.attname, field.get_default
    prepare = field.get_prep_value if isinstance(field, EncryptedTextField) else None

    def write(row: Row) -> str:
        value = row[name] if name in row else default()
        return in_copy(prepare(value) if prepare else value)

    return write


def in_copy(value: Any) -> str:
    """One value in COPY's text format. Raises TypeError for what it cannot say."""
    if isinstance(value, str):
        return value.translate(ESCAPES) if "\\" in value or not value.isprintable() else value
    if value is None:
        return r"\N"
    if isinstance(value, bool | int | float | date):
        return str(value)
    raise TypeError(f"COPY cannot write {type(value).__name__}")


def update_in(model: type[models.Model], names: Sequence[str], rows: Iterable[Row]) -> None:
    """Set the columns `names` of the rows whose `id` is given, each to its own values, in one statement."""
    rows = list(rows)
    if not rows:
        return
    fields = [model._meta.get_field(name) for name in names]
    columns: list[list[Any]] = [[row["id"] for row in rows]]
    for field in fields:
        prepare = field.get_prep_value if isinstance(field, EncryptedTextField) else None
        values = [row[field.attname] for row in rows]  # type: ignore[union-attr]
        columns.append([prepare(value) for value in values] if prepare else values)
    with connection.cursor() as cursor:
        cursor.execute(update_statement(model, fields), columns)


def update_statement(model: type[models.Model], fields: Sequence[Any]) -> str:
    quote, types = connection.ops.quote_name, [str(field.rel_db_type(connection)) for field in fields]
    places = ", ".join(f"v{n}" for n in range(len(fields)))
    given = ", ".join(f"%s::{as_array(kind)}" for kind in types)
    changes = ", ".join(f"{quote(field.column)} = given.v{n}" for n, field in enumerate(fields))
    return (
        f"UPDATE {quote(model._meta.db_table)} AS old SET {changes}"  # noqa: S608  our own names of tables and columns
        f" FROM unnest(%s::bigint[], {given}) AS given (id, {places}) WHERE old.id = given.id"
    )


def as_array(kind: str) -> str:
    return "text[]" if kind.startswith("varchar") else f"{kind}[]"


def look_anew(*tables: type[models.Model]) -> None:
    """Let PostgreSQL count the rows again. Until it has, it plans for tables as empty as they were, and each check of
    a foreign key reads all of the chapter."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(ANALYZE.format(", ".join(quote(table._meta.db_table) for table in tables)))

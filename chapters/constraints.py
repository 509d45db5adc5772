"""`SameChapter`: a foreign key that cannot point into another chapter, kept by PostgreSQL itself."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, models
from django.db.backends.ddl_references import Statement, Table
from django.utils.translation import gettext_lazy as _


def unique_in_chapter(name: str) -> models.UniqueConstraint:
    """What a table needs so that `SameChapter` can refer to it."""
    return models.UniqueConstraint(fields=["chapter", "id"], name=name)


class SameChapter(models.BaseConstraint):
    """`(chapter_id, <field>_id)` refers to `(chapter_id, id)` of the field's table.

    Checked at commit, like Django's own foreign keys; a NULL in the field passes.
    """

    def __init__(self, *, field: str, name: str) -> None:
        super().__init__(name=name, violation_error_message=_("This belongs to another chapter."))
        self.field = field

    def deconstruct(self) -> tuple[str, Any, dict[str, Any]]:
        return "chapters.constraints.SameChapter", (), {"field": self.field, "name": self.name}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SameChapter) and (self.field, self.name) == (other.field, other.name)

    __hash__ = models.BaseConstraint.__hash__

    def create_sql(self, model: Any, schema_editor: Any) -> None:  # type: ignore[override]  # Django takes None too
        """Created at the end of the migration, when the other table has its unique constraint."""
        schema_editor.deferred_sql.append(self.statement(model, schema_editor))

    constraint_sql = create_sql  # type: ignore[assignment]

    def statement(self, model: Any, schema_editor: Any) -> Statement:
        field = model._meta.get_field(self.field)
        quote = schema_editor.quote_name
        return Statement(
            "ALTER TABLE %(table)s ADD CONSTRAINT %(name)s FOREIGN KEY (chapter_id, %(column)s)"
            " REFERENCES %(target)s (chapter_id, id) DEFERRABLE INITIALLY DEFERRED",
            table=Table(model._meta.db_table, quote),
            name=quote(self.name),
            column=quote(field.column),
            target=Table(field.related_model._meta.db_table, quote),
        )

    def remove_sql(self, model: Any, schema_editor: Any) -> Statement:  # type: ignore[override]
        return Statement(
            "ALTER TABLE %(table)s DROP CONSTRAINT %(name)s",
            table=Table(model._meta.db_table, schema_editor.quote_name),
            name=schema_editor.quote_name(self.name),
        )

    def validate(self, model: Any, instance: Any, exclude: Any = None, using: str = DEFAULT_DB_ALIAS) -> None:
        if exclude and {self.field, "chapter"} & set(exclude):
            return
        other = getattr(instance, self.field)
        if other is not None and other.chapter_id != instance.chapter_id:
            raise ValidationError({self.field: self.get_violation_error_message()})

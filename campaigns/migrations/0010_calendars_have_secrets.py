from typing import Any

from django.db import migrations, models

import chapters.bases


def give_secrets(apps: Any, schema_editor: Any) -> None:
    rsvps = apps.get_model("campaigns", "Rsvp").objects.filter(calendar_secret=None)
    while rows := list(rsvps.only("pk")[:1000]):
        for row in rows:
            row.calendar_secret = chapters.bases.new_secret()
        rsvps.model.objects.bulk_update(rows, ["calendar_secret"])


class Migration(migrations.Migration):
    atomic = False  # rows are written and the column changed: PostgreSQL refuses both in one transaction
    dependencies = [("campaigns", "0009_events_in_full")]

    operations = [
        migrations.RunPython(give_secrets, migrations.RunPython.noop, atomic=True),
        migrations.AlterField(
            model_name="rsvp",
            name="calendar_secret",
            field=models.CharField(default=chapters.bases.new_secret, editable=False, max_length=32, unique=True),
        ),
    ]

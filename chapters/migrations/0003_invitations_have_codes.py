"""An invitation is named in addresses by a code; its secret stays in the letter."""

from typing import Any

from django.db import migrations, models

import chapters.bases


def give_codes(apps: Any, schema_editor: Any) -> None:
    for invitation in apps.get_model("chapters", "Invitation").objects.filter(code=None):
        invitation.code = chapters.bases.new_code()
        invitation.save(update_fields=["code"])


class Migration(migrations.Migration):
    dependencies = [("chapters", "0002_history_is_append_only")]
    operations = [
        migrations.AddField("invitation", "code", models.CharField(max_length=32, null=True, editable=False)),
        migrations.RunPython(give_codes, migrations.RunPython.noop),
        migrations.AlterField(
            "invitation",
            "code",
            models.CharField(
                default=chapters.bases.new_code, editable=False, max_length=32, unique=True, verbose_name="code"
            ),
        ),
    ]

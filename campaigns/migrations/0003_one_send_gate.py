"""The send gate is one row that always exists; the point of no return reads it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0002_keys_and_constraints")]
    operations = [
        migrations.RunSQL(
            "INSERT INTO campaigns_sendgate (id, is_open, reason, changed_at) VALUES (1, true, '', now())",
            "DELETE FROM campaigns_sendgate",
        )
    ]

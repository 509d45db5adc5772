"""A list says where it came from and what it does to people who are here; what it did can be undone."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import chapters.encryption


class Migration(migrations.Migration):
    dependencies = [
        ("chapters", "0006_emails_found_anywhere"),
    ]

    operations = [
        # The content kept commas whatever the file had; from now on it keeps what the file has.
        migrations.RunSQL("UPDATE chapters_import SET delimiter = ','", migrations.RunSQL.noop),
        migrations.AddField(
            model_name="import",
            name="differing_count",
            field=models.PositiveIntegerField(
                default=0, verbose_name="known people whom the list calls something else"
            ),
        ),
        migrations.AddField(
            model_name="import",
            name="filled_count",
            field=models.PositiveIntegerField(default=0, verbose_name="known people with something to fill in"),
        ),
        migrations.AddField(
            model_name="import",
            name="recognized",
            field=models.CharField(
                blank=True,
                choices=[
                    ("action_network", "Action Network"),
                    ("nationbuilder", "NationBuilder"),
                    ("van", "VAN"),
                    ("mailchimp", "Mailchimp"),
                    ("mailchimp_unsubscribed", "Mailchimp: people who unsubscribed"),
                    ("mailchimp_cleaned", "Mailchimp: addresses that do not work"),
                    ("google", "Google Contacts"),
                    ("mobilize", "Mobilize"),
                ],
                max_length=24,
                verbose_name="looks like a list from",
            ),
        ),
        migrations.AddField(
            model_name="import",
            name="undone_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="undone by",
            ),
        ),
        migrations.AddField(
            model_name="import",
            name="undone_count",
            field=models.PositiveIntegerField(default=0, verbose_name="rows taken back"),
        ),
        migrations.AddField(
            model_name="import",
            name="when_known",
            field=models.CharField(
                choices=[
                    ("fill", "Fill in what is missing"),
                    ("update", "Change to what the list says"),
                    ("skip", "Leave them as they are"),
                ],
                default="fill",
                max_length=6,
                verbose_name="people who are already here",
            ),
        ),
        migrations.AddField(
            model_name="importrow",
            name="did",
            field=chapters.encryption.EncryptedTextField(blank=True, default="", verbose_name="what it changed"),
        ),
        migrations.AlterField(
            model_name="consent",
            name="source",
            field=models.CharField(
                choices=[
                    ("form", "web form"),
                    ("rsvp", "when saving a seat"),
                    ("paper", "paper sign-up"),
                    ("import", "imported list"),
                    ("keyword", "text message"),
                    ("page", "their own page"),
                    ("person", "told a lead"),
                    ("carrier", "phone carrier"),
                    ("unsubscribe", "unsubscribe link"),
                    ("undo", "list taken back"),
                ],
                max_length=12,
                verbose_name="how",
            ),
        ),
        migrations.AlterField(
            model_name="import",
            name="state",
            field=models.CharField(
                choices=[
                    ("uploaded", "waiting for its columns"),
                    ("reading", "being read"),
                    ("mapped", "waiting for your yes"),
                    ("running", "coming in"),
                    ("done", "done"),
                    ("cancelled", "thrown away"),
                    ("undoing", "being taken back"),
                    ("undone", "taken back"),
                ],
                default="uploaded",
                max_length=10,
                verbose_name="state",
            ),
        ),
        migrations.AlterField(
            model_name="importrow",
            name="chapter",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="chapters.chapter"
            ),
        ),
        migrations.AlterField(
            model_name="importrow",
            name="member",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="chapters.member",
            ),
        ),
        migrations.AlterField(
            model_name="importrow",
            name="source",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="rows",
                to="chapters.import",
            ),
        ),
        migrations.AlterField(
            model_name="importrow",
            name="state",
            field=models.CharField(
                choices=[
                    ("new", "new person"),
                    ("known", "already here"),
                    ("twice", "twice in the file"),
                    ("bad", "has a problem"),
                    ("done", "in"),
                    ("undone", "taken back"),
                    ("kept", "kept"),
                ],
                max_length=6,
                verbose_name="state",
            ),
        ),
        migrations.AlterField(
            model_name="optout",
            name="source",
            field=models.CharField(
                choices=[
                    ("form", "web form"),
                    ("rsvp", "when saving a seat"),
                    ("paper", "paper sign-up"),
                    ("import", "imported list"),
                    ("keyword", "text message"),
                    ("page", "their own page"),
                    ("person", "told a lead"),
                    ("carrier", "phone carrier"),
                    ("unsubscribe", "unsubscribe link"),
                    ("undo", "list taken back"),
                ],
                max_length=12,
                verbose_name="how",
            ),
        ),
    ]

"""Two entries become one, things to do, and lists to call through."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import chapters.bases
import chapters.constraints
import chapters.encryption


class Migration(migrations.Migration):
    dependencies = [
        ("chapters", "0008_partners"),
    ]

    operations = [
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
                    ("merge", "two entries made one"),
                ],
                max_length=12,
                verbose_name="how",
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
                    ("merge", "two entries made one"),
                ],
                max_length=12,
                verbose_name="how",
            ),
        ),
        migrations.CreateModel(
            name="CallList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.CharField(
                        default=chapters.bases.new_code, editable=False, max_length=32, unique=True, verbose_name="code"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("name", models.CharField(max_length=80, verbose_name="what it is about")),
                ("script", models.TextField(blank=True, verbose_name="what to say")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed")),
                (
                    "chapter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="call_lists", to="chapters.chapter"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "list to call through",
                "verbose_name_plural": "lists to call through",
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="Call",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.CharField(
                        default=chapters.bases.new_code, editable=False, max_length=32, unique=True, verbose_name="code"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("reached", "reached"),
                            ("no_answer", "no answer"),
                            ("call_back", "call back later"),
                            ("wrong_number", "wrong number"),
                            ("stop", "asked to stop"),
                        ],
                        default="",
                        max_length=12,
                        verbose_name="what came of it",
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="times called")),
                ("call_on", models.DateField(blank=True, null=True, verbose_name="not before")),
                ("called_at", models.DateTimeField(blank=True, null=True, verbose_name="last called")),
                ("lease_until", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "called_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "chapter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="calls", to="chapters.chapter"
                    ),
                ),
                (
                    "claimed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="calls", to="chapters.member"
                    ),
                ),
                (
                    "call_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="calls", to="chapters.calllist"
                    ),
                ),
            ],
            options={
                "verbose_name": "person to call",
                "verbose_name_plural": "people to call",
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.CharField(
                        default=chapters.bases.new_code, editable=False, max_length=32, unique=True, verbose_name="code"
                    ),
                ),
                ("record", chapters.encryption.EncryptedTextField(blank=True, default="", verbose_name="what moved")),
                ("merged_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="when")),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="undone")),
                (
                    "chapter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="merges", to="chapters.chapter"
                    ),
                ),
                (
                    "kept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="merges", to="chapters.member"
                    ),
                ),
                (
                    "merged_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "two entries made one",
                "verbose_name_plural": "entries made one",
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="NotSame",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("said_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="when")),
                (
                    "chapter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="not_same", to="chapters.chapter"
                    ),
                ),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="not_same_after", to="chapters.member"
                    ),
                ),
                (
                    "said_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="not_same_before",
                        to="chapters.member",
                    ),
                ),
            ],
            options={
                "verbose_name": "two people who look alike",
                "verbose_name_plural": "pairs of people who look alike",
            },
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.CharField(
                        default=chapters.bases.new_code, editable=False, max_length=32, unique=True, verbose_name="code"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                ("text", chapters.encryption.EncryptedTextField(verbose_name="what to do")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="before")),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="done")),
                ("told_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="told")),
                (
                    "assignee",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="tasks",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "chapter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tasks", to="chapters.chapter"
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tasks",
                        to="chapters.member",
                    ),
                ),
            ],
            options={
                "verbose_name": "thing to do",
                "verbose_name_plural": "things to do",
                "ordering": ("id",),
            },
        ),
        migrations.AddConstraint(
            model_name="calllist",
            constraint=models.UniqueConstraint(fields=("chapter", "id"), name="call_list_in_chapter"),
        ),
        migrations.AddIndex(
            model_name="call",
            index=models.Index(fields=["call_list", "outcome"], name="call_by_outcome"),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.UniqueConstraint(fields=("call_list", "member"), name="call_once_per_list"),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=chapters.constraints.SameChapter(field="call_list", name="call_same_chapter_list"),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=chapters.constraints.SameChapter(field="member", name="call_same_chapter_member"),
        ),
        migrations.AddIndex(
            model_name="merge",
            index=models.Index(fields=["chapter", "-merged_at"], name="merge_by_day"),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=chapters.constraints.SameChapter(field="kept", name="merge_same_chapter_kept"),
        ),
        migrations.AddConstraint(
            model_name="notsame",
            constraint=models.UniqueConstraint(fields=("first", "second"), name="not_same_once"),
        ),
        migrations.AddConstraint(
            model_name="notsame",
            constraint=models.CheckConstraint(
                condition=models.Q(("first__lt", models.F("second"))), name="not_same_older_first"
            ),
        ),
        migrations.AddConstraint(
            model_name="notsame",
            constraint=chapters.constraints.SameChapter(field="first", name="not_same_same_chapter_first"),
        ),
        migrations.AddConstraint(
            model_name="notsame",
            constraint=chapters.constraints.SameChapter(field="second", name="not_same_same_chapter_second"),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(condition=models.Q(("done_at", None)), fields=["chapter", "due_on"], name="task_open"),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("done_at", None), ("told_at", None)), fields=["assignee"], name="task_untold"
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=chapters.constraints.SameChapter(field="member", name="task_same_chapter_member"),
        ),
    ]

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import chapters.bases
import chapters.constraints
import chapters.encryption


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0015_the_fight_over_time"),
        ("chapters", "0012_joining"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Case",
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
                    "inner_name",
                    chapters.encryption.EncryptedTextField(
                        blank=True, default="", verbose_name="what we call it among us"
                    ),
                ),
                ("story", chapters.encryption.EncryptedTextField(blank=True, default="", verbose_name="what happened")),
                (
                    "agreed",
                    chapters.encryption.EncryptedTextField(
                        blank=True, default="", verbose_name="what the lawyers and the partner agreed to"
                    ),
                ),
                ("lawyer", chapters.encryption.EncryptedTextField(blank=True, default="", verbose_name="lawyer")),
                (
                    "lawyer_phone",
                    chapters.encryption.EncryptedTextField(blank=True, default="", verbose_name="phone of the lawyer"),
                ),
                (
                    "lawyer_email",
                    chapters.encryption.EncryptedTextField(blank=True, default="", verbose_name="email of the lawyer"),
                ),
                (
                    "public_name",
                    chapters.encryption.EncryptedTextField(
                        blank=True, default="", verbose_name="name that may be said in public"
                    ),
                ),
                (
                    "consent_by",
                    chapters.encryption.EncryptedTextField(blank=True, default="", verbose_name="who said yes"),
                ),
                ("consent_on", models.DateField(blank=True, null=True, verbose_name="said yes on")),
                (
                    "consent_scope",
                    chapters.encryption.EncryptedTextField(
                        blank=True, default="", verbose_name="what exactly may be public"
                    ),
                ),
                (
                    "consent_words",
                    chapters.encryption.EncryptedTextField(
                        blank=True, default="", verbose_name="the exact words they agreed to"
                    ),
                ),
                ("is_public", models.BooleanField(default=False, verbose_name="public")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="taken back")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed")),
                (
                    "campaign",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="cases",
                        to="campaigns.campaign",
                    ),
                ),
                (
                    "chapter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="cases", to="chapters.chapter"
                    ),
                ),
                (
                    "consent_recorded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="cases",
                        to="chapters.partnerorganization",
                    ),
                ),
            ],
            options={
                "verbose_name": "case",
                "verbose_name_plural": "cases",
                "ordering": (models.OrderBy(models.F("closed_at"), descending=True, nulls_first=True), "-id"),
            },
        ),
        migrations.CreateModel(
            name="CaseDate",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("court", "court"),
                            ("check_in", "check-in"),
                            ("lawyer", "meeting with the lawyer"),
                            ("other", "other date"),
                        ],
                        default="court",
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="when")),
                ("place", chapters.encryption.EncryptedTextField(blank=True, default="", verbose_name="where")),
                ("note", chapters.encryption.EncryptedTextField(blank=True, default="", verbose_name="note")),
                (
                    "needs_company",
                    models.BooleanField(default=False, verbose_name="the family wants people to come along"),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="dates", to="campaigns.case"
                    ),
                ),
                (
                    "chapter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="case_dates", to="chapters.chapter"
                    ),
                ),
            ],
            options={
                "verbose_name": "date of a case",
                "verbose_name_plural": "dates of cases",
                "ordering": ("starts_at", "id"),
            },
        ),
        migrations.CreateModel(
            name="CaseText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("es", "Spanish")], max_length=8, verbose_name="language"
                    ),
                ),
                ("words", chapters.encryption.EncryptedTextField(verbose_name="what people may read")),
                (
                    "parent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="texts", to="campaigns.case"
                    ),
                ),
            ],
            options={
                "verbose_name": "public words of a case",
                "verbose_name_plural": "public words of cases",
            },
        ),
        migrations.CreateModel(
            name="MediaContact",
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
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("outlet", models.CharField(max_length=100, verbose_name="newspaper, station or site")),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(choices=[("en", "English"), ("es", "Spanish")], max_length=8),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="languages",
                    ),
                ),
                ("phone", chapters.encryption.EncryptedTextField(blank=True, default="", verbose_name="phone")),
                ("email", chapters.encryption.EncryptedTextField(blank=True, default="", verbose_name="email")),
                ("note", chapters.encryption.EncryptedTextField(blank=True, default="", verbose_name="note")),
                (
                    "chapter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="media_contacts",
                        to="chapters.chapter",
                    ),
                ),
            ],
            options={
                "verbose_name": "media contact",
                "verbose_name_plural": "media contacts",
                "ordering": ("outlet", "name", "id"),
            },
        ),
        migrations.CreateModel(
            name="PressMention",
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
                ("outlet", models.CharField(max_length=100, verbose_name="newspaper, station or site")),
                ("title", models.CharField(max_length=240, verbose_name="headline")),
                ("url", models.URLField(blank=True, max_length=400, verbose_name="link")),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("es", "Spanish")], max_length=8, verbose_name="language"
                    ),
                ),
                ("published_on", models.DateField(verbose_name="came out on")),
                ("is_public", models.BooleanField(default=True, verbose_name="on the public page")),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="press_mentions",
                        to="campaigns.campaign",
                    ),
                ),
                (
                    "chapter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="press_mentions",
                        to="chapters.chapter",
                    ),
                ),
                (
                    "moment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="press_mentions",
                        to="campaigns.moment",
                    ),
                ),
            ],
            options={
                "verbose_name": "mention in the news",
                "verbose_name_plural": "mentions in the news",
                "ordering": ("-published_on", "-id"),
            },
        ),
        migrations.CreateModel(
            name="PressStatement",
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
                    "state",
                    models.CharField(
                        choices=[("draft", "draft"), ("approved", "approved"), ("sent", "sent out")],
                        default="draft",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("asked_at", models.DateTimeField(blank=True, null=True, verbose_name="asked for a yes")),
                ("approved_at", models.DateTimeField(blank=True, null=True, verbose_name="approved")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent out")),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="press_statements",
                        to="campaigns.campaign",
                    ),
                ),
                (
                    "chapter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="press_statements",
                        to="chapters.chapter",
                    ),
                ),
                (
                    "written_by",
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
                "verbose_name": "statement to the press",
                "verbose_name_plural": "statements to the press",
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="PressStatementText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("es", "Spanish")], max_length=8, verbose_name="language"
                    ),
                ),
                ("headline", models.CharField(max_length=160, verbose_name="headline")),
                ("body", models.TextField(verbose_name="statement")),
                (
                    "parent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="texts", to="campaigns.pressstatement"
                    ),
                ),
            ],
            options={
                "verbose_name": "words of a statement",
                "verbose_name_plural": "words of statements",
            },
        ),
        migrations.CreateModel(
            name="Resource",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("script", "script"),
                            ("points", "talking points"),
                            ("flyer", "flyer"),
                            ("graphic", "picture"),
                            ("link", "link"),
                        ],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("es", "Spanish")], max_length=8, verbose_name="language"
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="name")),
                ("words", models.TextField(blank=True, verbose_name="words")),
                ("url", models.URLField(blank=True, max_length=400, verbose_name="link")),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="version")),
                (
                    "shared",
                    models.CharField(
                        choices=[
                            ("own", "our own chapter only"),
                            ("tree", "chapters right above and below us"),
                            ("public", "everyone"),
                        ],
                        default="own",
                        max_length=6,
                        verbose_name="who may take it",
                    ),
                ),
                ("origin", models.CharField(blank=True, editable=False, max_length=32, verbose_name="copied from")),
                (
                    "origin_chapter",
                    models.CharField(
                        blank=True, editable=False, max_length=120, verbose_name="chapter it was copied from"
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="resources",
                        to="campaigns.campaign",
                    ),
                ),
                (
                    "chapter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="resources", to="chapters.chapter"
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="replaced_by",
                        to="campaigns.resource",
                    ),
                ),
            ],
            options={
                "verbose_name": "toolkit item",
                "verbose_name_plural": "toolkit items",
                "ordering": ("kind", "title", "language", "-version", "id"),
            },
        ),
        migrations.CreateModel(
            name="ResourceFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.CharField(
                        default=chapters.bases.new_code, editable=False, max_length=32, unique=True, verbose_name="code"
                    ),
                ),
                ("filename", models.CharField(max_length=120, verbose_name="file")),
                ("content_type", models.CharField(max_length=40, verbose_name="type")),
                ("size", models.PositiveIntegerField(verbose_name="bytes")),
                ("content", chapters.encryption.EncryptedTextField(default="", verbose_name="content")),
                (
                    "chapter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="resource_files",
                        to="chapters.chapter",
                    ),
                ),
                (
                    "resource",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="file", to="campaigns.resource"
                    ),
                ),
            ],
            options={
                "verbose_name": "file of a toolkit item",
                "verbose_name_plural": "files of toolkit items",
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="SignOnLetter",
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
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("open", "open for signatures"),
                            ("closed", "closed"),
                            ("delivered", "delivered"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("closes_on", models.DateField(verbose_name="last day to sign")),
                ("delivered_on", models.DateField(blank=True, null=True, verbose_name="delivered on")),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sign_on_letters",
                        to="campaigns.campaign",
                    ),
                ),
                (
                    "chapter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sign_on_letters",
                        to="chapters.chapter",
                    ),
                ),
            ],
            options={
                "verbose_name": "sign-on letter",
                "verbose_name_plural": "sign-on letters",
                "ordering": ("-closes_on", "-id"),
            },
        ),
        migrations.CreateModel(
            name="SignOn",
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
                ("organization", models.CharField(max_length=120, verbose_name="organization")),
                ("key", models.CharField(editable=False, max_length=120)),
                (
                    "signer_name",
                    chapters.encryption.EncryptedTextField(blank=True, default="", verbose_name="who signs for it"),
                ),
                (
                    "signer_title",
                    chapters.encryption.EncryptedTextField(blank=True, default="", verbose_name="what they do there"),
                ),
                ("email", chapters.encryption.EncryptedTextField(blank=True, default="", verbose_name="email")),
                ("email_index", chapters.encryption.BlindIndexField(channel="email", source="email")),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("es", "Spanish")], max_length=8, verbose_name="language"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "not confirmed yet"), ("signed", "signed"), ("removed", "taken off")],
                        default="waiting",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        blank=True,
                        choices=[("email", "confirmed by email"), ("lead", "confirmed by a lead")],
                        max_length=6,
                        verbose_name="how it was confirmed",
                    ),
                ),
                (
                    "secret",
                    models.CharField(default=chapters.bases.new_secret, editable=False, max_length=32, unique=True),
                ),
                ("signed_at", models.DateTimeField(blank=True, null=True, verbose_name="signed")),
                (
                    "chapter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sign_ons", to="chapters.chapter"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sign_ons",
                        to="campaigns.signonletter",
                    ),
                ),
            ],
            options={
                "verbose_name": "signature of an organization",
                "verbose_name_plural": "signatures of organizations",
                "ordering": ("organization", "id"),
            },
        ),
        migrations.CreateModel(
            name="SignOnLetterText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("es", "Spanish")], max_length=8, verbose_name="language"
                    ),
                ),
                ("title", models.CharField(max_length=140, verbose_name="title")),
                ("addressed_to", models.CharField(max_length=200, verbose_name="to whom")),
                ("body", models.TextField(verbose_name="letter")),
                (
                    "parent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="texts", to="campaigns.signonletter"
                    ),
                ),
            ],
            options={
                "verbose_name": "words of a sign-on letter",
                "verbose_name_plural": "words of sign-on letters",
            },
        ),
        migrations.CreateModel(
            name="Testimony",
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
                    "name",
                    chapters.encryption.EncryptedTextField(blank=True, default="", verbose_name="whose story it is"),
                ),
                (
                    "first_name",
                    chapters.encryption.EncryptedTextField(
                        blank=True, default="", verbose_name="first name that may be shown"
                    ),
                ),
                (
                    "contact",
                    chapters.encryption.EncryptedTextField(blank=True, default="", verbose_name="how to reach them"),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("es", "Spanish")], max_length=8, verbose_name="language"
                    ),
                ),
                ("words", chapters.encryption.EncryptedTextField(blank=True, default="", verbose_name="their story")),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("internal", "only inside our chapter"),
                            ("anonymous", "in public, without a name"),
                            ("first_name", "in public, with the first name"),
                            ("press", "in public, with the first name, and the press may call"),
                        ],
                        default="internal",
                        max_length=10,
                        verbose_name="what they allowed",
                    ),
                ),
                (
                    "consent_words",
                    chapters.encryption.EncryptedTextField(
                        blank=True, default="", verbose_name="the exact words they agreed to"
                    ),
                ),
                ("consent_on", models.DateField(verbose_name="they agreed on")),
                ("is_public", models.BooleanField(default=False, verbose_name="on the public page")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="taken back")),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="testimonies", to="campaigns.campaign"
                    ),
                ),
                (
                    "chapter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="testimonies", to="chapters.chapter"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="testimonies",
                        to="chapters.member",
                    ),
                ),
                (
                    "recorded_by",
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
                "verbose_name": "story of a person",
                "verbose_name_plural": "stories of people",
                "ordering": ("-consent_on", "-id"),
            },
        ),
        migrations.CreateModel(
            name="Thing",
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
                    "kind",
                    models.CharField(
                        choices=[("thing", "thing"), ("place", "place")],
                        default="thing",
                        max_length=5,
                        verbose_name="kind",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="Like: The giant letters. Or: Window of the bakery.",
                        max_length=120,
                        verbose_name="name",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="good to know")),
                (
                    "campaign",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="things",
                        to="campaigns.campaign",
                    ),
                ),
                (
                    "chapter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="things", to="chapters.chapter"
                    ),
                ),
            ],
            options={
                "verbose_name": "thing or place",
                "verbose_name_plural": "things and places",
                "ordering": ("name", "id"),
            },
        ),
        migrations.CreateModel(
            name="ThingHold",
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
                ("name", chapters.encryption.EncryptedTextField(blank=True, default="", verbose_name="name")),
                ("place", chapters.encryption.EncryptedTextField(blank=True, default="", verbose_name="where it is")),
                ("since_on", models.DateField(verbose_name="since")),
                ("until_on", models.DateField(blank=True, null=True, verbose_name="until")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="given back on")),
                (
                    "chapter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="thing_holds", to="chapters.chapter"
                    ),
                ),
                (
                    "handed_by",
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
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="thing_holds",
                        to="chapters.member",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="thing_holds",
                        to="chapters.partnerorganization",
                    ),
                ),
                (
                    "thing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="holds", to="campaigns.thing"
                    ),
                ),
            ],
            options={
                "verbose_name": "holder of a thing",
                "verbose_name_plural": "holders of things",
                "ordering": ("-since_on", "-id"),
            },
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(fields=("chapter", "id"), name="case_in_chapter"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=chapters.constraints.SameChapter(field="campaign", name="case_same_chapter_campaign"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=chapters.constraints.SameChapter(field="partner", name="case_same_chapter_partner"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_public", False),
                    models.Q(
                        ("consent_on__isnull", False),
                        ("withdrawn_at", None),
                        models.Q(("consent_by", ""), _negated=True),
                        models.Q(("consent_scope", ""), _negated=True),
                        models.Q(("consent_words", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="case_public_only_with_consent",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("withdrawn_at", None), models.Q(("is_public", False), ("public_name", "")), _connector="OR"
                ),
                name="case_withdrawn_has_no_name",
            ),
        ),
        migrations.AddIndex(
            model_name="casedate",
            index=models.Index(fields=["chapter", "starts_at"], name="case_date_by_day"),
        ),
        migrations.AddConstraint(
            model_name="casedate",
            constraint=chapters.constraints.SameChapter(field="case", name="case_date_same_chapter_case"),
        ),
        migrations.AddConstraint(
            model_name="casetext",
            constraint=models.UniqueConstraint(fields=("parent", "language"), name="case_text_once_per_language"),
        ),
        migrations.AddIndex(
            model_name="pressmention",
            index=models.Index(fields=["campaign", "published_on", "id"], name="press_mention_by_date"),
        ),
        migrations.AddConstraint(
            model_name="pressmention",
            constraint=chapters.constraints.SameChapter(field="campaign", name="press_mention_same_chapter_campaign"),
        ),
        migrations.AddConstraint(
            model_name="pressmention",
            constraint=chapters.constraints.SameChapter(field="moment", name="press_mention_same_chapter_moment"),
        ),
        migrations.AddConstraint(
            model_name="pressmention",
            constraint=models.UniqueConstraint(
                condition=models.Q(("url", ""), _negated=True),
                fields=("campaign", "url"),
                name="press_mention_once_per_link",
            ),
        ),
        migrations.AddConstraint(
            model_name="pressstatement",
            constraint=models.UniqueConstraint(fields=("chapter", "id"), name="press_statement_in_chapter"),
        ),
        migrations.AddConstraint(
            model_name="pressstatement",
            constraint=chapters.constraints.SameChapter(field="campaign", name="press_statement_same_chapter_campaign"),
        ),
        migrations.AddConstraint(
            model_name="pressstatement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_by", None),
                    ("written_by", None),
                    models.Q(("approved_by", models.F("written_by")), _negated=True),
                    _connector="OR",
                ),
                name="press_statement_approved_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="pressstatement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("approved_at", None), ("sent_at", None), ("state", "draft")),
                    models.Q(("approved_at__isnull", False), ("sent_at", None), ("state", "approved")),
                    models.Q(("approved_at__isnull", False), ("sent_at__isnull", False), ("state", "sent")),
                    _connector="OR",
                ),
                name="press_statement_states",
            ),
        ),
        migrations.AddConstraint(
            model_name="pressstatementtext",
            constraint=models.UniqueConstraint(fields=("parent", "language"), name="statement_text_once_per_language"),
        ),
        migrations.AddIndex(
            model_name="resource",
            index=models.Index(fields=["chapter", "kind", "title"], name="resource_by_kind"),
        ),
        migrations.AddConstraint(
            model_name="resource",
            constraint=models.UniqueConstraint(fields=("chapter", "id"), name="resource_in_chapter"),
        ),
        migrations.AddConstraint(
            model_name="resource",
            constraint=chapters.constraints.SameChapter(field="campaign", name="resource_same_chapter_campaign"),
        ),
        migrations.AddConstraint(
            model_name="resource",
            constraint=chapters.constraints.SameChapter(field="replaces", name="resource_same_chapter_replaces"),
        ),
        migrations.AddConstraint(
            model_name="resource",
            constraint=models.CheckConstraint(
                condition=models.Q(("replaces", models.F("id")), _negated=True), name="resource_replaces_another"
            ),
        ),
        migrations.AddConstraint(
            model_name="resourcefile",
            constraint=chapters.constraints.SameChapter(field="resource", name="resource_file_same_chapter_resource"),
        ),
        migrations.AddConstraint(
            model_name="signonletter",
            constraint=models.UniqueConstraint(fields=("chapter", "id"), name="sign_on_letter_in_chapter"),
        ),
        migrations.AddConstraint(
            model_name="signonletter",
            constraint=chapters.constraints.SameChapter(field="campaign", name="sign_on_letter_same_chapter_campaign"),
        ),
        migrations.AddConstraint(
            model_name="signonletter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("delivered_on__isnull", False), ("state", "delivered")),
                    models.Q(models.Q(("state", "delivered"), _negated=True), ("delivered_on", None)),
                    _connector="OR",
                ),
                name="sign_on_letter_delivered_on_a_day",
            ),
        ),
        migrations.AddIndex(
            model_name="signon",
            index=models.Index(fields=["letter", "state"], name="sign_on_by_state"),
        ),
        migrations.AddConstraint(
            model_name="signon",
            constraint=chapters.constraints.SameChapter(field="letter", name="sign_on_same_chapter_letter"),
        ),
        migrations.AddConstraint(
            model_name="signon",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "signed")), fields=("letter", "key"), name="sign_on_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="signon",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "signed"), _negated=True),
                    models.Q(("signed_at__isnull", False), models.Q(("source", ""), _negated=True)),
                    _connector="OR",
                ),
                name="sign_on_confirmed_somehow",
            ),
        ),
        migrations.AddConstraint(
            model_name="signonlettertext",
            constraint=models.UniqueConstraint(fields=("parent", "language"), name="letter_text_once_per_language"),
        ),
        migrations.AddIndex(
            model_name="testimony",
            index=models.Index(fields=["campaign", "is_public"], name="testimony_by_campaign"),
        ),
        migrations.AddConstraint(
            model_name="testimony",
            constraint=chapters.constraints.SameChapter(field="campaign", name="testimony_same_chapter_campaign"),
        ),
        migrations.AddConstraint(
            model_name="testimony",
            constraint=chapters.constraints.SameChapter(field="member", name="testimony_same_chapter_member"),
        ),
        migrations.AddConstraint(
            model_name="testimony",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_public", False),
                    models.Q(
                        models.Q(("scope", "internal"), _negated=True),
                        ("withdrawn_at", None),
                        models.Q(("consent_words", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="testimony_public_only_with_consent",
            ),
        ),
        migrations.AddConstraint(
            model_name="testimony",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("withdrawn_at", None),
                    models.Q(("contact", ""), ("first_name", ""), ("is_public", False), ("name", ""), ("words", "")),
                    _connector="OR",
                ),
                name="testimony_withdrawn_is_empty",
            ),
        ),
        migrations.AddConstraint(
            model_name="thing",
            constraint=models.UniqueConstraint(fields=("chapter", "id"), name="thing_in_chapter"),
        ),
        migrations.AddConstraint(
            model_name="thing",
            constraint=chapters.constraints.SameChapter(field="campaign", name="thing_same_chapter_campaign"),
        ),
        migrations.AddConstraint(
            model_name="thing",
            constraint=models.UniqueConstraint(fields=("chapter", "name"), name="thing_name_once"),
        ),
        migrations.AddConstraint(
            model_name="thinghold",
            constraint=chapters.constraints.SameChapter(field="thing", name="thing_hold_same_chapter_thing"),
        ),
        migrations.AddConstraint(
            model_name="thinghold",
            constraint=chapters.constraints.SameChapter(field="member", name="thing_hold_same_chapter_member"),
        ),
        migrations.AddConstraint(
            model_name="thinghold",
            constraint=chapters.constraints.SameChapter(field="partner", name="thing_hold_same_chapter_partner"),
        ),
        migrations.AddConstraint(
            model_name="thinghold",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on", None)), fields=("thing",), name="thing_held_by_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="thinghold",
            constraint=models.CheckConstraint(
                condition=models.Q(("until_on", None), ("until_on__gte", models.F("since_on")), _connector="OR"),
                name="thing_hold_until_after_since",
            ),
        ),
        migrations.AddConstraint(
            model_name="thinghold",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_on", None), ("ended_on__gte", models.F("since_on")), _connector="OR"),
                name="thing_hold_ended_after_since",
            ),
        ),
    ]

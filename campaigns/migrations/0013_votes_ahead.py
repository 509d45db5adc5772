import django.db.models.deletion
from django.db import migrations, models

import chapters.bases
import chapters.constraints


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0012_officials_remember_removals"),
        ("chapters", "0012_joining"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="rollcallvote",
            name="candidates",
        ),
        migrations.CreateModel(
            name="ComingVote",
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
                    "body",
                    models.CharField(
                        help_text="Like: the immigrant affairs committee", max_length=120, verbose_name="who decides"
                    ),
                ),
                ("what", models.CharField(blank=True, max_length=200, verbose_name="about what")),
                ("decides_on", models.DateField(blank=True, null=True, verbose_name="date")),
                ("needed", models.PositiveSmallIntegerField(verbose_name="votes needed")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "not decided yet"),
                            ("won", "we won it"),
                            ("lost", "we lost it"),
                            ("dropped", "it does not come up"),
                        ],
                        default="",
                        max_length=8,
                        verbose_name="how it ended",
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="coming_votes",
                        to="campaigns.campaign",
                    ),
                ),
                (
                    "chapter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="coming_votes", to="chapters.chapter"
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="coming_votes",
                        to="campaigns.measure",
                    ),
                ),
            ],
            options={
                "verbose_name": "vote ahead",
                "verbose_name_plural": "votes ahead",
                "ordering": (models.OrderBy(models.F("decides_on"), nulls_last=True), "id"),
            },
        ),
        migrations.CreateModel(
            name="ComingVoter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.CharField(
                        default=chapters.bases.new_code, editable=False, max_length=32, unique=True, verbose_name="code"
                    ),
                ),
                (
                    "chapter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="coming_voters", to="chapters.chapter"
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="coming_votes", to="campaigns.target"
                    ),
                ),
                (
                    "vote",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="voters", to="campaigns.comingvote"
                    ),
                ),
            ],
            options={
                "verbose_name": "who votes",
                "verbose_name_plural": "who vote",
                "ordering": ("target__order", "id"),
            },
        ),
        migrations.AddConstraint(
            model_name="comingvote",
            constraint=models.UniqueConstraint(fields=("chapter", "id"), name="coming_vote_in_chapter"),
        ),
        migrations.AddConstraint(
            model_name="comingvote",
            constraint=chapters.constraints.SameChapter(field="campaign", name="coming_vote_same_chapter_campaign"),
        ),
        migrations.AddConstraint(
            model_name="comingvote",
            constraint=chapters.constraints.SameChapter(field="measure", name="coming_vote_same_chapter_measure"),
        ),
        migrations.AddConstraint(
            model_name="comingvote",
            constraint=models.CheckConstraint(condition=models.Q(("needed__gte", 1)), name="coming_vote_needs_one"),
        ),
        migrations.AddConstraint(
            model_name="comingvoter",
            constraint=models.UniqueConstraint(fields=("vote", "target"), name="coming_voter_once"),
        ),
        migrations.AddConstraint(
            model_name="comingvoter",
            constraint=chapters.constraints.SameChapter(field="vote", name="coming_voter_same_chapter_vote"),
        ),
        migrations.AddConstraint(
            model_name="comingvoter",
            constraint=chapters.constraints.SameChapter(field="target", name="coming_voter_same_chapter_target"),
        ),
    ]

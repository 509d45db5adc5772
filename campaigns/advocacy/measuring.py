"""The bills and laws of a campaign as anyone may see them: where each is, who is left out, and whether it has teeth."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.advocacy import scoring
from campaigns.advocacy.models import Measure, MeasureStage, MeasureVersion
from campaigns.advocacy.scoring import Line, Verdict
from campaigns.models import Campaign
from chapters import dates


@dataclass(frozen=True)
class Bill:
    """One measure: the last step it took, the next one, its newest version and how that meets the demand."""

    measure: Measure
    now: MeasureStage | None
    ahead: MeasureStage | None
    version: MeasureVersion | None
    lines: list[Line]

    @property
    def verdict(self) -> Verdict | None:
        """None until somebody checked a point of the newest version."""
        return scoring.verdict(self.lines) if any(line.score for line in self.lines) else None


def public(campaign: Campaign) -> list[Bill]:
    """Only what is marked public. Seven queries, however many bills there are."""
    versions = MeasureVersion.objects.public().light().prefetch_related("texts", "scores").select_related("chapter")
    rows = campaign.measures.public().with_words().order_by("id")
    measures = list(
        rows.prefetch_related(
            Prefetch("stages", MeasureStage.objects.filter(is_public=True)), Prefetch("versions", versions)
        )
    )
    if not measures:
        return []
    return bills_of(campaign, measures)


def inside(campaign: Campaign) -> list[Bill]:
    """All of them, for those who run the campaign."""
    versions = MeasureVersion.objects.light().prefetch_related("texts", "scores").select_related("chapter")
    rows = campaign.measures.with_words().prefetch_related("stages", Prefetch("versions", versions))
    return bills_of(campaign, list(rows))


def bills_of(campaign: Campaign, measures: list[Measure]) -> list[Bill]:
    demands = list(campaign.demands.select_related("chapter").prefetch_related("texts"))
    today = timezone.localdate(timezone=campaign.chapter.zone)
    bills = []
    for measure in measures:
        stages, version = list(measure.stages.all()), next(iter([*measure.versions.all()][::-1]), None)
        lines = scoring.lines(demands, version.scores.all()) if version else []
        bills.append(Bill(measure, reached(stages, today), expected(stages, today), version, lines))
    return bills


def reached(stages: list[MeasureStage], today: date) -> MeasureStage | None:
    return next((stage for stage in reversed(stages) if stage.reached_on and stage.reached_on <= today), None)


def expected(stages: list[MeasureStage], today: date) -> MeasureStage | None:
    """The next step: the nearest day ahead, else one that is expected without a day."""
    return next((stage for stage in stages if stage.reached_on is None or stage.reached_on > today), None)


def when(stage: MeasureStage) -> str:
    return dates.on_day(stage.reached_on) if stage.reached_on else _("date not set")

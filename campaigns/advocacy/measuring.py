"""The bills and laws of a campaign as anyone may see them: where each is, who is left out, and whether it has teeth."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.advocacy import differences, scoring
from campaigns.advocacy.differences import Piece
from campaigns.advocacy.models import Measure, MeasureStage, MeasureVersion
from campaigns.advocacy.scoring import Line, Verdict
from campaigns.models import Campaign
from chapters import dates

SHORT = 60  # words: longer ones are not marked one by one
SHORT_BILL = 6000  # characters


@dataclass(frozen=True)
class Bill:
    """One measure: the last step it took, the next one, its newest version, the one before, and how the newest meets
    the demand."""

    measure: Measure
    now: MeasureStage | None
    ahead: MeasureStage | None
    version: MeasureVersion | None
    before: MeasureVersion | None
    lines: list[Line]

    @property
    def verdict(self) -> Verdict | None:
        """None until somebody checked a point of the newest version."""
        return scoring.verdict(self.lines) if any(line.score for line in self.lines) else None

    @property
    def left_out(self) -> list[Piece]:
        """Who is left out now, marked against the version before. Empty where that would not help a reader: the words
        are long, in another language, the same, or have nothing in common."""
        old, new = getattr(self.before, "text", None), getattr(self.version, "text", None)
        if not old or not new or old.language != new.language:
            return []
        if max(len(words.split()) for words in (old.left_out, new.left_out)) > SHORT:
            return []
        found = differences.compare(old.left_out, new.left_out)
        return found if differences.SAME in {piece.kind for piece in found} and len(found) > 1 else []


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
        stages, (before, version) = list(measure.stages.all()), [None, None, *measure.versions.all()][-2:]
        lines = scoring.lines(demands, version.scores.all()) if version else []
        bills.append(Bill(measure, reached(stages, today), expected(stages, today), version, before, lines))
    return bills


def reached(stages: list[MeasureStage], today: date) -> MeasureStage | None:
    return next((stage for stage in reversed(stages) if stage.reached_on and stage.reached_on <= today), None)


def expected(stages: list[MeasureStage], today: date) -> MeasureStage | None:
    """The next step: the nearest day ahead, else one that is expected without a day."""
    return next((stage for stage in stages if stage.reached_on is None or stage.reached_on > today), None)


def when(stage: MeasureStage) -> str:
    return dates.on_day(stage.reached_on) if stage.reached_on else _("date not set")


def word_by_word(bill: Bill) -> list[Piece]:
    """What the newest version changed in the words of the one before; empty where they are long, or not here."""
    pair = [one.pk for one in (bill.before, bill.version) if one]
    short = MeasureVersion.objects.annotate(size=Length("source_text")).filter(
        pk__in=pair, size__gt=0, size__lte=SHORT_BILL
    )
    words = dict(short.values_list("pk", "source_text"))
    found = differences.compare(*(words[pk] for pk in pair)) if len(words) == 2 else []
    return found if len(found) > 1 else []

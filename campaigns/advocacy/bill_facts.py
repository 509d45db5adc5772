"""What bills and laws give to the timeline: their steps, their versions and the votes on them."""

from collections.abc import Iterator

from django.utils.text import capfirst
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from campaigns.advocacy.facts import Fact
from campaigns.models import Campaign, Measure, MeasureStage, MeasureVersion, Moment, RollCall


def facts(campaign: Campaign) -> Iterator[Fact]:
    """A version without a date says nothing about when; a step without one is still ahead."""
    for measure in campaign.measures.prefetch_related("stages", "versions__texts", "versions__chapter", "roll_calls"):
        yield from (of_stage(measure, stage) for stage in measure.stages.all())
        yield from (of_version(measure, version) for version in measure.versions.all() if version.dated_on)
        yield from (of_vote(measure, vote) for vote in measure.roll_calls.all())


def of_stage(measure: Measure, stage: MeasureStage) -> Fact:
    return Fact(
        f"stage:{stage.code}",
        Moment.Kind.BILL,
        stage.reached_on,
        _("%(bill)s: %(step)s") % {"bill": named(measure), "step": stage.get_kind_display()},
        stage.words,
        is_public=measure.is_public and stage.is_public,
        url=measure.url,
    )


def of_version(measure: Measure, version: MeasureVersion) -> Fact:
    language = getattr(version.text, "language", "")
    left_out = version.words("left_out")
    with override(language or get_language()):
        said = _("Who is left out now: %(people)s") % {"people": left_out} if left_out else ""
    body = " ".join(filter(None, (version.words("what_changed"), said)))
    return Fact(
        f"version:{version.code}",
        Moment.Kind.BILL,
        version.dated_on,
        _("%(bill)s has new words: %(version)s") % {"bill": named(measure), "version": version.label},
        body,
        is_public=measure.is_public and version.is_public,
        url=version.url or measure.url,
        body_language=language,
    )


def of_vote(measure: Measure, vote: RollCall) -> Fact:
    words = {"bill": named(measure), "ayes": vote.ayes, "noes": vote.noes}
    title = (
        _("%(bill)s passes a vote, %(ayes)s to %(noes)s")
        if vote.has_passed
        else _("%(bill)s fails a vote, %(ayes)s to %(noes)s")
    )
    return Fact(
        f"vote:{vote.code}",
        Moment.Kind.VOTE,
        vote.voted_on,
        title % words,
        ". ".join(filter(None, (vote.place, vote.motion))),
        is_public=measure.is_public and vote.is_public,
        url=measure.url,
    )


def named(measure: Measure) -> str:
    return capfirst(str(measure))

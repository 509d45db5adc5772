"""Rows about bills for tests."""

from datetime import date
from typing import Any

from campaigns.models import Campaign, Measure, MeasureVersion, Official, OfficialTerm, Target
from chapters.models import Chapter


def make_measure(campaign: Campaign, identifier: str = "SB 54", **fields: Any) -> Measure:
    measure = Measure.objects.create(chapter=campaign.chapter, campaign=campaign, identifier=identifier, **fields)
    for language, title in (("en", "California Values Act"), ("es", "Ley de los Valores de California")):
        measure.titles.create(chapter=campaign.chapter, language=language, title=title)
    return measure


def make_version(measure: Measure, label: str, on: date | None = None, text: str = "", **fields: Any) -> MeasureVersion:
    return MeasureVersion.objects.create(
        chapter=measure.chapter, measure=measure, label=label, dated_on=on, source_text=text, **fields
    )


def make_official(
    chapter: Chapter, name: str, kind: str = "", since: date | None = None, until: date | None = None, **fields: Any
) -> Official:
    given, _space, family = name.rpartition(" ")
    names = {"given_name": given, "family_name": family, "sort_name": family.casefold()}
    official = Official.objects.create(chapter=chapter, name=name, **(names | fields))
    if kind:
        OfficialTerm.objects.create(chapter=chapter, official=official, kind=kind, starts_on=since, ends_on=until)
    return official


def make_target(campaign: Campaign, official: Official, stand: int = 0, **fields: Any) -> Target:
    target = Target.objects.create(chapter=campaign.chapter, campaign=campaign, official=official, **fields)
    if stand:
        target.positions.create(chapter=campaign.chapter, stand=stand, taken_on=date(2017, 8, 1), source="meeting")
    return target


def demand_points(campaign: Campaign, *sentences: str) -> list[Any]:
    found = []
    for place, sentence in enumerate(sentences):
        demand = campaign.demands.create(chapter=campaign.chapter, position=place)
        demand.texts.create(language="en", sentence=sentence)
        found.append(demand)
    return found

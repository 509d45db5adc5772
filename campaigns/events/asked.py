"""All that the page of an event asks, checked together so that all mistakes are shown at once, and what saving does."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from campaigns.events import copying, planning, reminders, series, series_edits
from campaigns.events.forms import EventForm, EventTextForm
from campaigns.events.models import Event, Scope, Series
from campaigns.events.planning import Kept
from campaigns.events.series_edits import Before
from campaigns.events.series_forms import RepeatForm, ScopeForm
from campaigns.forms import Texts
from chapters.models import User


class Asked:
    """`like` is the event that a new one is copied from, `day` when a blank one is. Of a series with other dates the
    form asks how far the change reaches, of any other event whether it repeats."""

    def __init__(
        self, data: QueryDict | None, event: Event, *, like: Event | None = None, day: date | None = None
    ) -> None:
        chapter = event.chapter
        initial = copying.prefilled(like) if like else {} if event.pk else {"zip": chapter.zip, "day": day}
        self.event, self.like = event, like
        self.plan = planning.when_and_where(event) if event.pk else None
        self.form = EventForm(data, instance=event, chapter=chapter, initial=initial)
        self.texts = Texts(EventTextForm, event, chapter.languages, data)
        if like:
            copying.prefill(self.texts, like)
        self.scope = ScopeForm(data) if event.pk and series_edits.ahead(event, Scope.ALL) else None
        self.repeat = RepeatForm(data, event_form=self.form) if self.is_alone else None
        self.notes: list[str] = []

    @property
    def is_alone(self) -> bool:
        """No other date was made of it yet, so it may repeat by any rule or not at all."""
        if self.event.series is None:
            return True
        return not self.event.series.events.exclude(pk=self.event.pk).exists()

    def is_valid(self, before: Before | None = None) -> bool:
        parts = [part for part in (self.form, self.texts, self.repeat, self.scope) if part]
        answers = [part.is_valid() for part in parts]
        valid = all(answers)
        if valid and before and self.scope:
            series_edits.refuse(self.form, before, self.scope.chosen, also_apart=self.scope.also)
        return valid and not self.form.errors

    def context(self) -> dict[str, Any]:
        return {"form": self.form, "texts": self.texts, "repeat": self.repeat, "scope": self.scope, "like": self.like}

    @transaction.atomic
    def keep(self, before: Before | None, *, by: User, publish: bool) -> Kept:
        """Save it; `before` is a changed event as it was."""
        alone = not (self.scope and self.scope.chosen != Scope.ONE)
        kept = planning.keep(self.form, self.texts, self.plan, by=by, publish=publish, tell=alone)
        if self.like and not before:
            copying.copy_shifts(self.like, kept.event)
        if self.repeat:
            self.keep_rule(kept.event, by=by)
        elif before and self.scope:
            kept = self.keep_others(kept, before, by=by)
        return kept

    def keep_rule(self, event: Event, *, by: User) -> None:
        rule = self.repeat.rule if self.repeat else None
        if rule is None and event.series is None:
            return
        if one := series.set_rule(event, rule, by=by):
            self.note_dates(one, 1 + len(series.make_ahead(one)), is_public=event.is_published)

    def note_dates(self, one: Series, count: int, *, is_public: bool) -> None:
        if is_public:
            more = _("More are added by themselves.")
            so_far = _("It repeats. Dates made so far: %(n)s.") % {"n": count}
            self.notes.append(f"{so_far} {more}" if one.goes_on else so_far)
        else:
            self.notes.append(_("It repeats. The other dates are made once it is public."))

    def keep_others(self, kept: Kept, before: Before, *, by: User) -> Kept:
        form, scope = self.form, self.scope.chosen if self.scope else Scope.ONE
        if scope == Scope.ONE:
            if form.has_changed() or any(text.has_changed() and text.changed_data for text in self.texts):
                Event.objects.filter(pk=kept.event.pk).update(is_apart=True)
            return kept
        also_apart = bool(self.scope and self.scope.also)
        spread = series_edits.spread(form, self.texts, before, scope, also_apart=also_apart, by=by)
        self.notes.append(_("Changed on %(n)s dates.") % {"n": spread.count + 1})
        moved = [*([kept.event] if kept.is_moved else []), *spread.moved]
        told = reminders.tell_changed(*moved) if moved and form.cleaned_data.get("tell") else None
        return replace(kept, told=told)

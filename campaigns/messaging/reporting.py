"""What a message came to, in words: how far it got, beside the chapter's last ones, and where every single one is."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef, Q
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from campaigns.messaging import failures, numbers, results
from campaigns.messaging.delivery_models import Delivery, DeliveryCount
from campaigns.messaging.forms import language_name
from campaigns.messaging.merging import Words
from campaigns.messaging.models import CallToAction
from campaigns.messaging.numbers import FAILED, LEFT_OUT, Numbers
from campaigns.messaging.results import Tally

BEFORE = 3
ROW, LONGEST = 48, 330  # units of the drawing: height of a bar with its words, length of the longest bar


@dataclass(frozen=True)
class Rate:
    """`n` of the `of` that were sent; `before`: the same of each hundred in the last messages, newest first."""

    words: str
    said: str
    n: int
    of: int
    before: tuple[str, ...] = ()

    @property
    def per_hundred(self) -> str:
        return per_hundred(self.n, self.of)

    @property
    def sentence(self) -> str:
        """ "34 of 100 answered (63 of 184); your last three: 22, 28 and 19." """
        facts = {"rate": self.per_hundred, "words": self.words, "n": self.n, "of": self.of}
        said = _("%(said)s (%(n)s of %(of)s)") % (facts | {"said": self.said % facts})
        return f"{said}{self.compared}."

    @property
    def compared(self) -> str:
        patterns = (
            "",
            _("; your last one: %(rates)s"),
            _("; your last two: %(rates)s"),
            _("; your last three: %(rates)s"),
        )
        return patterns[len(self.before)] % {"rates": self.rates_before}

    @property
    def rates_before(self) -> str:
        return get_text_list(list(self.before), _("and"))


@dataclass(frozen=True)
class Bar:
    """One bar of the drawing, from zero, with its words above and its number beside it."""

    words: str
    n: int
    width: int
    top: int
    is_outcome: bool

    @property
    def words_at(self) -> int:
        return self.top - 7

    @property
    def number_at(self) -> int:
        return self.top + 14

    @property
    def end(self) -> int:
        return self.width + 8


@dataclass(frozen=True)
class Report:
    """`last`: the numbers and the tally of the chapter's last messages before this one, newest first."""

    call: CallToAction
    numbers: Numbers
    tally: Tally | None
    last: list[tuple[Numbers, Tally | None]]

    @property
    def asks_to_tap(self) -> bool:
        written = (
            (text.language, body) for text in self.call.texts.all() for body in (text.text_body, text.email_body)
        )
        return any(Words(body, call=self.call, language=language).has_link for language, body in written)

    @cached_property
    def rates(self) -> list[Rate]:
        """None before anything was sent."""
        found = [self.rate("delivered", _("Delivered"), _("%(rate)s of 100 arrived"))]
        if self.asks_to_tap:
            found.append(self.rate("opened", _("Tapped the link"), _("%(rate)s of 100 tapped the link")))
        found.append(self.rate("answered", _("Answered"), _("%(rate)s of 100 answered")))
        if self.tally:
            found.append(self.rate_of_deeds(self.tally))
        found.append(self.rate("stopped", _("Asked us to stop"), _("%(rate)s of 100 asked us to stop")))
        return found if self.numbers.out else []

    def rate(self, name: str, words: str, said: str) -> Rate:
        before = tuple(per_hundred(getattr(one, name), one.out) for one, _tally in self.last)
        return Rate(words, said, getattr(self.numbers, name), self.numbers.out, before)

    def rate_of_deeds(self, tally: Tally) -> Rate:
        """Compared only with messages that asked for the same kind of thing."""
        same = [(one, other) for one, other in self.last if other and other.words == tally.words]
        before = tuple(per_hundred(other.did, one.out) for one, other in same)
        return Rate(tally.words, _("%(words)s: %(rate)s of 100"), tally.did, self.numbers.out, before)

    @property
    def answered(self) -> Rate | None:
        return next((rate for rate in self.rates if rate.words == _("Answered")), None)

    @property
    def finding(self) -> Rate | None:
        """What the drawing shows: what people did if there is a deed, else that they answered."""
        return next((rate for rate in self.rates if self.tally and rate.words == self.tally.words), self.answered)

    @property
    def steps(self) -> list[tuple[str, int]]:
        steps = [(_("In all"), self.numbers.total), (_("Sent"), self.numbers.out)]
        return steps + [(rate.words, rate.n) for rate in self.rates if rate.words != _("Asked us to stop")]

    @property
    def bars(self) -> list[Bar]:
        most = max(n for _words, n in self.steps) or 1
        outcome = self.finding.words if self.finding else ""
        return [
            Bar(words, n, round(LONGEST * n / most), index * ROW + 24, words == outcome)
            for index, (words, n) in enumerate(self.steps)
        ]

    @property
    def height(self) -> int:
        return ROW * len(self.steps)

    @property
    def drawn(self) -> str:
        """The drawing as a sentence."""
        return "; ".join(f"{words}: {n}" for words, n in self.steps)

    @property
    def whereabouts(self) -> list[tuple[str, int, list[tuple[str, int]]]]:
        """(where they are, how many, the causes with how many each): adds up to all."""
        found = self.numbers
        rows = [
            (_("Delivered"), found.delivered, []),
            (_("On the way, no last word yet"), found.on_the_way, []),
            (_("Not sent yet"), found.waiting, []),
            (_("We do not know if it arrived"), found.unsure, []),
            (_("Did not arrive"), found.failed, causes(found.reasons(FAILED), _("It did not arrive."))),
            (_("Left out"), found.left_out, causes(found.reasons(LEFT_OUT), _("Left out."))),
        ]
        return [row for row in rows if row[1]]

    @property
    def splits(self) -> list[tuple[str, Numbers]]:
        """(channel or language, its numbers)."""
        return [*self.split("channel"), *self.split("language")]

    def split(self, by: str) -> Iterator[tuple[str, Numbers]]:
        known = {"channel": {"text": _("Text"), "email": _("Email")}}
        for value in sorted({getattr(line, by) for line in self.numbers.lines}, reverse=by == "channel"):
            yield known.get(by, {}).get(value) or language_name(value), self.numbers.where(**{by: value})

    @property
    def emails(self) -> int:
        return self.numbers.where(channel="email").of(Delivery.WENT_OUT)

    @property
    def texts_sent(self) -> int:
        return self.numbers.where(channel="text").of(Delivery.WENT_OUT)


def of(call: CallToAction) -> Report:
    before = [*last_before(call)]
    found = numbers.of([call, *before])
    last = [(found[one.pk], results.tally(one)) for one in before]
    return Report(call, found[call.pk], results.tally(call), last)


def last_before(call: CallToAction) -> Iterator[CallToAction]:
    """The last calls of the chapter before this one that anybody got."""
    went = Delivery.objects.filter(call_to_action=OuterRef("pk"), state__in=Delivery.WENT_OUT)
    counted = DeliveryCount.objects.filter(call_to_action=OuterRef("pk"), state__in=Delivery.WENT_OUT)
    calls = call.chapter.calls_to_action.with_words().filter(Q(Exists(went)) | Q(Exists(counted)))
    if call.starts_sending_at:
        calls = calls.filter(starts_sending_at__lt=call.starts_sending_at)
    yield from calls.exclude(pk=call.pk).order_by("-starts_sending_at", "-pk")[:BEFORE]


def per_hundred(n: int, of: int) -> str:
    rate = round(100 * n / of) if of else 0
    return str(rate) if rate or not n else _("under 1")


def causes(reasons: Counter[str], otherwise: str) -> list[tuple[str, int]]:
    """Codes that say the same are one cause; the most frequent first."""
    found: Counter[str] = Counter()
    for reason, n in reasons.items():
        found[failures.words(reason) or otherwise] += n
    return found.most_common()

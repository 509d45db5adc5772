"""What a bill lost and gained between two versions, word by word.

Comparing every word with every other takes minutes for a long bill. So anchors come first: runs of `RUN` words that
stand exactly once in both texts, in the same order ("patience"). Only the gaps between them are compared by difflib.
Line breaks and spaces count for nothing: the same bill comes wrapped in another way each time.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

RUN = 5  # words of an anchor
LARGEST_GAP = 1200  # words on one side: what is longer was rewritten as a whole
TOO_SHORT = 3  # fewer unchanged words between two changes are read as part of them
SHOWN_AROUND = 25  # unchanged words shown before and after a change
WORD = re.compile(r"\S+\s*")

SAME, OUT, IN, FOLDED = "same", "out", "in", "folded"
Op = tuple[str, int, int, int, int]  # of difflib: tag, from and to in the old words, from and to in the new ones


@dataclass(frozen=True)
class Piece:
    """A stretch of text: "same", "out", "in", or "folded" (unchanged and far from any change)."""

    kind: str
    text: str
    words: int

    @property
    def bare(self) -> str:
        return self.text.rstrip()

    @property
    def gap(self) -> str:
        """What stands between it and the next one; the last word of a text has nothing behind it."""
        return self.text[len(self.bare) :] or " "


def compare(old: str, new: str) -> list[Piece]:
    """The pieces of both texts in reading order; spaces and line breaks are those of the text they come from."""
    before, after = WORD.findall(old), WORD.findall(new)
    pieces: list[Piece] = []
    for tag, i1, i2, j1, j2 in joined(list(changes(bare(before), bare(after)))):
        if tag == "equal":
            pieces.append(piece(SAME, after[j1:j2]))
            continue
        pieces += [piece(kind, words) for kind, words in ((OUT, before[i1:i2]), (IN, after[j1:j2])) if words]
    return list(folded(pieces))


def bare(words: list[str]) -> list[str]:
    return [word.rstrip() for word in words]


def piece(kind: str, words: list[str]) -> Piece:
    return Piece(kind, "".join(words), len(words))


def changes(old: list[str], new: list[str]) -> Iterator[Op]:
    at_old = at_new = 0
    for i, j in [*anchors(old, new), (len(old), len(new))]:
        if i < at_old or j < at_new:
            continue  # this anchor lies in what the last one brought along
        yield from of_gap(old, new, at_old, i, at_new, j)
        at_old, at_new = i, j
        while at_old < len(old) and at_new < len(new) and old[at_old] == new[at_new]:
            at_old, at_new = at_old + 1, at_new + 1
        if at_old > i:
            yield "equal", i, at_old, j, at_new


def anchors(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """Where runs of words that are unique on both sides begin, (in the old, in the new), growing on both."""
    there = places_of_unique_runs(new)
    pairs = [(i, there[run]) for run, i in places_of_unique_runs(old).items() if run in there]
    return longest_growing(pairs)


def places_of_unique_runs(words: Sequence[str]) -> dict[tuple[str, ...], int]:
    runs = list(zip(*(words[n:] for n in range(RUN)), strict=False))
    count = Counter(runs)
    return {run: place for place, run in enumerate(runs) if count[run] == 1}


def longest_growing(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of `pairs`, which grow on the left, that grows on the right as well."""
    ends: list[int] = []  # the smallest right side at which a row of this length can end
    last: list[int] = []  # which pair that is
    previous: list[int] = []
    for index, (_left, right) in enumerate(pairs):
        length = bisect_left(ends, right)
        previous.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [right]
        last[length : length + 1] = [index]
    found, index = [], last[-1] if last else -1
    while index >= 0:
        found.append(pairs[index])
        index = previous[index]
    return found[::-1]


def of_gap(old: list[str], new: list[str], i1: int, i2: int, j1: int, j2: int) -> Iterator[Op]:
    """What differs between two anchors; the words that end both sides alike are left out of the comparison."""
    alike = 0
    while i2 - alike > i1 and j2 - alike > j1 and old[i2 - alike - 1] == new[j2 - alike - 1]:
        alike += 1
    i3, j3 = i2 - alike, j2 - alike
    left, right = old[i1:i3], new[j1:j3]
    if left and right and max(len(left), len(right)) <= LARGEST_GAP:
        inner: Iterable[Op] = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    elif left and right and len(left) + len(right) < len(old) + len(new):
        inner = changes(left, right)  # what stood there twice before may be unique in here
    else:
        inner = [("replace", 0, len(left), 0, len(right))] if left or right else []
    yield from ((tag, a + i1, b + i1, c + j1, d + j1) for tag, a, b, c, d in inner)
    if alike:
        yield "equal", i3, i2, j3, j2


def joined(ops: list[Op]) -> list[Op]:
    """Neighbors of a kind become one, and a word or two between two changes go with them: easier to read."""
    found: list[Op] = []
    for place, (tag, i1, i2, j1, j2) in enumerate(ops):
        is_between = 0 < place < len(ops) - 1
        kind = tag if tag == "equal" and not (is_between and i2 - i1 < TOO_SHORT) else "replace"
        if found and (found[-1][0] == "equal") == (kind == "equal"):
            _tag, a, _b, c, _d = found.pop()
            found.append((kind, a, i2, c, j2))
        else:
            found.append((kind, i1, i2, j1, j2))
    return found


def folded(pieces: list[Piece]) -> Iterator[Piece]:
    """Long unchanged stretches keep a few words beside each change."""
    for place, one in enumerate(pieces):
        before = SHOWN_AROUND if place else 0
        after = SHOWN_AROUND if place < len(pieces) - 1 else 0
        if one.kind != SAME or one.words <= before + after + SHOWN_AROUND:
            yield one
            continue
        words = WORD.findall(one.text)
        cut = len(words) - after
        parts = ((SAME, words[:before]), (FOLDED, words[before:cut]), (SAME, words[cut:]))
        yield from (piece(kind, part) for kind, part in parts if part)


def counted(pieces: list[Piece]) -> Counter[str]:
    """How many words of each kind."""
    count: Counter[str] = Counter()
    for one in pieces:
        count[one.kind] += one.words
    return count

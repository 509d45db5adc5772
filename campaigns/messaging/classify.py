"""What a text means: stop, start, help, an emergency, yes, no, thanks, or words for a person to read.

Rules, not guesses: whoever asks to stop in any reasonable wording is heard, and "we must STOP this bill" is not a stop.
What no rule is sure of is `words`: a lead reads it.
"""

import re
import unicodedata
from dataclasses import dataclass

from campaigns.messaging import phrase_parts, phrases
from campaigns.messaging.models import Reply

Kind = Reply.Kind

POLITE_BEFORE = phrase_parts.words("""
please pls plz plse porfavor porfa por favor thanks thank you gracias ok okay hi hello hola sorry pero but just lo
siento and y yes si oye hey n so ya
""")
POLITE_AFTER = POLITE_BEFORE | phrase_parts.words("""
now ya ahora all todo todos it sir maam senor senora already today asap you folks
guys man bro dude lol so much very kindly joven amigo amigos
""")
NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "both of us": 2, "uno": 1, "dos": 2, "tres": 3,
    "cuatro": 4, "cinco": 5, "seis": 6, "los dos": 2, "las dos": 2,
}  # fmt: skip

LARGEST_PARTY = 20
LONG = 60


@dataclass(frozen=True)
class Reading:
    """`language` is the one it is written in, '' when that is unclear; `has_more`: a person should read it as well."""

    kind: Reply.Kind
    party_size: int | None = None
    language: str = ""
    has_more: bool = False


def plain(text: str) -> str:
    """Lower case without accents, apostrophes, hyphens and emoji; sentence marks stay, to tell clauses apart."""
    folded = unicodedata.normalize("NFKD", text.casefold().replace("’", "'")).replace("'", "").replace("-", " ")
    kept = "".join(letter for letter in folded if unicodedata.category(letter) not in {"Mn", "So", "Sk", "Cf"})
    return " ".join(kept.split())


def spelled_out(words: str) -> str:
    """With the short forms of thumbs written out: "q" que, "ur" your, "stooop" stop."""
    words = re.sub(r"([a-z])\1{2,}", r"\1", words)
    return re.sub(r"\w+", lambda found: phrase_parts.SHORT_FORMS.get(found[0], found[0]), words)


def classify(text: str, language: str = "") -> Reading:
    """`language` is the one the person is known to read; it decides where a word exists in both."""
    words = spelled_out(plain(text))
    clauses = [clause for part in re.split(r"[.,;:!?¡¿()\"“”]+", words) if (clause := part.strip(" -_*~"))]
    whole = " ".join(clauses)
    written_in = language_of(whole)
    if any(pattern.search(words) for pattern in phrases.REACTION) or is_thanks(whole, text):
        return Reading(Kind.THANKS, language=written_in)
    if phrases.QUESTIONED.search(words):
        return Reading(Kind.WORDS, language=written_in)
    for kind, matches in (
        (Kind.EMERGENCY, is_emergency),
        (Kind.STOP, is_stop),
        (Kind.START, is_start),
        (Kind.HELP, is_help),
    ):
        if matches(whole, clauses):
            return Reading(kind, language=written_in)
    if {bare(whole), *map(bare, clauses[:1])} & phrases.DONE:
        return Reading(Kind.DONE, language=written_in, has_more="?" in text or "¿" in text or len(text) > LONG)
    if whole in phrases.NO_ANSWER_IN.get(language, ()):
        return Reading(Kind.WORDS, language=written_in)
    return yes_or_no(text, whole, clauses, written_in)


def yes_or_no(text: str, whole: str, clauses: list[str], written_in: str) -> Reading:
    has_more = "?" in text or "¿" in text or len(text) > LONG
    # Without its accent "si" may be an "if".
    if phrases.UNSURE.search(plain(re.sub(r"\bs[íÍ]\b", "yes", text))):
        return Reading(Kind.WORDS, language=written_in)
    spoken = (whole, clauses[0] if clauses else "")
    for kind, patterns in ((Kind.NO, phrases.NOT_COMING), (Kind.YES, phrases.COMING)):
        if kind == Kind.NO and re.search(
            r"\b(?:no problem|no hay problema|no falt|no voy a falt|no vamos a falt)", whole
        ):
            continue
        if any(pattern.search(part) for pattern, part in ((p, s) for p in patterns for s in spoken)):
            size = party_size(plain(text)) if kind == Kind.YES else None
            return Reading(kind, size, written_in, has_more)
    if len(clauses) == 1 and phrases.THANKS_FOR.search(whole):
        return Reading(Kind.THANKS, language=written_in)
    return Reading(Kind.WORDS, language=written_in)


def is_stop(whole: str, clauses: list[str]) -> bool:
    if bare(whole) in phrases.STOP_ALONE or whole in phrases.STOP_ALONE:
        return True
    if any(bare(clause) in phrases.STOP_STRONG for clause in clauses):
        return True
    if any(pattern.search(whole) for pattern in phrases.NOT_STOP):
        return False
    parts = {*clauses, *map(bare, clauses), whole}
    if any(pattern.search(part) for pattern in phrases.STOP for part in parts):
        return True
    return any(sounds_like_stop(clause) for clause in clauses)


def sounds_like_stop(clause: str) -> bool:
    """No wording we know, but "no more", "take off" and their kin said of our texts, and of nothing else."""
    if phrases.ABOUT_ELSE.search(clause):
        return False
    return bool(phrases.AWAY_WITH_TEXTS.search(clause) or phrases.AWAY_WITH_ME.search(clause))


def is_start(whole: str, clauses: list[str]) -> bool:
    return bare(whole) in phrases.START_ALONE or whole in phrases.START_ALONE


def is_help(whole: str, clauses: list[str]) -> bool:
    return whole in phrases.HELP_ALONE


def is_emergency(whole: str, clauses: list[str]) -> bool:
    if is_help(whole, clauses) or any(pattern.search(whole) for pattern in phrases.NOT_EMERGENCY):
        return False
    return any(pattern.search(whole) for pattern in phrases.EMERGENCY)


def is_thanks(whole: str, text: str) -> bool:
    """Nothing but thanks, or nothing but a picture."""
    words = whole.split()
    if not words:
        return bool(text.strip()) and "?" not in text
    return set(words) <= phrases.THANKS and bool(set(words) & phrases.THANKS_CORE)


def bare(clause: str) -> str:
    """Without the polite words around it, a repeated word once: "please stop stop now" -> "stop"."""
    words = list(dict.fromkeys(clause.split()))
    while words and words[0] in POLITE_BEFORE:
        words.pop(0)
    while words and words[-1] in POLITE_AFTER:
        words.pop()
    return " ".join(words)


def party_size(words: str) -> int | None:
    """How many come, if it says: "vamos 3" 3, "+2" 3, "me and my sister" 2; "at 7" is a time."""
    for pattern in phrases.BESIDES:
        if found := pattern.search(words):
            return within(1 + number(next(filter(None, found.groups()))))
    for pattern in phrases.TOTAL:
        if found := pattern.search(words):
            return within(number(next(filter(None, found.groups()))))
    return 2 if phrases.ONE_MORE.search(words) else None


def number(text: str) -> int:
    return NUMBERS[text] if text in NUMBERS else int(text)


def within(count: int) -> int | None:
    return count if 1 <= count <= LARGEST_PARTY else None


def language_of(whole: str) -> str:
    """The language most of the words belong to, '' when neither does."""
    words = whole.split()
    english = sum(word in phrases.ENGLISH for word in words)
    spanish = sum(word in phrases.SPANISH for word in words)
    return "" if english == spanish else "en" if english > spanish else "es"

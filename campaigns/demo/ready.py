"""The ready answers of the demo: `ready.toml`, one of them not yet in Spanish."""

import tomllib
from pathlib import Path

from campaigns.models import CannedAnswer, CannedAnswerText
from chapters.models import Chapter


def write_ready(chapter: Chapter) -> None:
    told = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    for words in told["answers"]:
        answer = CannedAnswer.objects.create(chapter=chapter, title=words["title"])
        for language in chapter.languages:
            if language in words:
                CannedAnswerText.objects.create(parent=answer, language=language, body=words[language])

"""Numbers that must stay good. `make bench` runs every module here; each offers `measure() -> list[Result]`."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Result:
    """One number with its goal. The key says its unit."""

    key: str
    value: float
    goal: float
    better: Literal["higher", "lower"]

    @property
    def ok(self) -> bool:
        return self.value >= self.goal if self.better == "higher" else self.value <= self.goal

    def as_row(self) -> dict[str, object]:
        return {"key": self.key, "value": self.value, "goal": self.goal, "better": self.better, "ok": self.ok}

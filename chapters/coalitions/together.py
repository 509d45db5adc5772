"""What a chapter did with a partner, as the slices above tell it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from chapters.coalitions.models import PartnerOrganization


@dataclass(frozen=True)
class Together:
    """One thing held with a partner; `words` say in which way, `zone` is that of the place."""

    title: str
    at: datetime
    zone: str
    url: str
    words: str


Provider = Callable[[PartnerOrganization], Iterable[Together]]

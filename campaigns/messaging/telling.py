"""What the leads of a chapter must hear of by email: written down where it happens, posted soon after by the pump."""

from campaigns.messaging.models import LeadNotice
from chapters.models import Chapter


def tell(chapter: Chapter, about: str, *, key: str, **facts: int | str) -> bool:
    """Write down one thing to tell, in the caller's transaction; False when this `key` was written down before."""
    notice = LeadNotice(chapter=chapter, about=about, key=key[:140], facts=facts)
    LeadNotice.objects.bulk_create([notice], ignore_conflicts=True)
    return LeadNotice.objects.filter(key=notice.key, told_at=None, facts=facts).exists()

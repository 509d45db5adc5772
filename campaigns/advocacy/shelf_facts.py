"""What press and letters give to the timeline of a campaign (`facts.py`): two queries, whatever there is."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.advocacy.facts import Fact
from campaigns.advocacy.shelf_models import PressMention, SignOnLetter
from campaigns.models import Campaign


def facts(campaign: Campaign) -> Iterator[Fact]:
    for mention in campaign.press_mentions.filter(moment=None):
        yield about_mention(campaign, mention)
    delivered = campaign.sign_on_letters.filter(state=SignOnLetter.State.DELIVERED)
    for letter in delivered.with_words().with_counts():
        yield about_letter(campaign, letter)


def about_mention(campaign: Campaign, mention: PressMention) -> Fact:
    """One that is tied to a moment is told with that moment."""
    return Fact(
        key=f"press:{mention.code}",
        kind="press",
        on=mention.published_on,
        title=f"{mention.outlet}: {mention.title}",
        is_public=mention.is_public,
        url=mention.url,
        inside_url=reverse("campaigns:advocacy_mention_edit", args=[campaign.chapter.slug, mention.code]),
        language=mention.language,
    )


def about_letter(campaign: Campaign, letter: SignOnLetter) -> Fact:
    n: int = letter.signed_count  # type: ignore[attr-defined]  # counted by the query
    signed = ngettext("Signed by %(n)s organization.", "Signed by %(n)s organizations.", n) % {"n": n}
    return Fact(
        key=f"letter:{letter.code}",
        kind="paper",
        on=letter.delivered_on,
        title=_("We hand over a letter: %(title)s") % {"title": letter},
        body=signed,
        is_public=True,
        url=reverse("campaigns:advocacy_sign", args=[letter.code]),
        inside_url=reverse("campaigns:advocacy_letter", args=[campaign.chapter.slug, letter.code]),
    )

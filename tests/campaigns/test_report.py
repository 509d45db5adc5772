"""The report of a campaign: `campaigns:report`, `campaigns:report_public`, and `campaigns:report_open`, which lets
anyone read it."""

import re

import pytest
from django.test import Client

from campaigns.models import Campaign
from chapters.models import AuditEntry
from tests.campaigns.fights import held, make_action, make_moment, make_target, stand
from tests.cast import Cast
from tests.factories import make_campaign, signed_in

pytestmark = pytest.mark.django_db
PUBLIC = "/highland-park/sanctuary/report/"


@pytest.fixture
def campaign(cast: Cast) -> Campaign:
    campaign = make_campaign(cast.here)
    vigil = held(campaign, "Candles", "2017-04-22", came=214)
    vigil.collected.create(chapter=cast.here, what="postcards", count=214)
    held(campaign, "Soup", "2017-06-02", came=7)
    action = make_action(campaign, on="2017-05-02", taken_count=31)
    assert action.published_at
    for number in range(31):
        action.taken.create(
            chapter=cast.here,
            source="shared",
            key=f"k{number}",
            taken_at=action.published_at or action.created_at,
            outcome="spoke",
        )
    action.taken.create(
        chapter=cast.here,
        source="shared",
        key="nobody",
        taken_at=action.published_at or action.created_at,
        outcome="no_answer",
    )
    target = make_target(campaign, "José Huizar")
    stand(target, 3, "2017-03-01")
    stand(target, 4, "2017-06-10")
    make_moment(campaign, "A father is taken", happened_on="2017-02-28", kind="launch")
    make_moment(campaign, "Free on bond", happened_on="2017-08-30", kind="win")
    make_moment(campaign, "LEAK we quarrel", happened_on="2017-08-31", kind="setback", is_public=False)
    return campaign


def inside(campaign: Campaign, cast: Cast, query: str = "") -> str:
    answer = signed_in(cast.volunteer).get(f"/c/highland-park/campaigns/{campaign.code}/report/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def numbers(html: str) -> dict[str, str]:
    return dict(re.findall(r"<div><dt>(.*?)</dt><dd>(.*?)</dd></div>", html))


def rows(html: str) -> list[list[str]]:
    """The table beside the drawing."""
    body = html.partition("<tbody")[2].partition("</tbody>")[0]
    found = re.findall(r"<tr.*?</tr>", body, re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in found]
    return [[re.sub(r"<[^>]+>", "", cell).strip() for cell in row] for row in cells]


def test_it_tells_the_story_with_its_numbers(campaign: Campaign, cast: Cast) -> None:
    html = inside(campaign, cast)
    assert numbers(html) == {"came to 2 events": "221", "calls to officials": "31", "postcards at events": "214"}
    assert "<b>1</b> official moved toward us." in html
    assert "LEAK we quarrel" in html
    assert rows(html) == [
        ["February 2017", "0", "0", "A father is taken"],
        ["March 2017", "0", "0", "–"],
        ["April 2017", "214", "214", "Candles"],
        ["May 2017", "31", "0", "–"],
        ["June 2017", "0", "7", "Soup"],
        ["July 2017", "0", "0", "–"],
        ["August 2017", "0", "0", "Free on bond; LEAK we quarrel"],
    ]


def test_the_drawing_says_the_same(campaign: Campaign, cast: Cast) -> None:
    html = inside(campaign, cast)
    assert 'role="img" aria-label="February 2017: 0 actions, 0 people came. A father is taken;' in html
    assert "April 2017: 214 actions, 214 people came. Candles" in html
    widths = [int(width) for width in re.findall(r'<rect class="c-[12]" x="0" y="\d+" width="(\d+)"', html)]
    assert widths == [330, 330, 48, 11], "from zero, as long as the number beside it"


def test_anyone_reads_it_once_a_lead_opens_it_without_what_is_internal(campaign: Campaign, cast: Cast) -> None:
    assert Client().get(PUBLIC).status_code == 404
    gate = f"/c/highland-park/campaigns/{campaign.code}/report/open/"
    assert signed_in(cast.volunteer).post(gate, {"open": "1"}).status_code == 403
    lead = signed_in(cast.lead)
    lead.post(gate, {"open": "1"})
    html = Client().get(PUBLIC).content.decode()
    assert "LEAK" not in html
    assert numbers(html) == {"came to 2 events": "200+", "calls to officials": "30+", "postcards at events": "200+"}
    assert "214" not in html
    assert rows(html)[4] == ["June 2017", "–", "–", "Soup"], "7 people are too few to be told"
    assert PUBLIC in Client().get("/highland-park/sanctuary/").content.decode()
    lead.post(gate)
    assert Client().get(PUBLIC).status_code == 404
    acts = AuditEntry.objects.order_by("id").values_list("act", flat=True)
    assert [*acts] == ["campaign_report_opened", "campaign_report_closed"]
    Campaign.objects.update(is_report_public=True, published_at=None)
    assert Client().get(PUBLIC).status_code == 404


def test_in_public_a_long_story_is_told_in_short(campaign: Campaign) -> None:
    Campaign.objects.update(is_report_public=True)
    before = Client().get(PUBLIC).content.decode()
    for number in range(30):
        make_moment(campaign, f"Told {number}", happened_on="2017-05-01")
    html = Client().get(PUBLIC).content.decode()
    assert "The whole story" not in before
    assert re.search(r"\d+ more moments are in the whole story", html)
    assert html.partition('<ol class="moments">')[2].partition("</ol>")[0].count("<li") == 25


def test_a_long_campaign_is_drawn_by_year(campaign: Campaign, cast: Cast) -> None:
    make_moment(campaign, "It is the law", happened_on="2019-10-01", kind="win")
    found = rows(inside(campaign, cast))
    assert [row[0] for row in found] == ["2017", "2019"]
    assert found[0] == ["2017", "245", "221", "Free on bond; LEAK we quarrel"], "the weightiest two"


def test_in_spanish_and_to_be_printed(campaign: Campaign, cast: Cast) -> None:
    html = inside(campaign, cast, "?lang=es")
    assert "Abril de 2017" in html
    assert "postales en eventos" in html
    assert "data-print" in html
    assert "Guardar como PDF" in html


def test_a_campaign_in_which_nothing_was_counted(cast: Cast) -> None:
    html = inside(make_campaign(cast.here), cast)
    assert '<svg class="chart' not in html
    assert "<dt>" not in html

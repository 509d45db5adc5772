"""axe-core's judgement of a page: WCAG 2.2 A and AA."""

from pathlib import Path

from playwright.sync_api import Page

SOURCE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def problems(page: Page) -> list[str]:
    """One line for each element that breaks a rule. The script runs beside the page's content policy, not in it."""
    page.evaluate(SOURCE)
    found = page.evaluate("rules => axe.run(document, {runOnly: rules}).then(result => result.violations)", RULES)
    return [f"{rule['id']}: {node['html'][:120]} ({rule['help']})" for rule in found for node in rule["nodes"]]

"""What journeys do and look at, in the words of the reader."""

import csv
import io
import re
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT

from tools.inspection.pages import KINDS

STATUSES = {
    "list at a wrong address": 400,
    "list beyond its last page": 404,
    "withdrawn practice": 410,
    "nothing": 404,
    "nothing, with words that are found": 404,
    "comparison at a wrong address": 400,
    "coverage at a wrong address": 400,
}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RULES = {"runOnly": {"type": "tag", "values": TAGS}}
#: The contrast of texts takes axe as long as all other rules together, several times over.
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
ALL_BUT_CONTRAST = RULES | {"rules": {"color-contrast": {"enabled": False}}}
EVENT = 'APEC workshop on the protection of "soft" targets against terrorist attacks'


def visit(page, kind: str, problems: list[str]) -> None:
    """Open a page of a kind; the browser may complain of the status that belongs to it."""
    status = STATUSES.get(kind, 200)
    assert page.goto(KINDS[kind]).status == status, kind
    problems[:] = [line for line in problems if f"a status of {status} " not in line]


def violations(page, rules: dict = RULES) -> list[str]:
    """Return what breaks the rules of accessibility on a page, with the elements concerned."""
    if page.evaluate("typeof axe") != "object":
        page.evaluate(AXE_SCRIPT)
    # At the end of a page nothing lies below a bar that stays on the screen.
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    # Without `preload` axe reads no stylesheets for itself; it would put them into the page.
    options = rules | {"resultTypes": ["violations"], "preload": False}
    found = page.evaluate("async options => (await axe.run(options)).violations", options)
    return [f"{rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]]


def overflow(page) -> int:
    """Return by how many pixels a page is wider than its window."""
    root = page.locator("html")
    return root.evaluate("root => root.scrollWidth - root.clientWidth")


def press(page, target) -> None:
    """Press what leads to another address, and wait for what is there."""
    before = page.url
    with page.expect_navigation(url=lambda address: address != before):
        target.click()


def follow(page, *names: str) -> None:
    """Follow links by their names, one page after the other."""
    for name in names:
        press(page, page.get_by_role("link", name=name, exact=True).first)


def tick(page, *labels: str) -> None:
    """Tick values of facets. A list changes at once where scripts run, otherwise when applied."""
    at_once = page.evaluate("typeof htmx") == "object"
    for label in labels:
        if at_once:
            press(page, value(page, label))
        else:
            value(page, label).check()
    if not at_once:
        press(page, page.get_by_role("button", name="Apply filters").last)


def value(page, label: str):
    """Return the box of a value of a facet; its name ends with the number of its records."""
    return page.get_by_label(re.compile(rf"^\s*{re.escape(label)}\s+\d+\s*$"))


def remove_chip(page, label: str) -> None:
    """Take a filter away by its chip."""
    press(page, page.locator(".chip", has_text=label))


def count(page) -> int:
    """Return the number of records that a list says it has."""
    return int(page.locator(".count").inner_text().split()[0])


def chips(page) -> list[str]:
    """Return the filters in force as the list names them."""
    texts = page.locator(".chip").all_inner_texts()
    return [re.sub(r"\s*×.*", "", text, flags=re.DOTALL) for text in texts]


def codes(page) -> list[str]:
    """Return the codes of the practices on one page of the list, in order."""
    links = page.locator(".card-title a").all()
    return [re.search(r"GP-\d+", link.get_attribute("href"))[0] for link in links]


def codes_of_all_pages(page) -> list[str]:
    """Leaf through a list from its first page to its last, and return the codes in order."""
    found = codes(page)
    following = page.get_by_role("link", name="Next", exact=True)
    while following.count():
        press(page, following)
        found += codes(page)
    return found


def download(page, name: re.Pattern) -> list[dict]:
    """Press a link to a CSV file and return its rows."""
    with page.expect_download() as started:
        page.get_by_role("link", name=name).click()
    text = Path(started.value.path()).read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def tab_to(page, target, most: int = 40) -> None:
    """Press Tab until an element has the focus; on the way the focus is always to be seen."""
    for _ in range(most):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        assert focused.evaluate(SEEN), focused.evaluate("element => element.outerHTML")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{target} is not reached by {most} tabs")


#: Whether the focused element has an outline, lies in the window, and nothing lies over it.
SEEN = """element => {
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    const box = element.getClientRects()[0];
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const above = document.elementFromPoint(x, y);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2
        && above !== null && (element.contains(above) || above.contains(element));
}"""

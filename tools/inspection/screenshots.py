"""`python -m tools.inspection.screenshots`: pictures of the main pages, for docs/img/.

The real records in fixed windows, nothing moving, as WebP: the same pages give the same pictures.
"""

import base64
import os
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tools.chromium import FLAGS, NAMES
from tools.inspection import programs, story
from tools.inspection.serving import ROOT, serve_real_records

FOLDER = ROOT / "docs" / "img"
PAGES = {
    "home": "/",
    "practices": "/practices/",
    "filtered": "/practices/?sector=aviation&measure=risk_assessment",
    "practice": "/practices/GP-0121/",
    "resolution": "/resolutions/s-res-2341-2017/",
    "paragraph": "/resolutions/s-res-2341-2017/3/",
    "organization": "/organizations/cted/",
    "event": "/events/EV-0029/",
    "coverage": "/coverage/",
    "states": "/coverage/states/",
    "compare": "/practices/compare/?code=GP-0001&code=GP-0132&code=GP-0070",
    "search": "/search/?q=airport+security",
    "about": "/about/",
}
WINDOWS = {
    "desktop": {"viewport": {"width": 1280, "height": 800}},
    "phone": {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True},
}
SCHEMES = ("light", "dark")
ACCOUNTS = "trial-accounts.txt"  # where a trial keeps its accounts
STORY = "GP-0121"  # the practice that is changed in the pictures of editing
QUALITY = 66
MOST = 3_000_000  # bytes of all pictures together: they are kept in the repository


def main() -> int:
    """Take every picture again; return 1 if they are too large for the repository."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path in FOLDER.glob("*.webp"):
        path.unlink()
    chromium = programs.find_program(*NAMES)
    with serve_real_records() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for window in WINDOWS:
            for scheme in SCHEMES:
                take_page_pictures(browser, address, window, scheme)
        take_editing_pictures(browser, address)
        browser.close()
    size = sum(path.stat().st_size for path in FOLDER.glob("*.webp"))
    count = len(list(FOLDER.glob("*.webp")))
    print(f"{count} pictures, {size:,} bytes, in {FOLDER.name}/")
    return 1 if size > MOST else 0


def take_page_pictures(browser, address: str, window: str, scheme: str) -> None:
    """Take the pictures of all pages in one window."""
    context = browser.new_context(
        base_url=address, color_scheme=scheme, reduced_motion="reduce", **WINDOWS[window]
    )
    page = context.new_page()
    for name, path in PAGES.items():
        answer = page.goto(path)
        if answer.status != 200:
            raise SystemExit(f"screenshots: {path} answers {answer.status}.")
        take_picture(page, FOLDER / f"{name}-{window}-{scheme}.webp")
    context.close()


def take_editing_pictures(browser, address: str) -> None:
    """Take the pictures of docs/editing.md, while an editor and a reviewer do a day's work."""
    accounts = (Path(os.environ["CATALOGUE_VAR"]) / ACCOUNTS).read_text().splitlines()
    passwords = {name: password for name, password, _encoded in map(str.split, accounts)}
    pages = {name: sign_in(browser, address, name, passwords[name]) for name in passwords}

    def picture(page, name: str) -> None:
        take_picture(page, FOLDER / f"editing-{name}.webp")

    story.walk_story(story.Desk(pages["editor"], pages["reviewer"], STORY, picture))


def sign_in(browser, address: str, name: str, password: str):
    """Return a window in which a person has signed in to the admin."""
    context = browser.new_context(
        base_url=address, color_scheme="light", reduced_motion="reduce", **WINDOWS["desktop"]
    )
    page = context.new_page()
    page.goto("/admin/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(password)
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in").click()
    return page


def take_picture(page, target: Path) -> None:
    """Take a picture of what the window shows."""
    page.wait_for_load_state()
    page.evaluate("document.fonts.ready")
    session = page.context.new_cdp_session(page)
    options = {"format": "webp", "quality": QUALITY}
    picture = session.send("Page.captureScreenshot", options)["data"]
    target.write_bytes(base64.b64decode(picture))


if __name__ == "__main__":
    sys.exit(main())

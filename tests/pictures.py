"""Pictures of the screens for the documents: `python -m tests.pictures docs/pictures`, or `make pictures`.

The ledger is that of the invented pages in `examples/`, read with the model that sayso comes with.
"""

from __future__ import annotations

import base64
import sys
import tempfile
from pathlib import Path

from sayso.library import open_ledger
from tests.serving import a_browser, served

ROOT = Path(__file__).resolve().parents[1]
WIDTH, HEIGHT = 1200, 760
QUALITY = 80
NAMES = ("statements", "reader", "archived", "trace", "matter", "actor")
PAGE = "courier-closure"
"""The example that the reader shows."""


def make_pictures(folder: Path) -> list[Path]:
    """Write a picture of each screen, as WebP, and return the files."""
    with tempfile.TemporaryDirectory() as work:
        path = Path(work) / "examples.db"
        with open_ledger(path) as ledger:
            ledger.read(sorted(str(one) for one in (ROOT / "examples").glob("*.*") if one.suffix != ".md"))
            ledger.link()
            ledger.actors(limit=1)
        with open_ledger(path, read_only=True) as ledger, served(ledger) as address, a_browser() as browser:
            context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
            page = context.new_page()
            return [_picture(page, address + path, folder / f"{name}.webp") for name, path in addresses(ledger).items()]


def addresses(ledger) -> dict[str, str]:
    """Return name -> address of what is pictured."""
    article = ledger.article(PAGE).article.id
    [matter, *_] = ledger.matters(1)
    [actor, *_] = ledger.actors(limit=1)
    found = ("/", f"/articles/{article}", f"/articles/{article}?view=archived")
    found += (f"/statements/{matter.matter.central}/trace", f"/matters/{matter.matter.id}", f"/actors/{actor.id}")
    return dict(zip(NAMES, found, strict=True))


def _picture(page, address: str, file: Path) -> Path:
    page.goto(address, wait_until="networkidle")
    if address.endswith("view=archived"):
        page.locator(".card h3 a").first.click()
        page.frame(name="archived").wait_for_url("**#sayso-*")
    asked = {"format": "webp", "quality": QUALITY}  # Playwright's own screenshots are PNG or JPEG: four times as large
    shot = page.context.new_cdp_session(page).send("Page.captureScreenshot", asked)
    file.write_bytes(base64.b64decode(shot["data"]))
    return file


if __name__ == "__main__":
    made = make_pictures(Path(sys.argv[1]))
    sys.stdout.write("".join(f"{one} {one.stat().st_size:,} bytes\n" for one in made))

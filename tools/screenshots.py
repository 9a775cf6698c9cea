"""`make screenshots`: the pictures of README, taken from a demo of their own, always the same world."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from ancrage.config import checkout

PORT = 8799
PICTURES = checkout.ROOT / "docs" / "images"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync", "--no-first-run"]
AGENT, WORKER = "Maude Thériault", "Rosalie Bernier"


@dataclass(frozen=True)
class Picture:
    """One page, as someone sees it. ``link``: follow the first link whose address matches, from ``path``,
    in the part headed ``under``."""

    name: str
    who: str
    path: str
    link: str = ""
    under: str = ""
    width: int = 1280
    dark: bool = False

    @property
    def file(self) -> Path:
        return PICTURES / f"{self.name}-{self.width}-{'sombre' if self.dark else 'clair'}.png"


_CASE = r"/dossiers/[0-9a-f-]{36}/$"
_INBOX = r"/mes-aiguillages/[0-9a-f-]{36}/$"
CHOSEN = (
    Picture("ma-journee", AGENT, "/ma-journee/"),
    Picture("ma-journee", AGENT, "/ma-journee/", dark=True),
    Picture("ma-journee", AGENT, "/ma-journee/", width=360),
    Picture("dossier", AGENT, "/ma-journee/", link=_CASE, under="Aujourd’hui"),
    Picture("dossier", AGENT, "/ma-journee/", link=_CASE, under="Aujourd’hui", width=360),
    Picture("repertoire", AGENT, "/repertoire/"),
    Picture("mes-aiguillages", WORKER, "/mes-aiguillages/"),
    Picture("aiguillage-recu", WORKER, "/mes-aiguillages/", link=_INBOX, width=360),
)


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with _demo(), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for picture in CHOSEN:
            _take(browser, picture)
            print(picture.file.relative_to(checkout.ROOT), flush=True)
        browser.close()


@contextmanager
def _demo() -> Iterator[None]:
    """A demo of its own, so that what was done in the other does not show."""
    home = checkout.ROOT / ".ancrage" / "screenshots"
    home.mkdir(parents=True, exist_ok=True)
    environment = os.environ | {"ANCRAGE_HOME": str(home)}
    demo = subprocess.Popen([checkout.ROOT / ".venv/bin/ancrage", "demo", "--port", str(PORT)], env=environment)
    try:
        _wait(demo)
        yield
    finally:
        demo.send_signal(signal.SIGINT)
        demo.wait()


def _wait(demo: subprocess.Popen[bytes]) -> None:
    while demo.poll() is None:
        with suppress(urllib.error.URLError, OSError), urllib.request.urlopen(f"http://localhost:{PORT}/readyz"):
            return
        time.sleep(0.2)
    sys.exit("The demo did not start.")


def _take(browser: Browser, picture: Picture) -> None:
    context = browser.new_context(
        base_url=f"http://localhost:{PORT}",
        color_scheme="dark" if picture.dark else "light",
        locale="fr-CA",
        timezone_id="America/Toronto",
        viewport={"width": picture.width, "height": 740 if picture.width < 768 else 900},
    )
    page = context.new_page()
    _enter(page, picture.who)
    page.goto(picture.path)
    if picture.link:
        part = page.locator("main")
        if picture.under:
            heading = page.get_by_role("heading", name=picture.under)
            part = page.locator("section", has=heading).last
        addresses = part.locator("a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
        page.goto(next(address for address in addresses if address and re.search(picture.link, address)))
    page.screenshot(path=picture.file)
    context.close()


def _enter(page: Page, who: str) -> None:
    page.goto("/demo/")
    page.get_by_role("button", name=re.compile(re.escape(who))).first.click()
    page.wait_for_load_state()


if __name__ == "__main__":
    main()

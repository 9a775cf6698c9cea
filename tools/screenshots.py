"""`make screenshots`: the pictures of README, taken from a demo of their own, always the same world."""

import argparse
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
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

from ancrage.config import checkout

PORT = 8799
PICTURES = checkout.ROOT / "docs" / "images"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync", "--no-first-run"]
AGENT, WORKER = "Maude Thériault", "Rosalie Bernier"
ADMINISTRATOR, OFFICER = "Valérie Ouellet", "Denis Pelletier"
DIRECTOR = "Hélène Marquis"
THEMES: dict[str, Literal["light", "dark"]] = {"clair": "light", "sombre": "dark"}


@dataclass(frozen=True)
class Sight:
    """One page, as someone sees it. ``path`` may hold what ``_known`` finds: {dossier}, {besoin}, {lien}…"""

    name: str
    who: str
    path: str


DAY = Sight("ma-journee", AGENT, "/ma-journee/")
CASE = Sight("dossier", AGENT, "{dossier}")
CHOICE = Sight("aiguillage-choix", AGENT, "{dossier}aiguiller/?besoin={besoin}")
ANSWER = Sight("reponse-partenaire", "", "{lien}")
CHOSEN = (
    (DAY, 1280, "clair"),
    (CASE, 1280, "clair"),
    (CHOICE, 1280, "clair"),
    (ANSWER, 1280, "clair"),
    (CASE, 360, "clair"),
    (DAY, 1280, "sombre"),
)
MAIN = (
    DAY,
    CASE,
    CHOICE,
    ANSWER,
    Sight("confirmation-partenaire", "", "{lien}accueillir/"),
    Sight("connexion", "", "/connexion/"),
    Sight("demo", "", "/demo/"),
    Sight("demande", "", "/demande/"),
    Sight("demande-arabe", "", "/demande/?langue=ar"),
    Sight("dossiers", AGENT, "/dossiers/"),
    Sight("vues", AGENT, "/dossiers/vues/"),
    Sight("dossiers-direction", DIRECTOR, "/dossiers/"),
    Sight("equipe", DIRECTOR, "/equipe/"),
    Sight("nouvelle-personne", AGENT, "/dossiers/nouveau/"),
    Sight("demandes", AGENT, "/demandes/"),
    Sight("verifications", AGENT, "/dossiers/verifications/"),
    Sight("doublons", AGENT, "/dossiers/doublons/"),
    Sight("importations", AGENT, "/dossiers/importations/"),
    Sight("doublon", AGENT, "{doublon}"),
    Sight("aiguillages", AGENT, "/aiguillages/"),
    Sight("rendez-vous", AGENT, "/rendez-vous/?tous"),
    Sight("feuille-accueil", AGENT, "/rendez-vous/imprimer/?when=semaine"),
    Sight("recherche", AGENT, "/recherche/?q=garderie"),
    Sight("evaluations", AGENT, "{dossier}evaluations/"),
    Sight("evaluation-debut", AGENT, "{dossier}evaluations/nouvelle/"),
    Sight("evaluation", AGENT, "{evaluation}"),
    Sight("besoin", AGENT, "{dossier}plan/besoins/{besoin}/"),
    Sight("versions", AGENT, "{dossier}plan/versions/"),
    Sight("version", AGENT, "{dossier}plan/versions/1/"),
    Sight("acceptation", AGENT, "{dossier}plan/versions/1/accepter/"),
    Sight("dossier-aiguillages", AGENT, "{dossier}aiguillages/"),
    Sight("aiguillage", AGENT, "{aiguillage}"),
    Sight("aiguiller", AGENT, "{dossier}aiguiller/"),
    Sight("documents", AGENT, "{dossier}documents/"),
    Sight("document", AGENT, "{dossier}documents/nouveau/"),
    Sight("notes", AGENT, "{dossier}notes/"),
    Sight("note", AGENT, "{dossier}notes/nouvelle/"),
    Sight("suivis", AGENT, "{dossier}suivis/"),
    Sight("tache", AGENT, "{dossier}taches/nouvelle/"),
    Sight("menage", AGENT, "{dossier}menage/"),
    Sight("consentements", AGENT, "{dossier}consentements/"),
    Sight("consentement", AGENT, "{dossier}consentements/nouveau/"),
    Sight("consultations", AGENT, "{dossier}consultations/"),
    Sight("historique", AGENT, "{dossier}historique/"),
    Sight("personne", AGENT, "{dossier}personne/"),
    Sight("statuts", AGENT, "{dossier}statuts/"),
    Sight("langues", AGENT, "{dossier}langues/"),
    Sight("acces", AGENT, "{dossier}acces/"),
    Sight("fermer", AGENT, "{dossier}fermer/"),
    Sight("transferer", AGENT, "{dossier}transferer/"),
    Sight("repertoire", AGENT, "/repertoire/"),
    Sight("service", AGENT, "{service}"),
    Sight("organisme", AGENT, "{organisme}"),
    Sight("avis", AGENT, "/avis/"),
    Sight("mon-compte", AGENT, "/mon-compte/"),
    Sight("mes-aiguillages", WORKER, "/mes-aiguillages/"),
    Sight("aiguillage-recu", WORKER, "{recu}"),
    Sight("mes-services", WORKER, "/mes-services/"),
    Sight("comptes", ADMINISTRATOR, "/comptes/"),
    Sight("roles", ADMINISTRATOR, "/comptes/roles/"),
    Sight("structure", ADMINISTRATOR, "/structure/"),
    Sight("listes", ADMINISTRATOR, "/listes/"),
    Sight("domaines", ADMINISTRATOR, "/listes/domaines/"),
    Sight("messages", ADMINISTRATOR, "/messages/"),
    Sight("registre", OFFICER, "/registre/"),
    Sight("acces-exceptionnel", AGENT, "/acces-exceptionnel/"),
    Sight("courriels", "", "/demo/courriels/"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", type=Path, metavar="DIR", help="every main page, narrow and wide, light and dark")
    parser.add_argument("--only", default="", help="only the pages whose name holds this")
    parser.add_argument("--url", default="", help="a demo that runs already")
    parser.add_argument("--language", default="fr", choices=("fr", "en"))
    parser.add_argument("--width", type=int, help="only this width")
    asked = parser.parse_args()
    folder = asked.all or PICTURES
    folder.mkdir(parents=True, exist_ok=True)
    every = [(sight, width, theme) for width in (1280, 360) for theme in THEMES for sight in MAIN]
    wanted = [one for one in (every if asked.all else CHOSEN) if asked.only in one[0].name]
    wanted = [one for one in wanted if asked.width in {None, one[1]}]
    with nullcontext(asked.url) if asked.url else _demo() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        known = _known(browser, url)
        for (who, width, theme), group in groupby(sorted(wanted, key=_setting), key=_setting):
            page = _page(browser, url, who, width, theme)
            page.context.add_cookies([{"name": "ancrage_langue", "value": asked.language, "url": url}])
            for sight, _width, _theme in group:
                _take(page, sight.path.format_map(known), folder / f"{sight.name}-{width}-{theme}.png", asked.all)
            page.context.close()
        browser.close()


def _setting(one: tuple[Sight, int, str]) -> tuple[str, int, str]:
    return one[0].who, one[1], one[2]


def _page(browser: Browser, url: str, who: str, width: int = 1280, theme: str = "clair") -> Page:
    """Signed in as ``who``, or nobody."""
    context = browser.new_context(
        base_url=url,
        color_scheme=THEMES[theme],
        locale="fr-CA",
        timezone_id="America/Toronto",
        viewport={"width": width, "height": 740 if width < 768 else 900},
    )
    page = context.new_page()
    if who:
        page.goto("/demo/")
        page.get_by_role("button", name=re.compile(re.escape(who))).first.click()
        page.wait_for_load_state()
        for close in page.get_by_role("button", name="Fermer ce message").all():
            close.click()
    return page


def _take(page: Page, path: str, file: Path, whole: object) -> None:
    answer = page.goto(path)
    if answer is None or answer.status != 200:
        print(f"{answer and answer.status} {path}", flush=True)
        return
    page.screenshot(path=file, full_page=bool(whole))
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    print(file, "WIDER THAN THE SCREEN" if wide else "", flush=True)


def _known(browser: Browser, url: str) -> dict[str, str]:
    """Addresses of things of the world: a dossier where much happened, and what hangs from it."""
    known: dict[str, str] = {}
    agent = _page(browser, url, AGENT)
    cases = [
        case
        for number in range(1, 4)
        for case in _links(agent, f"/dossiers/?page={number}", r"/dossiers/[0-9a-f-]{36}/$")
    ]
    known["dossier"], known["besoin"] = _rich_case(agent, cases)
    for name, path, pattern in (
        ("aiguillage", f"{known['dossier']}aiguillages/", r"/aiguillages/[0-9a-f-]{36}/$"),
        ("doublon", "/dossiers/doublons/", r"/dossiers/doublons/[0-9a-f-]{36}/$"),
        ("evaluation", f"{known['dossier']}evaluations/", r"/evaluations/[0-9a-f-]{36}/"),
        ("service", "/repertoire/", r"/repertoire/services/[0-9a-f-]{36}/$"),
        ("organisme", "/repertoire/", r"/repertoire/organismes/[0-9a-f-]{36}/$"),
    ):
        known[name] = next(iter(_links(agent, path, pattern)), "/")
    agent.context.close()
    worker = _page(browser, url, WORKER)
    known["recu"] = next(iter(_links(worker, "/mes-aiguillages/", r"/mes-aiguillages/[0-9a-f-]{36}/$")), "/")
    known["lien"] = _open_link(worker)
    worker.context.close()
    return known


def _rich_case(page: Page, cases: list[str]) -> tuple[str, str]:
    """A dossier with work done and work to do, and one of its needs that several services fit."""
    best, found = -1, (cases[0], "")
    for case in cases:
        text = page.request.get(case).text()
        needs = dict.fromkeys(re.findall(r"aiguiller/\?besoin=([0-9a-f-]{36})", text))
        done, to_do = text.count('class="is-done"'), text.count("an-acts__do")
        worth = min(done, 3) + min(to_do, 3) + 3 * ("permit" in text) + 2 * ("aiguillages/" in text)
        if len(needs) < 2 or worth <= best:
            continue
        fits = {need: page.request.get(f"{case}aiguiller/?besoin={need}").text().count("an-pinno") for need in needs}
        need = max(fits, key=lambda one: fits[one])
        if fits[need] >= 2:
            best, found = worth, (case, need)
    return found


def _open_link(page: Page) -> str:
    """The first link of the outbox that still waits for an answer."""
    for message in _links(page, "/demo/courriels/", r"/demo/courriels/[0-9a-f-]{36}/$"):
        for link in _links(page, message, r"/repondre/"):
            path = urlsplit(link).path
            text = page.request.get(path).text()
            if 'name="reponse"' in text and "vulnérabilité" not in text:
                return path
    return "/"


def _links(page: Page, path: str, pattern: str) -> list[str]:
    page.goto(path)
    addresses = page.locator("main a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    return [address for address in addresses if address and re.search(pattern, address)]


@contextmanager
def _demo() -> Iterator[str]:
    """A demo of its own, so that what was done in the other does not show."""
    home = checkout.ROOT / ".ancrage" / "screenshots"
    home.mkdir(parents=True, exist_ok=True)
    environment = os.environ | {"ANCRAGE_HOME": str(home)}
    demo = subprocess.Popen([checkout.ROOT / ".venv/bin/ancrage", "demo", "--port", str(PORT)], env=environment)
    try:
        _wait(demo)
        yield f"http://localhost:{PORT}"
    finally:
        demo.send_signal(signal.SIGINT)
        demo.wait()


def _wait(demo: subprocess.Popen[bytes]) -> None:
    while demo.poll() is None:
        with suppress(urllib.error.URLError, OSError), urllib.request.urlopen(f"http://localhost:{PORT}/readyz"):
            return
        time.sleep(0.2)
    sys.exit("The demo did not start.")


if __name__ == "__main__":
    main()

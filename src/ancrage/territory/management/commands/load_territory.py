from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ancrage.core import Refused, now
from ancrage.core.actors import JobActor
from ancrage.territory.actions.places import Report, load_places
from ancrage.territory.actions.reference import load_reference
from ancrage.territory.places_file import read_places

SHOWN = 20


class Command(BaseCommand):
    help = (
        "Load the municipalities and MRCs of Québec from the official file (MUN.csv of the Répertoire des "
        "municipalités), and tell what changed. Loading it again changes nothing. --reference loads first "
        "the regions, and the places known without that file."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="the official file, in CSV")
        parser.add_argument("--reference", action="store_true", help="the places that come with Ancrage")

    def handle(self, *_args: Any, file: Path | None, reference: bool, **_options: Any) -> None:
        if file is None and not reference:
            raise CommandError("A file is needed, or --reference.")
        by = JobActor("load-territory")
        try:
            if reference:
                self.stdout.write(f"{load_reference(by=by, at=now())} places of the reference written.")
            if file is not None:
                self._tell(load_places(read_places(file), by=by, at=now()))
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal

    def _tell(self, report: Report) -> None:
        self._list("MRC", report.mrcs)
        self._list("Added", report.added)
        self._list("Changed", report.changed)
        self._list("Not in the file, left alone", report.absent)
        self.stdout.write(f"Unchanged: {report.unchanged}")

    def _list(self, title: str, lines: list[str]) -> None:
        self.stdout.write(f"{title}: {len(lines)}")
        for line in lines[:SHOWN]:
            self.stdout.write(f"  {line}")
        if len(lines) > SHOWN:
            self.stdout.write(f"  … {len(lines) - SHOWN} more")

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError

from ancrage.core import Refused, now
from ancrage.core.actors import JobActor
from ancrage.directory.actions.reading_blocks import go_through
from ancrage.directory.actions.readings import note_trouble, receive, start_applying
from ancrage.directory.models import EntryState, Source, SourceReading

SHOWN = 20
BY = JobActor("import-directory")


class Command(BaseCommand):
    help = (
        "Lit un fichier d’une source du répertoire, dit ce qui changerait, puis l’applique : ce qui est en erreur est "
        "dit avec sa place et n’est pas appliqué. Le même fichier une seconde fois ne change rien. --dry-run ne fait "
        "que lire."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="le fichier, dans le format de la source")
        parser.add_argument("--source", required=True, help="le nom de la source, telle qu’elle est dans Ancrage")
        parser.add_argument(
            "--complete", action="store_true", help="les services qui n’y sont pas ne sont plus offerts"
        )
        parser.add_argument("--corrections", action="store_true", help="accepte les corrections proposées")
        parser.add_argument("--dry-run", action="store_true", help="lit sans rien appliquer")

    def handle(self, *_args: Any, file: Path, source: str, **options: Any) -> None:
        found = Source.objects.filter(name=source).first()
        if found is None:
            names = ", ".join(Source.objects.order_by("name").values_list("name", flat=True)) or "aucune"
            raise CommandError(f"Aucune source ne s’appelle « {source} ». Sources : {names}.")
        try:
            with file.open("rb") as content:
                self._bring(found, file, content, options)
        except OSError as error:
            raise CommandError(f"{file} : {error.strerror}") from error

    def _bring(self, source: Source, file: Path, content: BinaryIO, options: dict[str, Any]) -> None:
        reading = receive(
            source=source,
            name=file.name,
            address=str(file.resolve()),
            is_complete=options["complete"],
            takes_proposals=options["corrections"],
            by=BY,
            at=now(),
        )
        try:
            go_through(reading_id=reading.pk, file=content, clock=now)
            if not options["dry_run"]:
                start_applying(reading=reading, takes_proposals=options["corrections"], by=BY, at=now())
                content.seek(0)
                go_through(reading_id=reading.pk, file=content, clock=now)
        except Refused as refusal:
            note_trouble(reading=reading, reason=str(refusal))
            raise CommandError(str(refusal)) from refusal
        reading.refresh_from_db()
        self._tell(reading)

    def _tell(self, reading: SourceReading) -> None:
        self.stdout.write(f"{reading.get_stage_display()} : {reading.position} fiches lues")
        for state in EntryState:
            if n := reading.counts.get(state.value):
                self.stdout.write(f"  {state.label} : {n}")
        self.stdout.write(f"  Inchangées : {reading.counts.get('same', 0)}")
        for entry in reading.entries.filter(state=EntryState.WRONG).order_by("number", "pk")[:SHOWN]:
            for place, message, proposal in entry.faults:
                more = f" Proposé : {proposal}" if proposal else ""
                self.stdout.write(f"  {place} : {message}{more}")
        for name, n in reading.unknown.items():
            self.stdout.write(f"  Sans colonne ici, gardé avec la fiche : {name} ({n})")

from typing import Any

from django.core.checks import Tags
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ancrage.core.clock import real_now
from ancrage.demo.actions.clearing import clear_world
from ancrage.demo.actions.loading import SEED, WorldRefused, load_world


class Command(BaseCommand):
    help = "Loads the demo world once; --fresh empties the database of the demo first."
    requires_system_checks = (Tags.security,)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--fresh", action="store_true", help="empty the demo's database first")
        parser.add_argument("--seed", type=int, default=SEED)

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        try:
            if options["fresh"]:
                clear_world()
            counts = load_world(seed=options["seed"], at=real_now())
        except WorldRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["verbosity"] > 1:
            self.stdout.writelines(f"{count:>6}  {name}\n" for name, count in counts.items())
        elif counts:
            told = ("dossiers", "besoins", "aiguillages", "services")
            self.stdout.write(", ".join(f"{counts[name]} {name}" for name in told))

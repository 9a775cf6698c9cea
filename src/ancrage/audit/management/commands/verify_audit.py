from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ancrage.audit.actions import verify


class Command(BaseCommand):
    help = "Vérifie que le registre n’a pas été altéré (chaîne de sceaux)."

    def handle(self, *_args: Any, **_options: Any) -> None:
        found = verify()
        if not found.is_sound:
            raise CommandError(f"Le sceau {found.broken_seal} ne correspond plus à ses inscriptions.")
        self.stdout.write(
            f"Registre intact : {found.entries} inscriptions sous {found.seals} sceaux, {found.unsealed} à sceller."
        )

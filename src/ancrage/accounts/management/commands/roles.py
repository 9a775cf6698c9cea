from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from ancrage.accounts.roles import all_roles, matrix


class Command(BaseCommand):
    """One block by role rather than columns: it reads in any terminal, and prints on paper."""

    help = "Print who may do what: each role, its capabilities and how far they reach."

    def handle(self, *_args: Any, **_options: Any) -> None:
        lines = matrix()
        width = max(len(str(line.name)) for line in lines)
        for column, role in enumerate(all_roles().values()):
            self.stdout.write(f"\n{role.name} ({role.code})\n  {role.description}\n")
            factor = _("mot de passe et second facteur") if role.second_factor else _("mot de passe")
            self.stdout.write(f"  {_('Connexion').ljust(width)}  {factor}\n")
            for line in lines:
                if line.reaches[column]:
                    self.stdout.write(f"  {str(line.name).ljust(width)}  {line.reaches[column]}\n")

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from ancrage.accounts.roles import role_sheets


class Command(BaseCommand):
    """One block by role rather than columns: it reads in any terminal, and prints on paper."""

    help = "Dit qui peut faire quoi : chaque rôle, ses capacités et leur portée."

    def handle(self, *_args: Any, **_options: Any) -> None:
        sheets = role_sheets()
        width = max(len(str(granted.name)) for sheet in sheets for granted in sheet.granted)
        for sheet in sheets:
            role = sheet.role
            factor = _("mot de passe et second facteur") if role.second_factor else _("mot de passe")
            self.stdout.write(f"\n{role.name} ({role.code})\n  {role.description}\n")
            self.stdout.write(f"  {_('Connexion').ljust(width)}  {factor}\n")
            for granted in sheet.granted:
                self.stdout.write(f"  {str(granted.name).ljust(width)}  {granted.reach}\n")

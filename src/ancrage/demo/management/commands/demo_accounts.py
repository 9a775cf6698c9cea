from typing import Any

from django.core.management.base import BaseCommand

from ancrage.demo.accounts import printable


class Command(BaseCommand):
    help = "Lists who can be entered as in the demo."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        for line in printable():
            self.stdout.write(line)

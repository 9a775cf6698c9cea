"""A directory of neighbours, brought as a spreadsheet and left at its columns: what follows is the visitor's to do."""

from datetime import datetime
from typing import Final

from django.core.files.base import ContentFile

from ancrage.accounts.models import Assignment
from ancrage.core.clock import HOME_ZONE
from ancrage.demo.actions.drawing import WORLD
from ancrage.directory.actions.bringing import bring
from ancrage.directory.actions.sources import keep_source
from ancrage.directory.models import Source, SourceFormat

_FILE: Final = "repertoire-du-littoral.csv"
_RECEIVED: Final = datetime(2021, 7, 13, 10, 15, tzinfo=HOME_ZONE)


def load_sources() -> None:
    """By whoever keeps the directory of the region."""
    keepers = Assignment.objects.filter(role="regional_adviser").select_related("user", "region")
    keeper = keepers.order_by("user__email")[0]
    source = Source(name="Répertoire du Littoral", format=SourceFormat.SPREADSHEET, region=keeper.region, rank=10)
    keep_source(source=source, by=keeper.user, at=_RECEIVED)
    file = ContentFile((WORLD / _FILE).read_bytes(), name=_FILE)
    bring(source=source, file=file, by=keeper.user, at=_RECEIVED)

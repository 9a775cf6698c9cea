"""The occupations of the region, stated as facts: what a file brings later takes their place."""

from datetime import datetime, time
from typing import Final

from ancrage.core.actors import JobActor
from ancrage.core.clock import HOME_ZONE
from ancrage.demo.actions.drawing import FIRST_DAY, rows
from ancrage.directory.actions.occupations import load_occupations
from ancrage.directory.models import Occupation
from ancrage.directory.occupations_file import Occupations, Place

_FILE: Final = "occupations"


def load_stated_occupations() -> None:
    """Nothing when a file was loaded before."""
    if Occupation.objects.exists():
        return
    stated = Occupations()
    for line, row in enumerate(rows(_FILE), start=2):
        stated.groups[row["code"]] = {"fr": row["title_fr"], "en": row["title_en"]}
        for language in ("fr", "en"):
            for title in row[f"everyday_{language}"].split("|"):
                stated.titles[row["code"], language, title] = Place(f"{_FILE}.csv", line)
    load_occupations(stated, by=JobActor("demo"), at=datetime.combine(FIRST_DAY, time(8), HOME_ZONE))

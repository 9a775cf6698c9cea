"""Lists to import, and how they are gone through."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from ancrage.core import now
from ancrage.newcomers.actions.imports import receive, set_columns, start_applying, start_undoing
from ancrage.newcomers.jobs import advance_import
from ancrage.newcomers.models import PersonImport
from tests.factories.sheets import csv
from tests.newcomers.scene import Scene

HEAD = ["Prénom", "Nom", "Date de naissance", "Téléphone", "Courriel", "Ville"]
MARIANA = ["Mariana", "Ospina Restrepo", "1987-05-12", "418 555-0142", "mariana@exemple.ca", ""]
DMYTRO = ["Dmytro", "Kovalenko", "03/11/1990", "4185550199", "", ""]


def received(scene: Scene, *rows: Sequence[str], head: Sequence[str] = HEAD, **fields: Any) -> PersonImport:
    file = SimpleUploadedFile(fields.pop("name", "liste.csv"), fields.pop("content", None) or csv([head, *rows]))
    return receive(file=file, service_point=scene.case.service_point, by=scene.agent, at=now(), **fields)


def checked(scene: Scene, *rows: Sequence[str], columns: dict[str, int] | None = None, **more: Any) -> PersonImport:
    sheet = received(scene, *rows, **more)
    set_columns(sheet=sheet, columns=columns or sheet.columns, by=scene.agent, at=now())
    return advanced(sheet)


def applied(
    scene: Scene, sheet: PersonImport, otherwise: str = "skip", fields_to_write: Iterable[str] = ()
) -> PersonImport:
    start_applying(sheet=sheet, otherwise=otherwise, fields_to_write=list(fields_to_write), by=scene.agent, at=now())
    return advanced(sheet)


def undone(scene: Scene, sheet: PersonImport) -> PersonImport:
    start_undoing(sheet=sheet, by=scene.agent, at=now())
    return advanced(sheet)


def advanced(sheet: PersonImport) -> PersonImport:
    advance_import(str(sheet.pk))
    sheet.refresh_from_db()
    return sheet

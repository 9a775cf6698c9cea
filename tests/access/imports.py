"""Lists imported."""

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from ancrage.accounts.models import User
from ancrage.newcomers.actions.imports import receive
from ancrage.newcomers.models import ImportedRow, ImportStage, PersonImport
from ancrage.newcomers.queries.imports import Read, pack
from tests.access.rows import Row, only, place_of
from tests.factories.accounts import UserFactory
from tests.factories.newcomers import MOMENT
from tests.factories.sheets import csv
from tests.factories.territory import DirectorateRegionFactory, ServicePointFactory

IMPORTERS = only("integration_agent", "director")
CONTENT = csv([["Prénom", "Nom"], ["Mariana", "Ospina"]])


def _point(user: User | None) -> Any:
    """A service point within reach of an agent or a director; out of everyone's for nobody."""
    place = place_of(user) if user else None
    if type(place).__name__ == "ServicePoint":
        return place
    point = ServicePointFactory.create()
    if type(place).__name__ == "Directorate":
        DirectorateRegionFactory.create(directorate=place, region=point.region)
    return point


def _at(stage: ImportStage, **fields: Any) -> Callable[[User | None], dict[str, Any]]:
    def made(user: User | None) -> dict[str, Any]:
        by = user or UserFactory.create()
        file = SimpleUploadedFile("liste.csv", CONTENT)
        sheet = receive(file=file, service_point=_point(user), by=by, at=MOMENT)
        PersonImport.objects.filter(pk=sheet.pk).update(stage=stage, **fields)
        return {"sheet_id": sheet.pk}

    return made


def _row(user: User | None) -> dict[str, Any]:
    at = _at(ImportStage.CHECKED)(user)
    row = ImportedRow.objects.create(
        sheet_id=at["sheet_id"], line=2, state="double", double_line=1, content=pack(Read(["Mariana", "Ospina"]))
    )
    return at | {"row_id": row.pk}


def _workbook(user: User | None) -> dict[str, Any]:
    at = _at(ImportStage.COLUMNS)(user)
    tabs = [{"place": n, "name": f"Feuille {n}", "first": 1, "headings": ["Nom"], "last": 2} for n in range(2)]
    PersonImport.objects.filter(pk=at["sheet_id"]).update(tabs=tabs)
    return at


def _elsewhere(make: Callable[[User | None], dict[str, Any]]) -> Callable[[User | None], dict[str, Any]]:
    return lambda _user: make(None)


def _rows(name: str, make: Callable[[User | None], dict[str, Any]], **more: Any) -> Row:
    return Row(f"newcomers:{name}", IMPORTERS, to=make, outside=_elsewhere(make), **more)


CHECKED, COLUMNS = _at(ImportStage.CHECKED), _at(ImportStage.COLUMNS)
ROWS = [
    Row("newcomers:imports", IMPORTERS),
    Row("newcomers:import_new", IMPORTERS),
    # Nothing sent: said beside what is to be sent.
    Row("newcomers:import_new", IMPORTERS, data={}, answers=frozenset({200})),
    _rows("import_columns", COLUMNS),
    _rows("import_columns", COLUMNS, data={"colonne_0": "given_names"}),
    _rows("import_tab", _workbook, data={"tab": "1"}),
    _rows("import", CHECKED),
    _rows("import_progress", _at(ImportStage.CHECKING)),
    _rows("import_errors", CHECKED),
    _rows("import_row", _row),
    _rows("import_row", _row, data={"choice": "skip"}),
    _rows("import_apply", CHECKED, data={"otherwise": "skip"}),
    _rows("import_again", _at(ImportStage.APPLYING), data={}),
    _rows("import_undo", _at(ImportStage.APPLIED, applied_at=MOMENT), data={}),
    _rows("import_drop", CHECKED, data={}),
]

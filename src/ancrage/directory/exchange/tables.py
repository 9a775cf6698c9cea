"""A tabular data package of HSDS: a zip of CSV files, put together again record by record.

The rows wait in a file of SQLite, gone when the reading ends: any number of them weighs little.
"""

import csv
import io
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from tempfile import NamedTemporaryFile
from typing import IO, Any, Final
from zipfile import BadZipFile, ZipFile

import orjson
from django.utils.translation import gettext as _

from ancrage.directory.exchange.items import PLACE, Fault, Item, SourceUnreadable, within
from ancrage.directory.exchange.packages import FILES, LINKED, keys_of
from ancrage.directory.shapes import SHAPES

MOST_UNPACKED: Final = 4 * 1024**3
MOST_TIMES: Final = 60
"""Words weigh a tenth once packed: what weighs a sixtieth is no directory."""
_FREE: Final = 16 * 1024 * 1024
_MOST_MEMBERS: Final = 200
_ROOTS: Final = ("taxonomy", "taxonomy_term", "organization", "location", "service")
_TABLES: Final = """
CREATE TABLE found (kind TEXT, id TEXT, n INTEGER PRIMARY KEY, place TEXT, data BLOB, placed INTEGER DEFAULT 0);
CREATE TABLE owns (owner TEXT, owner_id TEXT, n INTEGER, column TEXT);
"""
_INDEXES: Final = "CREATE INDEX found_id ON found (kind, id); CREATE INDEX owned ON owns (owner, owner_id);"


def table_items(file: IO[bytes]) -> Iterator[Item]:
    """The records of a package: those others point to first.

    :raises SourceUnreadable: when it is no such package, or one too large to be opened.
    """
    try:
        archive = ZipFile(file)
        _measure(archive)
    except (BadZipFile, NotImplementedError, UnicodeDecodeError) as error:
        raise SourceUnreadable(_("Ce fichier n’est pas un zip entier.")) from error
    with NamedTemporaryFile(suffix=".sqlite") as place, archive:
        rows = sqlite3.connect(place.name)
        try:
            rows.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {_TABLES}")
            _load(archive, rows)
            rows.executescript(_INDEXES)
            yield from _Package(rows).items()
        finally:
            rows.close()


def _measure(archive: ZipFile) -> None:
    members = archive.infolist()
    size, packed = sum(one.file_size for one in members), sum(one.compress_size for one in members)
    if len(members) > _MOST_MEMBERS or size > MOST_UNPACKED or size > _FREE + packed * MOST_TIMES:
        raise SourceUnreadable(_("Ce zip est trop grand une fois ouvert : il n’est pas lu."))


def _load(archive: ZipFile, rows: sqlite3.Connection) -> None:
    names = {PurePosixPath(name).name: name for name in archive.namelist() if not name.startswith("__MACOSX/")}
    paths = {**FILES, **_paths(archive, names)}
    known = {kind: names[path] for kind, path in paths.items() if path in names}
    if not {"organization", "service"} & known.keys():
        raise SourceUnreadable(_("Ce zip ne contient ni organizations.csv ni services.csv."))
    for kind, name in known.items():
        _load_table(archive, kind, name, rows)


def _paths(archive: ZipFile, names: Mapping[str, str]) -> dict[str, str]:
    """Where its own description says the tables are."""
    if "datapackage.json" not in names:
        return {}
    try:
        found = orjson.loads(archive.read(names["datapackage.json"]))
        resources = found["resources"]
        told = {str(one["name"]): PurePosixPath(str(one["path"])).name for one in resources}
    except (orjson.JSONDecodeError, KeyError, TypeError) as error:
        raise SourceUnreadable(_("datapackage.json se lit mal.")) from error
    return {kind: path for kind, path in told.items() if kind in FILES}


def _load_table(archive: ZipFile, kind: str, name: str, rows: sqlite3.Connection) -> None:
    line = 1
    try:
        with archive.open(name) as member, io.TextIOWrapper(member, "utf-8-sig", newline="") as text:
            reader = csv.DictReader(text, strict=True)
            for line, row in enumerate(reader, start=2):
                _keep(kind, {key: value for key, value in row.items() if key and value}, f"{name}|{line}", rows)
    except UnicodeDecodeError as error:
        raise SourceUnreadable(_("%(file)s n’est pas en UTF-8.") % {"file": name}) from error
    except (csv.Error, BadZipFile, EOFError) as error:
        told = {"file": name, "line": line + 1}
        raise SourceUnreadable(_("%(file)s se lit mal à partir de la ligne %(line)d.") % told) from error


def _keep(kind: str, data: dict[str, Any], where: str, rows: sqlite3.Connection) -> None:
    cursor = rows.execute(
        "INSERT INTO found (kind, id, place, data) VALUES (?, ?, ?, ?)",
        (kind, data.get("id", ""), where, orjson.dumps(data)),
    )
    number = cursor.lastrowid
    if kind == "attribute":
        owners = {"link_id": data.get("link_entity", "")}
    elif kind == "metadata":
        owners = {"resource_id": data.get("resource_type", "")}
    else:
        owners = {prop: name for prop, name in keys_of(kind).items() if prop in SHAPES[kind].owners}
    rows.executemany(
        "INSERT INTO owns VALUES (?, ?, ?, ?)",
        [(name, data[prop], number, prop) for prop, name in owners.items() if prop in data],
    )


class _Package:
    def __init__(self, rows: sqlite3.Connection) -> None:
        self.rows = rows

    def items(self) -> Iterator[Item]:
        for kind in _ROOTS:
            found = self.rows.execute("SELECT n, id, place, data FROM found WHERE kind = ? ORDER BY n", (kind,))
            for number, key, where, data in found:
                if kind == "location" and self._is_within(number):
                    continue
                yield Item(kind, _place(where), self._whole(kind, key, orjson.loads(data), where, 0))
        yield from self._orphans()

    def _is_within(self, number: int) -> bool:
        """A place of an organisation of the package comes with it."""
        asked = (
            "SELECT 1 FROM owns JOIN found o ON o.kind = owns.owner AND o.id = owns.owner_id WHERE owns.n = ? LIMIT 1"
        )
        return self.rows.execute(asked, (number,)).fetchone() is not None

    def _whole(self, kind: str, key: str, data: dict[str, Any], where: str, depth: int) -> dict[str, Any]:
        data[PLACE] = _place(where)
        if kind == "attribute" or depth > 4:
            return data
        arrays = {child: prop for prop, child in SHAPES[kind].children.items()}
        if kind in {"organization", "service", "location"}:
            arrays["metadata"] = "metadata"
        asked = (
            "SELECT f.kind, f.id, f.place, f.data FROM owns JOIN found f ON f.n = owns.n"
            " WHERE owns.owner = ? AND owns.owner_id = ? ORDER BY f.n"
        )
        for child, child_key, child_where, raw in self.rows.execute(asked, (kind, key)).fetchall():
            if prop := arrays.get(child):
                one = self._whole(child, child_key, orjson.loads(raw), child_where, depth + 1)
                data.setdefault(prop, []).append(one)
        return data

    def _orphans(self) -> Iterator[Item]:
        """Rows that belong to nothing: their key leads nowhere, or they have none."""
        asked = (
            "SELECT f.kind, f.place, f.data, owns.column, owns.owner, owns.owner_id FROM found f"
            " LEFT JOIN owns ON owns.n = f.n"
            " LEFT JOIN found o ON o.kind = owns.owner AND o.id = owns.owner_id"
            " WHERE o.n IS NULL AND f.kind NOT IN ('organization', 'taxonomy', 'taxonomy_term', 'service')"
            " AND NOT (f.kind = 'location' AND owns.n IS NULL) ORDER BY f.n"
        )
        for kind, where, raw, column, owner, key in self.rows.execute(asked):
            place = _place(where)
            if column is None:
                message = _("Cette ligne ne dit pas à quoi elle appartient.")
            elif kind == "attribute" and owner not in LINKED:
                message = _("Un attribut de « %(name)s » n’a pas de place ici.") % {"name": owner}
            else:
                message = _("« %(key)s » ne désigne aucune fiche (%(name)s) : la clé est brisée.")
                message %= {"key": key[:60], "name": owner}
            told = within(place, column or "")
            yield Item(kind, place, orjson.loads(raw), (Fault(told, message),))


def _place(where: str) -> str:
    name, _bar, line = where.rpartition("|")
    return _("%(file)s, ligne %(line)s") % {"file": name, "line": line}

"""A plan written: rows copied in, changed, deleted; and put back as they were when it is undone."""

import zlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final
from uuid import UUID

import orjson
from django.db import connection, models

from ancrage.core.copying import insert_like
from ancrage.directory.models import Service, ServiceEligibility
from ancrage.directory.queries.import_known import Row, columns_of
from ancrage.directory.queries.import_plan import Plan
from ancrage.directory.shapes import SHAPES

# What others point to first.
_ORDER: Final = (
    *("taxonomy", "taxonomy_term", "organization", "organization_identifier", "program", "service", "location"),
    *("service_at_location", "service_area", "address", "accessibility", "contact", "phone", "language"),
    *("schedule", "cost_option", "required_document", "funding", "attribute", "metadata"),
)


def write(plan: Plan) -> None:
    for name in _ORDER:
        insert_rows(name, plan.inserted.get(name, {}).values())
        update_rows(name, [after for _before, after in plan.updated.get(name, {}).values()])
    for name in reversed(_ORDER):
        delete_rows(name, plan.deleted.get(name, {}).keys())
    set_domains({service: after for service, (_before, after) in plan.domains.items()})
    for service, (_old, rules) in plan.rules.items():
        ServiceEligibility.objects.filter(service=service).delete()
        ServiceEligibility.objects.bulk_create(ServiceEligibility(**row) for row in rules)


def insert_rows(name: str, rows: Collection[Row]) -> None:
    if rows:
        insert_like(_pattern(name), rows)


def _pattern(name: str) -> models.Model:
    return SHAPES[name].model()


def update_rows(name: str, rows: Collection[Row]) -> None:
    """By one statement, whatever their columns hold."""
    if not rows:
        return
    quote, model = connection.ops.quote_name, SHAPES[name].model
    table, columns = quote(model._meta.db_table), columns_of(name)
    heads = ", ".join(quote(column) for column in columns)
    sets = ", ".join(f"{quote(column)} = v.{quote(column)}" for column in columns if column != "id")
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE incoming ON COMMIT DROP AS SELECT {heads} FROM {table} WITH NO DATA")  # noqa: S608 - our own names
        insert_like(_pattern(name), rows, table="incoming")
        cursor.execute(f"UPDATE {table} SET {sets} FROM incoming v WHERE {table}.id = v.id")  # noqa: S608 - the same
        cursor.execute("DROP TABLE incoming")


def delete_rows(name: str, ids: Collection[UUID]) -> None:
    if ids:
        SHAPES[name].model._default_manager.filter(pk__in=list(ids)).delete()


def set_domains(wanted: Mapping[UUID, Iterable[UUID]]) -> None:
    """What each of these services is sorted by, and nothing else."""
    if not wanted:
        return
    pairs = [(service, domain) for service, domains in wanted.items() for domain in sorted(domains)]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM directory_service_domains WHERE service_id = ANY(%s)", [list(wanted)])
        cursor.execute(
            "INSERT INTO directory_service_domains (service_id, needdomain_id)"
            " SELECT * FROM unnest(%s::uuid[], %s::uuid[])",
            [[service for service, _domain in pairs], [domain for _service, domain in pairs]],
        )


def services_touched(plan: Plan) -> set[UUID]:
    """The services whose telling changes: those of the block, and those of the records it changes."""
    changed = set().union(*(plan.touched[name] for name in ("organization", "program", "location")))
    found = {*plan.inserted["service"], *plan.touched["service"], *plan.domains, *plan.rules}
    return found | services_of(changed) if changed else found


def services_of(records: Collection[UUID]) -> set[UUID]:
    """The services that these records are, or are told with."""
    ids = list(records)
    own = models.Q(pk__in=ids) | models.Q(organization__in=ids) | models.Q(program__in=ids)
    found = set(Service.objects.filter(own).order_by().values_list("pk", flat=True))
    given = Service.objects.filter(service_at_locations__location__in=ids)
    return found | set(given.order_by().values_list("pk", flat=True))


def packed(plan: Plan) -> bytes:
    """What undoing the plan needs, by the record that each row goes with."""
    roots = plan.roots
    said: dict[str, Any] = {
        "inserted": {name: [[pk, roots.get(pk)] for pk in rows] for name, rows in plan.inserted.items() if rows},
        "updated": {
            name: [[roots.get(pk), before, _changed(before, after)] for pk, (before, after) in rows.items()]
            for name, rows in plan.updated.items()
            if rows
        },
        "deleted": {
            name: [[roots.get(pk), row] for pk, row in rows.items()] for name, rows in plan.deleted.items() if rows
        },
        "domains": [[service, list(before)] for service, (before, _after) in plan.domains.items()],
        "rules": [[service, [_rule(row) for row in before]] for service, (before, _after) in plan.rules.items()],
    }
    return zlib.compress(orjson.dumps(said, default=str), 1)


def _changed(before: Row, after: Row) -> list[str]:
    return [name for name, value in after.items() if value != before[name]]


def _rule(row: Row) -> dict[str, Any]:
    during = row["during"]
    return {**row, "during": [during.lower, during.upper]}


def unpacked(before: bytes) -> Mapping[str, Any]:
    found: Mapping[str, Any] = orjson.loads(zlib.decompress(bytes(before)))
    return defaultdict(dict, found)


def as_row(name: str, said: Row) -> Row:
    """A row read back from JSON, as its columns take it."""
    fields = {one.attname: one for one in SHAPES[name].model._meta.local_concrete_fields if not one.generated}
    return {
        column: value
        if isinstance(fields[column], models.JSONField) or value is None
        else fields[column].to_python(value)
        for column, value in said.items()
    }

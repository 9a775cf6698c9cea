"""Official boundaries: loaded whole or not at all, said wrong by the number of the element."""

import json
import math
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from ancrage.audit.models import AuditEntry
from ancrage.core import now
from ancrage.core.actors import JobActor
from ancrage.territory.actions.boundaries import BoundariesReport, load_boundaries
from ancrage.territory.boundaries_file import BoundariesRefused, read_boundaries
from ancrage.territory.models import Boundary, Mrc, Region
from ancrage.territory.outlines import MOST, lightened
from ancrage.territory.queries.maps import boundaries_of
from tests.factories.territory import MrcFactory, MunicipalityFactory, RegionFactory

pytestmark = pytest.mark.django_db
SQUARE = [[-68.4, 48.2], [-67.6, 48.2], [-67.6, 48.7], [-68.4, 48.7], [-68.4, 48.2]]


def element(code: str = "09", name: str = "La Mitis", *, rings: Any = None, **others: Any) -> dict[str, Any]:
    geometry = {"type": "Polygon", "coordinates": [SQUARE] if rings is None else rings}
    return {"type": "Feature", "properties": {"code": code, "name": name}, "geometry": geometry, **others}


def saved(folder: Path, *elements: Any, **others: Any) -> Path:
    path = folder / "limites.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": elements, **others}), encoding="utf-8")
    return path


def load(path: Path, **options: Any) -> BoundariesReport:
    level = options.pop("level", "")
    return load_boundaries(read_boundaries(path, level), by=JobActor("test"), at=now(), **options)


def round_ring(points: int, radius: float = 0.5) -> list[list[float]]:
    turn = [math.tau * n / points for n in range(points)]
    ring = [[-68.0 + radius * math.cos(a) * 1.4, 48.5 + radius * math.sin(a)] for a in turn]
    return [*ring, ring[0]]


@pytest.fixture
def mitis() -> Mrc:
    region = RegionFactory.create(code="01", name="Bas-Saint-Laurent")
    RegionFactory.create(code="07", name="Outaouais")
    MrcFactory.create(code="07", name="La Matapédia", region=region)
    return MrcFactory.create(code="09", name="La Mitis", aliases=["Mitis"], region=region)


def test_boundaries_load_once_and_are_drawn(mitis: Mrc, tmp_path: Path, django_assert_num_queries) -> None:
    path = saved(tmp_path, element(), element("01", "Bas-Saint-Laurent", rings=[round_ring(60)]))
    assert load(path).added == ["La Mitis", "Bas-Saint-Laurent"]
    entries = AuditEntry.objects.filter(verb="territory.boundaries.loaded")
    assert entries.get().region == "01"
    rows = sorted(Boundary.objects.values_list("pk", flat=True))
    again = load(path)
    assert (again.added, again.changed, again.unchanged) == ([], [], 2)
    assert sorted(Boundary.objects.values_list("pk", flat=True)) == rows
    assert entries.count() == 1
    with django_assert_num_queries(1):
        assert boundaries_of(mrcs=[mitis]) == [[[SQUARE]]]
    with django_assert_num_queries(0):
        assert boundaries_of() == []


def test_a_boundary_that_moved_is_changed_in_its_place(mitis: Mrc, tmp_path: Path) -> None:
    load(saved(tmp_path, element()))
    moved = [[x + 0.1, y] for x, y in SQUARE]
    assert load(saved(tmp_path, element(rings=[moved]))).changed == ["La Mitis"]
    assert Boundary.objects.get().shape[0][0][0] == [-68.3, 48.2]


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ({"code": "09"}, "La Mitis"),
        ({"code": "090"}, "La Mitis"),
        ({"code": "", "nom": "LA MITIS"}, "La Mitis"),
        ({"name": "Mitis"}, "La Mitis"),
        ({"code": "07", "name": "La Matapédia"}, "La Matapédia"),
        ({"code": "07", "name": "Outaouais"}, "Outaouais"),
        ({"code": 7, "level": "region"}, "Outaouais"),
        ({"MRS_CO_MRC": "07", "MRS_NM_MRC": "La Matapédia", "MRS_CO_REG": "01"}, "La Matapédia"),
        ({"RES_CO_REG": "07", "RES_NM_REG": "Outaouais"}, "Outaouais"),
        ({"MUS_CO_GEO": "09077", "MUS_NM_MUN": "Mont-Joli", "MUS_CO_MRC": "09"}, "Mont-Joli"),
        ({"code": "9077"}, "Mont-Joli"),
    ],
)
def test_a_place_is_known_by_its_code_then_by_its_name(mitis, tmp_path, properties, expected) -> None:
    MunicipalityFactory.create(code="09077", name="Mont-Joli", mrc=mitis)
    assert load(saved(tmp_path, element(properties=properties))).added == [expected]


def test_a_level_given_settles_what_is_in_doubt(mitis: Mrc, tmp_path: Path) -> None:
    doubt = element(properties={"code": "07"})
    with pytest.raises(BoundariesRefused, match="plusieurs endroits"):
        load(saved(tmp_path, doubt))
    assert load(saved(tmp_path, doubt), level="mrc").added == ["La Matapédia"]


def test_the_parts_of_one_place_are_put_together(mitis: Mrc, tmp_path: Path) -> None:
    island = [[x - 1.5, y + 0.4] for x, y in SQUARE]
    both = {"type": "MultiPolygon", "coordinates": [[island], [[[x - 3, y] for x, y in SQUARE]]]}
    load(saved(tmp_path, element(), element(geometry=both)))
    assert len(Boundary.objects.get().shape) == 3


SWAPPED = [[y, x] for x, y in SQUARE]
METRES = [[x * 10000, y * 10000] for x, y in SQUARE]
OPEN = SQUARE[:-1]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (element("99", "Nulle-Part"), "aucun endroit connu n’est «\u00a099 Nulle-Part\u00a0»"),
        (element("", ""), "ni code ni nom"),
        (element(properties=None), "ni code ni nom"),
        (element(geometry={"type": "Point", "coordinates": [-68, 48]}), "«\u00a0Point\u00a0»"),
        (element(geometry={"type": "LineString", "coordinates": SQUARE}), "«\u00a0LineString\u00a0»"),
        (element(geometry=None), "«\u00a0vide\u00a0»"),
        (element(rings=[]), "incomplètes"),
        (element(rings=[[]]), "incomplètes"),
        (element(rings=[[["-68", "48"]] * 4]), "incomplètes"),
        (element(rings=[[[True, 48]] * 4]), "incomplètes"),
        (element(rings=[OPEN]), "pas fermé"),
        (element(rings=[SQUARE[:2] + SQUARE[:1]]), "pas fermé"),
        (element(rings=[SWAPPED]), "inversées"),
        (element(rings=[METRES]), "pas des degrés"),
        (element(rings=[[*SQUARE[:2], [2.35, 48.85], *SQUARE[2:]]]), "hors du Québec"),
        (element(rings=[[*SQUARE[:2], [float("nan"), 48.5], *SQUARE[2:]]]), "pas des degrés"),
        (element(rings=[[*SQUARE[:2], [10**400, 48.5], *SQUARE[2:]]]), "pas des degrés"),
        ({"type": "Polygon", "coordinates": [SQUARE]}, "«\u00a0Feature\u00a0»"),
        ("texte", "«\u00a0Feature\u00a0»"),
        (None, "«\u00a0Feature\u00a0»"),
    ],
)
def test_a_wrong_element_is_named_and_nothing_is_loaded(mitis, tmp_path, wrong, says) -> None:
    with pytest.raises(BoundariesRefused) as refusal:
        load(saved(tmp_path, element(), wrong, element("07", "La Matapédia")))
    assert str(refusal.value).startswith("Élément 2\u00a0: ")
    assert says in str(refusal.value)
    assert "Rien n’a été changé." in str(refusal.value)
    assert not Boundary.objects.exists()


def test_many_wrong_elements_are_told_together(mitis: Mrc, tmp_path: Path) -> None:
    with pytest.raises(BoundariesRefused) as refusal:
        load(saved(tmp_path, *[element(f"8{n:02}", "") for n in range(30)]))
    assert "Élément 20" in str(refusal.value)
    assert "… et 10 autres." in str(refusal.value)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "ligne 1, colonne 1"),
        (b'{"type": "FeatureCollection", "features": [{"type"', "tronqu"),
        (b"PK\x03\x04\xff\xfe", "pas du GeoJSON"),
        ("é".encode("latin-1"), "pas du GeoJSON"),
        (b"[" * 200_000, "pas du GeoJSON"),
        (b"[]", "collection"),
        (b'{"features": {}}', "collection"),
        (b'{"type": "FeatureCollection", "features": []}', "aucune limite"),
    ],
)
def test_a_file_that_is_no_geojson_is_refused(mitis, tmp_path, content, says) -> None:
    path = tmp_path / "limites.geojson"
    path.write_bytes(content)
    with pytest.raises(BoundariesRefused, match=says):
        load(path)


@pytest.mark.parametrize("crs", ["urn:ogc:def:crs:EPSG::32198", "EPSG:3857", ""])
def test_another_projection_is_refused(mitis, tmp_path, crs) -> None:
    with pytest.raises(BoundariesRefused, match="projection"):
        load(saved(tmp_path, element(), crs={"type": "name", "properties": {"name": crs}}))


@pytest.mark.parametrize("crs", ["urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4269"])
def test_degrees_are_degrees_whatever_their_name(mitis, tmp_path, crs) -> None:
    assert load(saved(tmp_path, element(), crs={"type": "name", "properties": {"name": crs}})).added


def test_an_outline_is_made_light_enough_for_a_page(mitis: Mrc, tmp_path: Path) -> None:
    specks = [round_ring(30, 0.0004) for _n in range(400)]
    geometry = {
        "type": "MultiPolygon",
        "coordinates": [[round_ring(20_000), round_ring(40, 0.0003)], *[[s] for s in specks]],
    }
    load(saved(tmp_path, element(geometry=geometry)))
    shape = Boundary.objects.get().shape
    assert 60 <= sum(len(ring) for polygon in shape for ring in polygon) <= MOST
    assert all(abs(math.hypot((x + 68) / 1.4, y - 48.5) - 0.5) < 0.01 for x, y in shape[0][0])
    assert len(json.dumps(shape)) < 8000


def test_what_is_light_already_is_kept_as_it_is() -> None:
    ring = [(x, y) for x, y in SQUARE]
    assert lightened([[ring]]) == [[SQUARE]]


@pytest.mark.parametrize("most", [5, 8, 50])
def test_an_outline_never_vanishes(most: int) -> None:
    dust = [[[(x / 1000 + n / 50, y / 1000) for x, y in SQUARE]] for n in range(40)]
    light = lightened(dust, most)
    assert 4 <= sum(len(ring) for polygon in light for ring in polygon) <= most
    assert all(ring[0] == ring[-1] for polygon in light for ring in polygon)


def test_a_boundary_is_of_one_place(mitis: Mrc) -> None:
    for places in ({}, {"mrc": mitis, "region": Region.objects.get(code="01")}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Boundary.objects.create(shape=[[SQUARE]], **places)


def test_the_command_tells_and_refuses(mitis: Mrc, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = saved(tmp_path, element(), element("99", "Toponyme à venir"))
    with pytest.raises(CommandError, match="Élément 2"):
        call_command("load_boundaries", str(path))
    call_command("load_boundaries", str(path), skip_unknown=True)
    told = capsys.readouterr().out
    assert "Ajoutées\u00a0: 1\n  La Mitis\n" in told
    assert "laissés de côté\u00a0: 1\n  99 Toponyme à venir" in told
    with pytest.raises(CommandError, match="ne peut pas être lu"):
        call_command("load_boundaries", str(tmp_path / "absent.geojson"))

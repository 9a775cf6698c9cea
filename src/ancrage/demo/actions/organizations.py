"""The organisations of the region and their places. Addresses and contact details are invented."""

from typing import Any, Final

from ancrage.core.dates import midday
from ancrage.demo.actions.drawing import FIRST_DAY, Draw, rows
from ancrage.demo.actions.structure import Structure
from ancrage.directory.models import Accessibility, Address, Location, Organization, Phone

MADE: Final = {"created_at": midday(FIRST_DAY), "modified_at": midday(FIRST_DAY)}


def load_organizations(draw: Draw, structure: Structure) -> dict[str, Organization]:
    """By key."""
    found = {}
    for row in rows("organizations"):
        found[row["key"]] = draw.add(_organization(structure, row))
        draw.add(Phone(organization=found[row["key"]], number=draw.phone()))
    draw.write()
    return found


def load_locations(draw: Draw, structure: Structure, organizations: dict[str, Organization]) -> dict[str, Location]:
    """By key, those of one organisation in the order of the file."""
    found = {}
    for row in rows("locations"):
        found[row["key"]] = place = draw.add(_location(structure, organizations[row["org"]], row))
        if row["street"]:
            draw.add(_address(place, row))
        if row["accessibility"]:
            draw.add(Accessibility(location=place, description=row["accessibility"]))
    draw.write()
    return found


def in_english(row: dict[str, str], *names: str) -> dict[str, Any]:
    """What ``row`` says of ``names`` in English, as the records of the directory keep it."""
    return {name: row[f"{name}_en"] for name in names if row[f"{name}_en"]}


def _organization(structure: Structure, row: dict[str, str]) -> Organization:
    english = in_english(row, "name", "description")
    return Organization(
        name=row["name"],
        short_name=row["short_name"],
        english=english | {"description": f"{english['description']} (Invented contact details.)"},
        kind=row["kind"],
        region=structure.region,
        municipality=structure.municipalities[row["municipality"]],
        email=f"aiguillages@{row['key']}.example",
        public_email=f"info@{row['key']}.example",
        website=f"https://{row['key']}.example/",
        description=f"{row['description']} (Coordonnées fictives.)",
        **MADE,
    )


def _location(structure: Structure, organization: Organization, row: dict[str, str]) -> Location:
    return Location(
        organization=organization,
        name=row["name"],
        municipality=structure.municipalities[row["municipality"]],
        latitude=float(row["latitude"]) if row["latitude"] else None,
        longitude=float(row["longitude"]) if row["longitude"] else None,
        transportation=row["transportation"],
        is_public=row["is_public"] == "oui",
        **MADE,
    )


def _address(place: Location, row: dict[str, str]) -> Address:
    return Address(
        location=place,
        address_1=f"{row['street']} (adresse fictive)",
        city=row["municipality"],
        postal_code=row["postal_code"],
    )

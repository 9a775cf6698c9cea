from ancrage.territory.models.boundaries import Boundary, BoundaryQuerySet
from ancrage.territory.models.places import (
    Mrc,
    MrcQuerySet,
    Municipality,
    MunicipalityQuerySet,
    ReferenceCounter,
    Region,
    RegionQuerySet,
)
from ancrage.territory.models.structure import (
    Directorate,
    DirectorateQuerySet,
    DirectorateRegion,
    HostOffice,
    HostOfficeQuerySet,
    ServicePoint,
    ServicePointMunicipality,
    ServicePointQuerySet,
    Team,
    TeamQuerySet,
)

__all__ = [
    "Boundary",
    "BoundaryQuerySet",
    "Directorate",
    "DirectorateQuerySet",
    "DirectorateRegion",
    "HostOffice",
    "HostOfficeQuerySet",
    "Mrc",
    "MrcQuerySet",
    "Municipality",
    "MunicipalityQuerySet",
    "ReferenceCounter",
    "Region",
    "RegionQuerySet",
    "ServicePoint",
    "ServicePointMunicipality",
    "ServicePointQuerySet",
    "Team",
    "TeamQuerySet",
]

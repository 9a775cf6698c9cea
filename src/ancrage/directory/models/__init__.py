from ancrage.directory.models.organization import Location, Organization, OrganizationKind, OrganizationMember
from ancrage.directory.models.service import (
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceEligibility,
    ServiceMode,
)
from ancrage.directory.models.taxonomy import NeedDomain, StatusCategory, StatusGroup, Stream

__all__ = [
    "Location",
    "NeedDomain",
    "Organization",
    "OrganizationKind",
    "OrganizationMember",
    "Service",
    "ServiceArea",
    "ServiceAtLocation",
    "ServiceEligibility",
    "ServiceMode",
    "StatusCategory",
    "StatusGroup",
    "Stream",
]

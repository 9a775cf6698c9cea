from ancrage.directory.models.check import FAILURES, CheckOutcome, LinkCheck
from ancrage.directory.models.contact import Contact, Language, Phone
from ancrage.directory.models.details import CostOption, Funding, RequiredDocument
from ancrage.directory.models.double import LikenessReason, RecordMerge, RecordPair
from ancrage.directory.models.draft import RecordDraft
from ancrage.directory.models.imports import EntryState, ReadingBlock, ReadingEntry, ReadingStage, SourceReading
from ancrage.directory.models.kept import Favourite, SavedSearch
from ancrage.directory.models.links import ServiceArea, ServiceAtLocation, ServiceEligibility
from ancrage.directory.models.location import Accessibility, Address, AddressType, Location, LocationType
from ancrage.directory.models.metadata import Metadata, MetadataAction
from ancrage.directory.models.occupation import Occupation, OccupationTitle, OccupationWord, TitleLanguage, titled
from ancrage.directory.models.organization import (
    Organization,
    OrganizationIdentifier,
    OrganizationKind,
    OrganizationMember,
    Program,
)
from ancrage.directory.models.proposal import Proposal, ProposalState
from ancrage.directory.models.publication import Publication
from ancrage.directory.models.rating import Rating
from ancrage.directory.models.report import ErrorReport
from ancrage.directory.models.schedule import Frequency, Schedule
from ancrage.directory.models.service import FeeKind, Public, Service, ServiceMode
from ancrage.directory.models.source import Source, SourceFormat
from ancrage.directory.models.taxonomy import (
    Attribute,
    NeedDomain,
    StatusCategory,
    StatusGroup,
    Stream,
    Taxonomy,
    TaxonomyTerm,
)
from ancrage.directory.models.verification import VerificationDelay, VerificationLink
from ancrage.directory.models.word import Word

__all__ = [
    "FAILURES",
    "Accessibility",
    "Address",
    "AddressType",
    "Attribute",
    "CheckOutcome",
    "Contact",
    "CostOption",
    "EntryState",
    "ErrorReport",
    "Favourite",
    "FeeKind",
    "Frequency",
    "Funding",
    "Language",
    "LikenessReason",
    "LinkCheck",
    "Location",
    "LocationType",
    "Metadata",
    "MetadataAction",
    "NeedDomain",
    "Occupation",
    "OccupationTitle",
    "OccupationWord",
    "Organization",
    "OrganizationIdentifier",
    "OrganizationKind",
    "OrganizationMember",
    "Phone",
    "Program",
    "Proposal",
    "ProposalState",
    "Public",
    "Publication",
    "Rating",
    "ReadingBlock",
    "ReadingEntry",
    "ReadingStage",
    "RecordDraft",
    "RecordMerge",
    "RecordPair",
    "RequiredDocument",
    "SavedSearch",
    "Schedule",
    "Service",
    "ServiceArea",
    "ServiceAtLocation",
    "ServiceEligibility",
    "ServiceMode",
    "Source",
    "SourceFormat",
    "SourceReading",
    "StatusCategory",
    "StatusGroup",
    "Stream",
    "Taxonomy",
    "TaxonomyTerm",
    "TitleLanguage",
    "VerificationDelay",
    "VerificationLink",
    "Word",
    "titled",
]

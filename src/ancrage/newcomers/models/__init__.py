from ancrage.newcomers.models.appointment import CaseAppointment, Fate
from ancrage.newcomers.models.assessment import (
    AssessedDomain,
    MeetingMode,
    NeedsAssessment,
)
from ancrage.newcomers.models.batch import BatchKind, CaseBatch, CaseBatchLine
from ancrage.newcomers.models.case import (
    Case,
    CaseAssignment,
    CaseMoment,
    CaseQuerySet,
    CaseState,
    CaseTransition,
)
from ancrage.newcomers.models.circle import CircleMember, DeclaredTie, ExceptionalAccess
from ancrage.newcomers.models.consent import (
    CollectionNotice,
    Consent,
    ConsentAges,
    ConsentMode,
    GivenBy,
    Purpose,
    Shared,
)
from ancrage.newcomers.models.counter import CounterEnquiry
from ancrage.newcomers.models.document import Document
from ancrage.newcomers.models.document_request import DocumentRequest
from ancrage.newcomers.models.double import LikelyDouble
from ancrage.newcomers.models.followup import (
    Activity,
    FollowUp,
    FollowUpSchedule,
    FollowUpSource,
    FollowUpState,
    Presence,
    Task,
)
from ancrage.newcomers.models.group import Attendance, Inscription
from ancrage.newcomers.models.household import Household, HouseholdMember, Relation
from ancrage.newcomers.models.imports import (
    DoubleChoice,
    ImportColumns,
    ImportedRow,
    ImportStage,
    PersonImport,
    RowResult,
    RowState,
)
from ancrage.newcomers.models.language import (
    FrenchLevel,
    LanguageGround,
    LevelSource,
    ServiceLanguage,
)
from ancrage.newcomers.models.likeness import Inquiry, InquiryKind
from ancrage.newcomers.models.lists import ClosingReason, DepartureReason, DocumentType
from ancrage.newcomers.models.merge import PersonMerge
from ancrage.newcomers.models.moment import ChoiceDelay, MomentOffer
from ancrage.newcomers.models.name_word import NameWord
from ancrage.newcomers.models.note import Channel, ContactNote
from ancrage.newcomers.models.online import FormLanguage, OnlineRequest, OnlineTally
from ancrage.newcomers.models.person import FULL_NAME, ContactWay, Person, PersonQuerySet, Pronoun
from ancrage.newcomers.models.referral import CaseReferral
from ancrage.newcomers.models.reminder import AppointmentReminder, ReminderDelay
from ancrage.newcomers.models.retention import Kept, RetentionRule
from ancrage.newcomers.models.status import DocumentKind, ImmigrationStatus
from ancrage.newcomers.models.view import Listed, SavedView

__all__ = [
    "FULL_NAME",
    "Activity",
    "AppointmentReminder",
    "AssessedDomain",
    "Attendance",
    "BatchKind",
    "Case",
    "CaseAppointment",
    "CaseAssignment",
    "CaseBatch",
    "CaseBatchLine",
    "CaseMoment",
    "CaseQuerySet",
    "CaseReferral",
    "CaseState",
    "CaseTransition",
    "Channel",
    "ChoiceDelay",
    "CircleMember",
    "ClosingReason",
    "CollectionNotice",
    "Consent",
    "ConsentAges",
    "ConsentMode",
    "ContactNote",
    "ContactWay",
    "CounterEnquiry",
    "DeclaredTie",
    "DepartureReason",
    "Document",
    "DocumentKind",
    "DocumentRequest",
    "DocumentType",
    "DoubleChoice",
    "ExceptionalAccess",
    "Fate",
    "FollowUp",
    "FollowUpSchedule",
    "FollowUpSource",
    "FollowUpState",
    "FormLanguage",
    "FrenchLevel",
    "GivenBy",
    "Household",
    "HouseholdMember",
    "ImmigrationStatus",
    "ImportColumns",
    "ImportStage",
    "ImportedRow",
    "Inquiry",
    "InquiryKind",
    "Inscription",
    "Kept",
    "LanguageGround",
    "LevelSource",
    "LikelyDouble",
    "Listed",
    "MeetingMode",
    "MomentOffer",
    "NameWord",
    "NeedsAssessment",
    "OnlineRequest",
    "OnlineTally",
    "Person",
    "PersonImport",
    "PersonMerge",
    "PersonQuerySet",
    "Presence",
    "Pronoun",
    "Purpose",
    "Relation",
    "ReminderDelay",
    "RetentionRule",
    "RowResult",
    "RowState",
    "SavedView",
    "ServiceLanguage",
    "Shared",
    "Task",
]

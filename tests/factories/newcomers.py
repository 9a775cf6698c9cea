from datetime import UTC, date, datetime

from factory import LazyFunction, SelfAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from ancrage.newcomers.models import (
    Case,
    CaseAppointment,
    CaseReferral,
    CaseState,
    CircleMember,
    CollectionNotice,
    Consent,
    ConsentAges,
    ConsentMode,
    ContactNote,
    Document,
    DocumentKind,
    DocumentRequest,
    DocumentType,
    FollowUp,
    FrenchLevel,
    Household,
    HouseholdMember,
    ImmigrationStatus,
    LanguageGround,
    LevelSource,
    MomentOffer,
    Person,
    Purpose,
    ServiceLanguage,
    Shared,
    Task,
)
from ancrage.territory.dated import from_day
from tests.factories.accounts import UserFactory
from tests.factories.directory import StatusCategoryFactory
from tests.factories.files import StoredFileFactory
from tests.factories.plans import ActionPlanFactory
from tests.factories.territory import LONG_AGO, MunicipalityFactory, ServicePointFactory

MOMENT = datetime(2021, 7, 5, 14, 0, tzinfo=UTC)


class PersonFactory(DjangoModelFactory[Person]):
    class Meta:
        model = Person

    given_names = Sequence(lambda n: f"Prénom{n}")
    family_names = Sequence(lambda n: f"Nom{n}")
    municipality = SubFactory(MunicipalityFactory)
    created_at = MOMENT


class CaseFactory(DjangoModelFactory[Case]):
    """An open dossier without an agent; ``agent=`` gives it one."""

    class Meta:
        model = Case

    reference = Sequence(lambda n: f"TST-2021-{n:06}")
    person = SubFactory(PersonFactory)
    service_point = SubFactory(ServicePointFactory)
    region = SelfAttribute("service_point.region")
    state = CaseState.ACTIVE
    requested_at = MOMENT
    first_contact_due_on = date(2021, 7, 12)
    first_contact_at = MOMENT
    plan = SubFactory(ActionPlanFactory)


class CircleMemberFactory(DjangoModelFactory[CircleMember]):
    class Meta:
        model = CircleMember

    case = SubFactory(CaseFactory)
    user = SubFactory(UserFactory)
    since = MOMENT
    named_by = SelfAttribute("user")


class ImmigrationStatusFactory(DjangoModelFactory[ImmigrationStatus]):
    class Meta:
        model = ImmigrationStatus

    person = SubFactory(PersonFactory)
    category = SubFactory(StatusCategoryFactory)
    document = DocumentKind.WORK_PERMIT
    valid_from = date(2021, 1, 22)


class HouseholdFactory(DjangoModelFactory[Household]):
    class Meta:
        model = Household

    created_at = MOMENT


class HouseholdMemberFactory(DjangoModelFactory[HouseholdMember]):
    class Meta:
        model = HouseholdMember

    household = SubFactory(HouseholdFactory)
    person = SubFactory(PersonFactory)
    during = LazyFunction(lambda: from_day(LONG_AGO))


class NoticeFactory(DjangoModelFactory[CollectionNotice]):
    class Meta:
        model = CollectionNotice

    number = Sequence(lambda n: n + 1)
    text_fr = "Qui recueille, pourquoi, qui lit, quels droits."
    text_en = "Who collects, why, who reads, which rights."
    published_at = datetime(2020, 1, 6, 14, 0, tzinfo=UTC)


class ConsentFactory(DjangoModelFactory[Consent]):
    """In force, for referrals, all parts but health."""

    class Meta:
        model = Consent

    case = SubFactory(CaseFactory)
    notice = SubFactory(NoticeFactory)
    purposes = LazyFunction(lambda: [Purpose.REFERRAL])
    shared = LazyFunction(lambda: [Shared.CONTACT, Shared.LANGUAGES, Shared.STATUS, Shared.NEEDS])
    mode = ConsentMode.VERBAL
    given_at = MOMENT
    recorded_by = SubFactory(UserFactory)


class ContactNoteFactory(DjangoModelFactory[ContactNote]):
    class Meta:
        model = ContactNote

    case = SubFactory(CaseFactory)
    at = MOMENT
    by = SubFactory(UserFactory)
    channel = "phone"
    text = "La personne a été jointe."


class DocumentFactory(DjangoModelFactory[Document]):
    class Meta:
        model = Document

    case = SubFactory(CaseFactory)
    file = SubFactory(StoredFileFactory)
    title = Sequence(lambda n: f"Document {n}")
    added_by = SubFactory(UserFactory)
    added_at = MOMENT


class TaskFactory(DjangoModelFactory[Task]):
    class Meta:
        model = Task

    case = SubFactory(CaseFactory)
    text = Sequence(lambda n: f"Tâche {n}")
    due_on = date(2021, 7, 9)
    assigned_to = SubFactory(UserFactory)


class FollowUpFactory(DjangoModelFactory[FollowUp]):
    class Meta:
        model = FollowUp

    case = SubFactory(CaseFactory)
    milestone = Sequence(lambda n: 30 + n)
    due_on = date(2021, 8, 4)


class CaseReferralFactory(DjangoModelFactory[CaseReferral]):
    """A draft referral of a dossier, under a consent in force."""

    class Meta:
        model = CaseReferral

    case = SubFactory(CaseFactory)
    referral = SubFactory("tests.factories.referrals.ReferralFactory")
    consent = SubFactory(ConsentFactory, case=SelfAttribute("..case"))


class CaseAppointmentFactory(DjangoModelFactory[CaseAppointment]):
    class Meta:
        model = CaseAppointment

    case = SubFactory(CaseFactory)
    appointment = SubFactory("tests.factories.agenda.AppointmentFactory")


class DocumentTypeFactory(DjangoModelFactory[DocumentType]):
    """A lease, in the four languages."""

    class Meta:
        model = DocumentType
        django_get_or_create = ("code",)

    code = "bail"
    label_fr = "Bail du logement"
    label_en = "Lease"
    label_es = "Contrato de alquiler"
    label_ar = "عقد الإيجار"


class DocumentRequestFactory(DjangoModelFactory[DocumentRequest]):
    class Meta:
        model = DocumentRequest

    case = SubFactory(CaseFactory)
    kind = SubFactory(DocumentTypeFactory)
    asked_at = MOMENT
    asked_by = SubFactory(UserFactory)


class MomentOfferFactory(DjangoModelFactory[MomentOffer]):
    """Half an hour by phone, until the end of July 2021."""

    class Meta:
        model = MomentOffer

    case = SubFactory(CaseFactory)
    worker = SubFactory(UserFactory)
    modes = ("phone",)
    minutes = 30
    until = date(2021, 7, 30)
    offered_at = MOMENT
    offered_by = SelfAttribute("worker")


class ConsentAgesFactory(DjangoModelFactory[ConsentAges]):
    """14 and 18, since long ago."""

    class Meta:
        model = ConsentAges

    may_consent_at = 14
    adult_at = 18
    during = LazyFunction(lambda: from_day(LONG_AGO))


class ServiceLanguageFactory(DjangoModelFactory[ServiceLanguage]):
    class Meta:
        model = ServiceLanguage

    person = SubFactory(PersonFactory)
    language = "es"
    ground = LanguageGround.HEALTH_SAFETY
    attested_on = date(2021, 7, 5)


class FrenchLevelFactory(DjangoModelFactory[FrenchLevel]):
    class Meta:
        model = FrenchLevel

    person = SubFactory(PersonFactory)
    listening = 5
    source = LevelSource.DECLARED
    assessed_on = date(2021, 7, 5)

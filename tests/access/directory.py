from uuid import uuid4

from ancrage.core import today
from ancrage.core.actors import JobActor
from ancrage.directory.actions.proposals import propose
from ancrage.directory.actions.reports import receive_report
from ancrage.directory.actions.verifying import ask_for_verification
from ancrage.directory.models import RecordMerge, RecordPair, SavedSearch, VerificationLink
from ancrage.directory.tokens import token_of
from ancrage.territory.models import Directorate, Region
from tests.access.rows import EVERYBODY, SIGNED_IN, Row, only, place_of
from tests.factories.accounts import UserFactory
from tests.factories.directory import MADE, OrganizationFactory, OrganizationMemberFactory, ServiceFactory
from tests.factories.territory import DirectorateRegionFactory, MrcFactory, MunicipalityFactory, RegionFactory

ADMIN = only("system_administrator")
READERS = only(
    "integration_agent",
    "regional_adviser",
    "recruitment_adviser",
    "director",
    "system_administrator",
    "partner_worker",
)


def _service(_user):
    return {"pk": ServiceFactory.create().pk}


def _hidden(_user):
    return {"pk": ServiceFactory.create(is_public=False).pk}


def _search(user):
    return {"pk": SavedSearch.objects.create(user=user or UserFactory.create(), query="q=x", created_at=MADE).pk}


def _organization(_user):
    return {"pk": OrganizationFactory.create().pk}


def _member(_user):
    member = OrganizationMemberFactory.create()
    return {"pk": member.organization_id, "member_id": member.pk}


def _member_of_another(user):
    return _member(user) | _organization(user)


def _nothing(_user):
    return {"pk": uuid4()}


KEEPERS = only("regional_adviser", "director", "system_administrator")


def _region(user):
    """A region that ``user`` keeps, or any."""
    place = place_of(user) if user else None
    if isinstance(place, Region):
        return place
    if isinstance(place, Directorate):
        return DirectorateRegionFactory.create(directorate=place).region
    return RegionFactory.create()


def kept_organization(user):
    town = MunicipalityFactory.create(mrc=MrcFactory.create(region=_region(user)))
    return OrganizationFactory.create(municipality=town)


def _kept(user):
    return {"kind": "organismes", "pk": kept_organization(user).pk}


def _unknown_kind(user):
    return {"kind": "autres", "pk": kept_organization(user).pk}


def _kept_act(user):
    return _kept(user) | {"act": "masquer"}


def _unknown_act(user):
    return _kept(user) | {"act": "peindre"}


def _part(user):
    return {"pk": kept_organization(user).pk, "kind": "services"}


def _part_of_nothing(user):
    return {"pk": kept_organization(user).pk, "kind": "organismes"}


PARTNERS = only("partner_worker")


def _own(user):
    organization = OrganizationFactory.create()
    if user:
        OrganizationMemberFactory.create(organization=organization, user=user)
    return {"kind": "organismes", "pk": organization.pk}


def _not_own(_user):
    return {"kind": "organismes", "pk": OrganizationFactory.create().pk}


def _own_part(user):
    return _own(user) | {"kind": "services"}


def _not_own_part(user):
    return _not_own(user) | {"kind": "services"}


def _own_organization(user):
    return _own(user) | {"kind": "organismes"}


def proposal_for(organization):
    return propose(record=organization, content={"name": "Autre nom"}, by=JobActor("tests"), user=None, at=MADE)


def _proposal(user):
    return {"pk": proposal_for(kept_organization(user)).pk}


def _proposal_elsewhere(user):
    everywhere = user and user.assignments.get().role == "system_administrator"
    return _nothing(user) if everywhere else {"pk": proposal_for(OrganizationFactory.create()).pk}


def _organization_kept(user):
    return {"pk": kept_organization(user).pk}


def _organization_elsewhere(user):
    everywhere = user and user.assignments.get().role == "system_administrator"
    return _nothing(user) if everywhere else {"pk": OrganizationFactory.create().pk}


def _token(_user):
    link = ask_for_verification(organization=OrganizationFactory.create(), by=JobActor("tests"), at=MADE)
    return {"token": token_of(link)}


def _altered(user):
    return {"token": _token(user)["token"] + "x"}


def _token_and_record(user):
    token = _token(user)
    return token | {"kind": "organismes", "pk": VerificationLink.objects.latest("created_at").organization_id}


def _token_and_another(user):
    return _token(user) | {"kind": "organismes", "pk": uuid4()}


def _public_record(_user):
    return {"kind": "services", "pk": ServiceFactory.create().pk}


def _hidden_record(_user):
    return {"kind": "services", "pk": ServiceFactory.create(is_public=False).pk}


def report_on(organization):
    return receive_report(
        report_id=uuid4(), organization=organization, service=None, message="x", email="", address="127.0.0.1", at=MADE
    )


def _report(user):
    return {"pk": report_on(kept_organization(user)).pk}


def _report_elsewhere(user):
    everywhere = user and user.assignments.get().role == "system_administrator"
    return _nothing(user) if everywhere else {"pk": report_on(OrganizationFactory.create()).pk}


def pair_of(one, other):
    first, second = sorted((one, other), key=lambda each: each.pk)
    return RecordPair.objects.create(
        kind="organization",
        one=first.pk,
        other=second.pk,
        one_organization=first,
        other_organization=second,
        score=90,
        reasons=["name"],
        found_at=MADE,
    )


def _pair(user):
    one = kept_organization(user)
    other = OrganizationFactory.create(municipality=one.municipality)
    return {"pk": pair_of(one, other).pk}


def _pair_elsewhere(user):
    everywhere = user and user.assignments.get().role == "system_administrator"
    if everywhere:
        return _nothing(user)
    return {"pk": pair_of(kept_organization(user), OrganizationFactory.create()).pk}


def _merge_of(organization):
    other = OrganizationFactory.create()
    merge = RecordMerge(kind="organization", kept=organization.pk, absorbed=other.pk, organization=organization)
    merge.made_at, merge.made_by = MADE, UserFactory.create()
    merge.save()
    return {"pk": merge.pk}


def _merge(user):
    return _merge_of(kept_organization(user))


def _merge_elsewhere(user):
    everywhere = user and user.assignments.get().role == "system_administrator"
    return _nothing(user) if everywhere else _merge_of(OrganizationFactory.create())


ROWS = [
    Row("directory:occupations", SIGNED_IN, query={"q": "soudeuse", "name": "<b>"}),
    Row("directory:links", KEEPERS),
    Row("directory:pairs", KEEPERS),
    Row("directory:pair", KEEPERS, to=_pair, outside=_pair_elsewhere),
    # Nothing chosen: said beside what is to be chosen.
    Row("directory:pair", KEEPERS, to=_pair, outside=_pair_elsewhere, data={}, answers=frozenset({200})),
    Row("directory:pair_apart", KEEPERS, to=_pair, outside=_pair_elsewhere, data={}),
    Row("directory:pair_again", KEEPERS, to=_pair, outside=_pair_elsewhere, data={}),
    Row("directory:merge_undo", KEEPERS, to=_merge, outside=_merge_elsewhere, data={}),
    Row("directory:report_error", EVERYBODY, to=_public_record, outside=_hidden_record),
    Row(
        "directory:report_error",
        EVERYBODY,
        to=_public_record,
        outside=_hidden_record,
        data={"message": "x"},
        answers=frozenset({200}),
    ),
    Row("directory:report_received", EVERYBODY),
    Row("directory:reports", KEEPERS),
    Row("directory:report", KEEPERS, to=_report, outside=_report_elsewhere),
    Row("directory:report", KEEPERS, to=_report, outside=_report_elsewhere, data={"answer": ""}),
    Row("directory:report_again", KEEPERS, to=_report, outside=_report_elsewhere, data={}),
    Row("directory:find", EVERYBODY),
    Row(
        "directory:find",
        EVERYBODY,
        query={"q": "français", "pres": "ailleurs", "km": "x", "quand": "jamais", "page": "0"},
    ),
    Row("directory:favourites", EVERYBODY),
    Row("directory:favourite", EVERYBODY, to=_service, outside=_hidden, data={}),
    Row("directory:search_keep", SIGNED_IN, data={}, query={"q": "français"}),
    Row("directory:search_let_go", SIGNED_IN, to=_search, outside=_nothing, data={}),
    Row("directory:sheet", EVERYBODY, query={"s": "x", "grand": "1"}),
    Row("directory:public_service", EVERYBODY, to=_service, outside=_hidden),
    Row("directory:public_organization", EVERYBODY, to=_organization, outside=_nothing),
    Row("directory:quality", KEEPERS),
    Row("directory:due", KEEPERS),
    Row("directory:ask_verification", KEEPERS, to=_organization_kept, outside=_organization_elsewhere, data={}),
    Row("directory:verified", KEEPERS, to=_organization_kept, outside=_organization_elsewhere, data={}),
    Row("directory:verify", EVERYBODY, to=_token, outside=_altered),
    Row("directory:verify", EVERYBODY, to=_token, outside=_altered, data={}),
    Row("directory:verify_record", EVERYBODY, to=_token_and_record, outside=_token_and_another),
    Row(
        "directory:verify_record",
        EVERYBODY,
        to=_token_and_record,
        outside=_token_and_another,
        data={"name": ""},
        answers=frozenset({200}),
    ),
    Row("directory:propose_changes", PARTNERS, to=_own, outside=_not_own),
    Row("directory:propose_changes", PARTNERS, to=_own, outside=_not_own, data={"name": ""}, answers=frozenset({200})),
    Row("directory:propose_new", PARTNERS, to=_own_part, outside=_not_own_part),
    Row("directory:propose_new", PARTNERS, to=_own_part, outside=_own_organization, data={}, answers=frozenset({200})),
    Row("directory:own_records", PARTNERS),
    Row("directory:proposals", KEEPERS),
    Row("directory:proposals", KEEPERS, query={"reglees": "1"}),
    Row("directory:proposal", KEEPERS, to=_proposal, outside=_proposal_elsewhere),
    Row("directory:proposal", KEEPERS, to=_proposal, outside=_proposal_elsewhere, data={"accepted": ["name"]}),
    Row("directory:add_organization", KEEPERS),
    Row("directory:add_organization", KEEPERS, data={}, answers=frozenset({200})),
    Row("directory:edit_record", KEEPERS, to=_kept, outside=_unknown_kind),
    Row("directory:edit_record", KEEPERS, to=_kept, outside=_unknown_kind, data={"name": ""}, answers=frozenset({200})),
    Row("directory:add_part", KEEPERS, to=_part, outside=_part_of_nothing),
    Row("directory:add_part", KEEPERS, to=_part, outside=_part_of_nothing, data={}, answers=frozenset({200})),
    Row("directory:record_standing", KEEPERS, to=_kept_act, outside=_unknown_act, data={}),
    Row("directory:services", READERS),
    Row("directory:services", READERS, query={"q": "français", "domaine": "inconnu"}),
    Row("directory:export", READERS, to=lambda _user: {"kind": "csv"}, outside=lambda _user: {"kind": "pdf"}),
    Row("directory:service", READERS, to=_service, outside=_nothing),
    Row("directory:organization", READERS, to=_organization, outside=_nothing),
    Row("directory:add_member", ADMIN, to=_organization, outside=_nothing),
    Row("directory:add_member", ADMIN, to=_organization, data={"user": ""}, answers=frozenset({200})),
    Row("directory:end_member", ADMIN, to=_member, outside=_member_of_another),
    Row("directory:end_member", ADMIN, to=_member, outside=_member_of_another, data={"before": today().isoformat()}),
]

"""What is held of a person, as they take it away: JSON, from what the register of personal data names.

What staff wrote for their work is not in the file: it is asked for, and someone reads it first, since it may speak of
others. What is restricted is not either: the file may be opened on a phone that is shared.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from django.db.models import Model, Prefetch, QuerySet

from ancrage.accounts.queries import passkeys_of
from ancrage.newcomers.models import (
    Attendance,
    Case,
    DocumentRequest,
    FrenchLevel,
    ImmigrationStatus,
    Inscription,
    OnlineRequest,
    ServiceLanguage,
)
from ancrage.newcomers.personal_data import PERSONAL
from ancrage.newcomers.queries.plan_document import told_referrals
from ancrage.plans.queries import plan_tree
from ancrage.portal.models import Space
from ancrage.portal.queries.documents import own_documents

LEFT_OUT: Final[Mapping[str, str]] = {
    "needsassessment": "Written by staff during meetings.",
    "assesseddomain": "Written by staff for their work.",
    "contactnote": "Written by staff for their work.",
    "task": "Written by staff for their work.",
    "casetransition": "Written by staff for their work.",
    "caseassignment": "Written by staff for their work.",
    "followup": "Written by staff for their work.",
    "exceptionalaccess": "Says who read the dossier: asked for, since it names others.",
    "householdmember": "Says who else lives there: each person asks for their own.",
    "personmerge": "A copy kept thirty days, to undo.",
    "counterenquiry": "Of nobody until a dossier is named.",
    "momentoffer": "What staff proposes; once chosen, it is among the appointments.",
    "nameword": "A word that names hold, of nobody.",
    "inquiry": "Between service points.",
    "importedrow": "The row of a list, kept thirty days, to undo: what it gave is in the file.",
}
"""What the register names and the file does not hold, and why."""
NOTE: Final = (
    "Ce fichier contient ce que vous avez donné et ce qui a été fait avec vous. Pour le reste de votre dossier, "
    "demandez-le au service : c’est votre droit."
)
# Made by the database from the others, or of no use outside.
_MADE: Final = {"sort_name", "folded_name"}


def own_data(case: Case, space: Space, at: datetime) -> dict[str, Any]:
    """All that the file holds."""
    person = case.person
    online = OnlineRequest.objects.filter(case__person=person).order_by("received_at", "pk")
    return {
        "note": NOTE,
        "fait_le": at,
        "dossier": {"numero": case.reference, "recu_le": case.requested_at, "point_de_services": case.service_point.name},
        "personne": next(_rows([person])),
        "statuts": list(_rows(ImmigrationStatus.objects.filter(person=person).order_by("pk"))),
        "niveaux_de_francais": list(_rows(FrenchLevel.objects.filter(person=person).order_by("assessed_on", "pk"))),
        "langues_de_service": list(_rows(ServiceLanguage.objects.filter(person=person).order_by("pk"))),
        "demandes_en_ligne": list(_rows(online)),
        "consentements": [_consent(one) for one in case.consents.order_by("given_at", "pk")],
        "plan": [_need(need) for need in plan_tree(case.plan_id, restricted=False)],
        "services": [
            {"service": tie.referral.service.name, "organisme": tie.referral.organization.name, "etat": tie.referral.state}
            for tie in told_referrals(case)
        ],
        "rendez_vous": [_appointment(tie) for tie in case.appointments.select_related("appointment").order_by("pk")],
        "seances_de_groupe": [_inscription(row) for row in _inscriptions(case)],
        "documents": [{"titre": row.title, "ajoute_le": row.added_at} for row in own_documents(case, space.user) if row.struck_at is None],
        "documents_demandes": [_asked(row) for row in case.document_requests.select_related("kind").order_by("asked_at", "pk")],
        "mon_plan_en_ligne": _access(space),
    }  # fmt: skip


def _asked(row: DocumentRequest) -> dict[str, Any]:
    return {
        "document": row.kind.label_fr,
        "phrase": row.sentence,
        "souhaite_pour_le": row.wished_on,
        "demande_le": row.asked_at,
        "repondu_le": row.answered_at,
        "pourquoi_pas": row.not_held,
        "retire_le": row.withdrawn_at,
    }


def _access(space: Space) -> dict[str, Any]:
    return {
        "courriel_des_codes": space.email,
        "ouvert_le": space.activated_at,
        "quand_ecrire": space.write_hours,
        "appareils": _devices(space),
    }


def _devices(space: Space) -> list[dict[str, Any]]:
    keys = passkeys_of(space.user)
    return [{"nom": str(key), "ajoute_le": key.created_at, "utilise_le": key.last_used_at} for key in keys]


def personal_fields(model: str) -> list[str]:
    """The fields of ``model`` that the register names."""
    return [key.split(".")[1] for key in PERSONAL if key.startswith(f"{model}.")]


def _rows(rows: Iterable[Model]) -> Iterator[dict[str, Any]]:
    for row in rows:
        names = personal_fields(row._meta.model_name or "")
        yield {name: _plain(getattr(row, name)) for name in names if name not in _MADE}


def _plain(value: Any) -> Any:  # noqa: ANN401 - any field
    """A period as its two days."""
    return {"du": value.lower, "au": value.upper} if hasattr(value, "lower_inc") else value


def _consent(one: Any) -> dict[str, Any]:  # noqa: ANN401 - a consent
    kept = (
        "purposes",
        "shared",
        "mode",
        "given_by",
        "giver_name",
        "giver_title",
        "given_at",
        "ends_on",
        "withdrawn_at",
    )
    return {name: getattr(one, name) for name in kept}


def _need(need: Any) -> dict[str, Any]:  # noqa: ANN401 - a node of the plan
    goals = [
        {
            "objectif": goal.text,
            "vise_pour": goal.target_on,
            "atteint_le": goal.reached_on,
            "actions": [
                {
                    "action": one.text,
                    "par": one.performer,
                    "pour": one.due_on,
                    "etat": one.state,
                    "faite_le": one.done_on,
                }
                for one in goal.actions
            ],
        }
        for goal in need.goals
    ]
    return {"besoin": need.title, "domaine": need.domain["fr"], "etat": need.state, "objectifs": goals}


def _inscriptions(case: Case) -> QuerySet[Inscription]:
    blocks = Attendance.objects.select_related("block__appointment").order_by("block__appointment__during")
    return case.inscriptions.prefetch_related(Prefetch("attendances", blocks)).order_by("asked_at", "pk")


def _inscription(row: Inscription) -> dict[str, Any]:
    came = [{"debut": one.block.appointment.starts_at, "presence": one.is_present} for one in row.attendances.all()]
    return {"demandee_le": row.asked_at, "retiree_le": row.withdrawn_at, "attestation": row.attestation, "blocs": came}


def _appointment(tie: Any) -> dict[str, Any]:  # noqa: ANN401 - the tie of a dossier and an appointment
    row = tie.appointment
    answers = {"confirme_le": tie.confirmed_at, "autre_moment_demande_le": tie.move_asked_at, "raison": tie.move_reason}
    return {"debut": row.starts_at, "fin": row.ends_at, "facon": row.mode, "etat": row.state, **answers}

"""Saved views, and what is done to several dossiers at once."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from ancrage.core import today
from ancrage.newcomers.models import CaseBatch, Kept, RetentionRule, SavedView
from ancrage.territory.dated import from_day
from tests.access.rows import Row, only, place_of
from tests.factories.accounts import UserFactory
from tests.factories.newcomers import MOMENT, CaseFactory
from tests.factories.territory import DirectorateRegionFactory

AGENT, DIRECTOR = only("integration_agent"), only("director")
READERS = AGENT | DIRECTOR


def _view(user: Any) -> dict[str, Any]:
    owner = user or UserFactory.create()
    return {"view_id": SavedView.objects.create(user=owner, name="Une vue", query="", created_at=MOMENT).pk}


def _view_of_another(_user: Any) -> dict[str, Any]:
    return _view(None)


def _batch(user: Any) -> dict[str, Any]:
    by = user or UserFactory.create()
    return {"batch_id": CaseBatch.objects.create(kind="assigned", made_at=MOMENT, made_by=by).pk}


def _batch_of_another(_user: Any) -> dict[str, Any]:
    return _batch(None)


def _worker(user: Any) -> dict[str, Any]:
    """Someone with a dossier at a point within reach of ``user``; out of everyone's for nobody."""
    case = CaseFactory.create(agent=UserFactory.create())
    if user and type(place := place_of(user)).__name__ == "Directorate":
        DirectorateRegionFactory.create(directorate=place, region=case.region)
    return {"point_id": case.service_point_id, "user_id": case.agent_id}


def _worker_elsewhere(_user: Any) -> dict[str, Any]:
    return _worker(None)


def _team_point(user: Any) -> dict[str, Any]:
    return {"point_id": _worker(user)["point_id"]}


def _team_point_elsewhere(_user: Any) -> dict[str, Any]:
    return _team_point(None)


def _closing(_user: Any) -> dict[str, Any]:
    return {"what": "fermer"}


def _csv(_user: Any) -> dict[str, Any]:
    return {"kind": "csv"}


def _pdf(_user: Any) -> dict[str, Any]:
    return {"kind": "pdf"}


def _document(_user: Any) -> dict[str, Any]:
    return {"kept": "document"}


def _nothing_kept(_user: Any) -> dict[str, Any]:
    return {"kept": "inconnu"}


def _rule_to_come(_user: Any) -> dict[str, Any]:
    RetentionRule.objects.filter(kept=Kept.DOCUMENT).delete()
    during = from_day(today() + timedelta(days=1))
    return {"rule_id": RetentionRule.objects.create(kept=Kept.DOCUMENT, days=400, basis="Calendrier", during=during).pk}


def _no_rule(_user: Any) -> dict[str, Any]:
    return {"rule_id": uuid4()}


def _listed(_user: Any) -> dict[str, Any]:
    return {"listed": "retards"}


def _not_listed(_user: Any) -> dict[str, Any]:
    return {"listed": "inconnue"}


ROWS = [
    Row("newcomers:team", DIRECTOR),
    Row("newcomers:team_point", DIRECTOR, to=_team_point, outside=_team_point_elsewhere),
    Row("newcomers:team_handover", DIRECTOR, to=_worker, outside=_worker_elsewhere),
    Row(
        "newcomers:team_handover",
        DIRECTOR,
        to=_worker,
        outside=_worker_elsewhere,
        data={},
        answers=frozenset({200}),
    ),
    Row("newcomers:batch_choose", READERS, to=_closing, data={}),
    Row("newcomers:batch_take", AGENT, data={}),
    # Nothing chosen within reach: no such page. What opens it is tried in tests/newcomers/test_batches.py.
    Row("newcomers:batch_assign", DIRECTOR, answers=frozenset({404})),
    Row("newcomers:batch_close", AGENT, answers=frozenset({404})),
    Row("newcomers:retention", only("privacy_officer")),
    Row("newcomers:retention_change", only("privacy_officer"), to=_document, outside=_nothing_kept),
    Row(
        "newcomers:retention_change",
        only("privacy_officer"),
        to=_document,
        outside=_nothing_kept,
        data={"days": "0"},
        answers=frozenset({200}),
    ),
    Row("newcomers:retention_withdraw", only("privacy_officer"), to=_rule_to_come, outside=_no_rule, data={}),
    Row("newcomers:batch_write", AGENT, answers=frozenset({404})),
    Row("newcomers:referrals_remind", AGENT, data={}),
    Row("newcomers:referrals_choose", AGENT, data={}),
    Row("newcomers:referrals_withdraw", AGENT, answers=frozenset({404})),
    Row("newcomers:batch", READERS, to=_batch, outside=_batch_of_another),
    Row("newcomers:batch_undo", READERS, to=_batch, outside=_batch_of_another, data={}),
    Row("newcomers:saved_views", READERS),
    Row("newcomers:overdue", READERS, query={"tous": ""}),
    Row("newcomers:overdue_export", READERS, to=_csv, outside=_pdf),
    Row("newcomers:meetings", READERS, query={"tous": ""}),
    Row("newcomers:meetings_print", READERS, query={"when": "aujourdhui"}),
    Row("newcomers:meetings_export", READERS, to=_csv, outside=_pdf),
    Row("newcomers:view_save", READERS, to=_listed, outside=_not_listed),
    Row("newcomers:view_save", READERS, to=_listed, outside=_not_listed, data={"name": "Une vue"}),
    Row("newcomers:view_remove", READERS, to=_view, outside=_view_of_another, data={}),
    Row("newcomers:view_restore", READERS, to=_view, outside=_view_of_another, data={}),
]

"""Group sessions: the cohorts of one's service points, and those whom one may know of them."""

from datetime import timedelta

from ancrage.agenda.actions.groups import add_block, open_cohort
from ancrage.agenda.models import GroupKind, Mode
from ancrage.core import now
from ancrage.newcomers.actions.groups import inscribe, note_attendance
from ancrage.newcomers.models import Inscription
from tests.access.places import case_near, far, near, point_near
from tests.access.rows import Row, only
from tests.factories.accounts import UserFactory
from tests.factories.territory import ServicePointFactory

READERS = only("integration_agent", "director")
WRITERS = only("integration_agent")
SHOWN = frozenset({200})


def _made(point):
    by, at = UserFactory.create(), now() - timedelta(days=1)
    kind, _new = GroupKind.objects.get_or_create(code="oi", label_fr="Objectif Intégration", required_blocks=1)
    asked = {"kind": kind, "title": "Été", "service_point": point, "language": "fr", "seats": 3, "required_blocks": 1}
    cohort = open_cohort(**asked, by=by, at=at)
    wish = {"worker": by, "mode": Mode.VIDEO, "minutes": 30, "start": at + timedelta(minutes=1), "topic": "Droits"}
    return cohort, add_block(cohort=cohort, **wish, by=by, at=at), by


def _cohort(user):
    return {"cohort_id": _made(point_near(user))[0].pk}


def _cohort_elsewhere(_user):
    return {"cohort_id": _made(ServicePointFactory.create())[0].pk}


def _block(user):
    cohort, block, _by = _made(point_near(user))
    return {"cohort_id": cohort.pk, "block_id": block.pk}


def _cancelled(user):
    cohort, block, by = _made(point_near(user))
    type(block.appointment).objects.update(state="off_service", decided_at=now(), decided_by=by)
    return {"cohort_id": cohort.pk, "block_id": block.pk}


def _block_elsewhere(_user):
    cohort, block, _by = _made(ServicePointFactory.create())
    return {"cohort_id": cohort.pk, "block_id": block.pk}


def _inscribed(case):
    cohort, block, by = _made(case.service_point)
    row = inscribe(case=case, cohort=cohort, by=by, at=now())
    note_attendance(block=block, said={row.pk: True}, by=by, at=now())
    return {"cohort_id": cohort.pk, "inscription_id": row.pk}


def _inscription(user):
    return _inscribed(case_near(user))


def _restricted(user):
    """A seat taken, by whom the reader may not know."""
    return _inscribed(case_near(user, is_restricted=True))


def _attested(user, **fields):
    found = _inscribed(case_near(user, **fields))
    row = Inscription.objects.get(pk=found["inscription_id"])
    row.attestation, row.attested_at, row.attested_by = row.pk.hex[-12:], now(), UserFactory.create()
    row.save()
    return found


def _attested_restricted(user):
    return _attested(user, is_restricted=True)


ROWS = [
    Row("newcomers:cohorts", READERS),
    Row("newcomers:cohort_open", WRITERS),
    Row("newcomers:cohort", READERS, _cohort, _cohort_elsewhere),
    Row("newcomers:cohort", READERS, _cohort, _cohort_elsewhere, data={"reference": "inconnu"}, answers=SHOWN),
    Row("newcomers:block_add", WRITERS, _cohort, _cohort_elsewhere),
    Row("newcomers:block", READERS, _block, _block_elsewhere),
    Row("newcomers:block_change", WRITERS, _block, _block_elsewhere),
    Row("newcomers:block_cancel", WRITERS, _block, _block_elsewhere, data={}),
    Row("newcomers:block_again", WRITERS, _cancelled, _block_elsewhere, data={}),
    Row("newcomers:inscription_withdraw", WRITERS, _inscription, _restricted, data={}),
    Row("newcomers:inscription_again", WRITERS, _inscription, _restricted, data={}),
    Row("newcomers:inscription_attest", WRITERS, _inscription, _restricted, data={}),
    Row("newcomers:attestation", READERS, _attested, _attested_restricted),
    Row("newcomers:case_inscribe", WRITERS, near, far),
]

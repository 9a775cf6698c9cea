"""Appointments of the dossiers followed: four a day for each agent, before and after today, none today."""

from django.db import connection, transaction

from bench.people import TODAY

_MADE = """
CREATE TEMPORARY TABLE made ON COMMIT DROP AS
SELECT gen_random_uuid() AS id, cases.id AS case_id, agent_id, service_point_id, place,
       %(today)s::date + (CASE WHEN place < 0 THEN (place - 3) / 4 ELSE place / 4 + 1 END)::int AS day,
       (((place %% 4) + 4) %% 4)::int AS turn
FROM (
    SELECT id, agent_id, service_point_id,
           row_number() OVER (PARTITION BY agent_id ORDER BY id) - count(*) OVER (PARTITION BY agent_id) / 2 AS place
    FROM newcomers_case WHERE state = 'active'
) cases
"""
_APPOINTMENTS = """
INSERT INTO agenda_appointment (
    id, worker_id, service_point_id, mode, during, subject, interpreter_language, state,
    booked_at, booked_by_id, decided_at, decided_by_id
)
SELECT id, agent_id, service_point_id, (ARRAY['place', 'phone', 'video'])[turn %% 3 + 1],
       tstzrange(day + time '13:00' + turn * interval '1 hour', day + time '13:45' + turn * interval '1 hour'),
       'Rencontre', '', CASE WHEN place < 0 THEN 'present' ELSE 'planned' END,
       %(today)s::date - 30, agent_id,
       CASE WHEN place < 0 THEN day + time '18:00' END, CASE WHEN place < 0 THEN agent_id END
FROM made
"""
_TIES = """
INSERT INTO newcomers_caseappointment (id, case_id, appointment_id, move_reason)
SELECT gen_random_uuid(), case_id, id, '' FROM made
"""


@transaction.atomic
def fill() -> None:
    with connection.cursor() as cursor:
        # As the rest of the population.
        cursor.execute("SET LOCAL session_replication_role = replica; SET LOCAL statement_timeout = 0")
        for statement in (_MADE, _APPOINTMENTS, _TIES):
            cursor.execute(statement, {"today": TODAY})

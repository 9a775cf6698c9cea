from django.db import connection, transaction

# Whoever is being entered meanwhile brings their words again the next night at the latest.
_GONE = """
DELETE FROM newcomers_nameword known WHERE NOT EXISTS (
    SELECT 1 FROM (
        SELECT DISTINCT unnest(string_to_array(folded_name || ' ' || heard_name, ' ')) word FROM newcomers_person
    ) borne WHERE borne.word = known.word
)
"""
_MISSING = """
INSERT INTO newcomers_nameword (word)
SELECT DISTINCT word FROM newcomers_person, unnest(string_to_array(folded_name || ' ' || heard_name, ' ')) word
WHERE word <> '' ORDER BY word ON CONFLICT DO NOTHING
"""


@transaction.atomic
def gather_words() -> None:
    """Bring the words of names up to date: those that nobody bears any more go, those that are missing come."""
    with connection.cursor() as cursor:
        cursor.execute(_GONE)
        cursor.execute(_MISSING)

from django.db import connection, transaction

from ancrage.newcomers.models.name_word import ENTER_WORDS

# Whoever is being entered meanwhile brings their words again the next night at the latest.
_GONE = """
DELETE FROM newcomers_nameword known WHERE NOT EXISTS (
    SELECT 1 FROM (
        SELECT DISTINCT word FROM newcomers_person, words_of_name(folded_name, heard_name) word
    ) borne WHERE borne.word = known.word
)
"""


@transaction.atomic
def gather_words() -> None:
    """Bring the words of names up to date: those that nobody bears any more go, those that are missing come."""
    with connection.cursor() as cursor:
        cursor.execute(_GONE)
        cursor.execute(ENTER_WORDS.format(persons="newcomers_person"))

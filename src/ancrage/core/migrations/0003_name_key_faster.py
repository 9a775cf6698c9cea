from importlib import import_module

from django.db import migrations

# What a key may hold once its letters are translated, each with a mark that it never holds.
_HELD, _MARKS = "abdfghiklmnprstuv0123456789 ", "ABCDEFGHIJKLMNOPQRSTUVWXYZ!?"
_0002 = import_module("ancrage.core.migrations.0002_name_key_sql")


def _undoubled(expression: str) -> str:
    """Runs of one sign made one: the second of each pair is marked, then leaves. A backreference costs much more."""
    for one, mark in zip(_HELD, _MARKS, strict=True):
        expression = f"replace(replace({expression}, '{one}{one}', '{one}{mark}'), '{mark}{one}', '')"
    return f"translate({expression}, '{_MARKS}', '')"


_TRANSLATED = f"translate({_0002._heard(_0002._WORDS)}, 'cejoqwyz', 'kaiukvis')"  # noqa: SLF001 - the table of that day
_WITHOUT_H = rf"regexp_replace({_TRANSLATED}, '([a-z])h+', '\1', 'g')"
SQL = f"""
CREATE OR REPLACE FUNCTION name_key(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT RETURN
  btrim({_undoubled(_WITHOUT_H)}) COLLATE "C";
"""


class Migration(migrations.Migration):
    """The same keys, made faster: whoever is entered waits for theirs."""

    dependencies = [("core", "0002_name_key_sql")]
    operations = [migrations.RunSQL(SQL, _0002.SQL.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"))]

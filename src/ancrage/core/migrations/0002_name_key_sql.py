from django.db import migrations

# The table of ``core.text.name_key`` on the day of this migration; a test compares the two.
SOUNDS = (
    ("tsch", "s"),
    ("chr", "kr"),
    ("chl", "kl"),
    ("tch", "s"),
    ("sch", "s"),
    ("gue", "ge"),
    ("gui", "gi"),
    ("zh", "j"),
    ("dj", "j"),
    ("sh", "s"),
    ("ch", "s"),
    ("sz", "s"),
    ("cz", "s"),
    ("kh", "h"),
    ("gh", "g"),
    ("dh", "d"),
    ("th", "t"),
    ("ph", "f"),
    ("ck", "k"),
    ("ce", "se"),
    ("ci", "si"),
    ("cy", "si"),
    (" oua", " va"),
    ("ou", "u"),
    ("oo", "u"),
    ("x", "ks"),
)


def _heard(expression: str) -> str:
    for written, heard in SOUNDS:
        expression = f"replace({expression}, '{written}', '{heard}')"
    return expression


_WORDS = r"""regexp_replace(regexp_replace(' ' || public.fr_fold($1) || ' ',
  ' abd ?(?:[aeu]l|oul|er|ar|us|as) ?(?=[a-z])', ' abdal', 'g'),
  ' (?:al|el|ul|bin|ben|ibn|de|da|del)(?= [0-9a-z])', '', 'g')"""
SQL = rf"""
CREATE FUNCTION name_key(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT RETURN
  btrim(regexp_replace(regexp_replace(translate({_heard(_WORDS)}, 'cejoqwyz', 'kaiukvis'),
    '([a-z])h+', '\1', 'g'), '(.)\1+', '\1', 'g')) COLLATE "C";
"""


class Migration(migrations.Migration):
    """How a name sounds, for the search of persons already entered."""

    dependencies = [("core", "0001_extensions")]
    operations = [migrations.RunSQL(SQL, "DROP FUNCTION name_key(text);")]

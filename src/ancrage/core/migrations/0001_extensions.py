from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension, UnaccentExtension
from django.db import migrations

SQL = """
CREATE TEXT SEARCH CONFIGURATION ancrage_fr (COPY = french);
ALTER TEXT SEARCH CONFIGURATION ancrage_fr ALTER MAPPING FOR hword, hword_part, word WITH unaccent, french_stem;
CREATE FUNCTION fr_doc(text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
  to_tsvector('public.ancrage_fr'::regconfig, $1) ||
  public.unaccent('public.unaccent'::regdictionary, to_tsvector('pg_catalog.french'::regconfig, $1)::text)::tsvector;
CREATE FUNCTION fr_query(text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
  websearch_to_tsquery('public.ancrage_fr'::regconfig, $1) ||
  public.unaccent('public.unaccent'::regdictionary, websearch_to_tsquery('pg_catalog.french'::regconfig, $1)::text)::tsquery;
CREATE FUNCTION fr_sort(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT RETURN
  lower(public.unaccent('public.unaccent'::regdictionary, $1)) COLLATE "C";
CREATE FUNCTION fr_fold(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT RETURN
  btrim(regexp_replace(lower(public.unaccent('public.unaccent'::regdictionary, $1)), '[^0-9a-z]+', ' ', 'g')) COLLATE "C";
"""

UNDO = """
DROP FUNCTION fr_fold(text);
DROP FUNCTION fr_sort(text);
DROP FUNCTION fr_query(text);
DROP FUNCTION fr_doc(text);
DROP TEXT SEARCH CONFIGURATION ancrage_fr;
"""


class Migration(migrations.Migration):
    """Functions are qualified with their schema, or a restored dump could not find them."""

    initial = True
    operations = [
        TrigramExtension(),
        UnaccentExtension(),
        BtreeGistExtension(),
        migrations.RunSQL(SQL, UNDO),
    ]

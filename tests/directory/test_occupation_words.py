import pytest
from hypothesis import given
from hypothesis import strategies as st

from ancrage.directory.occupation_words import key_of, root, roots_of, terms_of

SAME = (
    "soudeur soudeuse soudeurs soudeuses",
    "directeur directrice directrices",
    "infirmier infirmière infirmières",
    "technicien technicienne techniciens",
    "préposé préposée préposées",
    "conseiller conseillère",
    "maître maîtresse",
    "chef cheffe chefs",
    "municipal municipale municipaux",
    "acheteur acheteuse",
    "public publique publics",
    "waiter waitress waiters waitresses",
    "salesman saleswoman salesmen salesperson",
    "secretary secretaries",
)


@pytest.mark.parametrize("words", SAME)
def test_genders_and_plurals_have_one_root(words):
    assert len(set(roots_of(words))) == 1


def test_different_trades_have_different_roots():
    trades = "soudeur plombier serveur service serrurier cuisinier boulanger mécanicien machiniste commis concierge"
    assert len(set(roots_of(trades))) == len(trades.split())


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=20))
def test_a_root_is_never_empty_and_is_safe_in_a_query(word):
    assert root(word).isalnum()


@pytest.mark.parametrize(
    ("title", "language", "keys", "vector"),
    [
        ("Agent/agente de bord", "fr", ("agent bord",), "agent:1A bord:2B"),
        (
            "Conseiller municipal/conseillère municipale",
            "fr",
            ("conseiller municipal",),
            "conseiller:1A municipal:2B",
        ),
        ("Garçon/fille de table", "fr", ("garcon tabl", "fil tabl"), "fil:1A garcon:2A tabl:3B"),
        ("Soudeur/soudeuse - construction (sauf pipelines)", "fr", ("soudeur",), "soudeur:1A construction:2C"),
        ("Arc welder", "en", ("arc welder",), "arc:1B welder:2A"),
        ("Director of operations - health", "en", ("director operation",), "director:1A operation:2B health:3C"),
        ("Foreman/woman of welders", "en", ("foreman welder",), "foreman:1A welder:2B"),
    ],
)
def test_what_a_title_is_found_by(title, language, keys, vector):
    terms = terms_of(title, language)
    assert (terms.keys, terms.vector) == (keys, vector)
    assert terms.size == min(len(key.split()) for key in keys)


def test_the_title_of_a_group_is_also_each_trade_it_joins():
    terms = terms_of("Mineurs/mineuses et foreurs/foreuses, mines souterraines", "fr", is_own=True)
    assert {"mineur", "foreur"} <= set(terms.keys)


@given(st.permutations(["agent", "de", "bord", "principal"]))
def test_the_order_of_words_does_not_matter(words):
    assert key_of(roots_of(" ".join(words))) == "agent bord principal"

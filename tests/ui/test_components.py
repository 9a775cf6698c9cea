"""Each component, drawn as pages write it."""

from datetime import date

import pytest

from ancrage.ui.forms.gallery import samples
from tests.hostile import check_markup
from tests.ui.conftest import flat

TODAY = date(2021, 3, 31)
PIECES = {
    '<c-icon name="left" />': '<span class="an-i an-i-left an-i--dir" aria-hidden="true"></span>',
    '<c-icon name="x" label="Fermer" />': '<span class="an-i an-i-x" role="img" aria-label="Fermer"></span>',
    '<c-badge state="ok">Accepté</c-badge>': '<span class="an-badge is-ok">Accepté</span>',
    '<c-badge icon="pen">Brouillon</c-badge>': '<span class="an-badge an-i-pen">Brouillon</span>',
    '<c-count n="3" bad about="à traiter" />': '<span class="an-count is-bad">3<span class="an-vh">à traiter</span></span>',
    '<c-tag icon="pin">La Mitis</c-tag>': (
        '<span class="an-tag"><span class="an-i an-i-pin an-i--sm" aria-hidden="true"></span>La Mitis</span>'
    ),
    '<c-fact name="Statut" note="Permis ouvert">Temporaire</c-fact>': (
        "<div><dt>Statut</dt><dd>Temporaire<small>Permis ouvert</small></dd></div>"
    ),
    '<c-avatar name="Mariana Ospina" />': '<span class="an-avatar" aria-hidden="true">MO</span>',
    '<c-chip href="?" on>Tout</c-chip>': '<a class="an-chip" href="?" aria-current="true">Tout</a>',
    '<c-duo lang="ar" text="نعم">Oui</c-duo>': (
        '<span class="an-duo"><span lang="ar" dir="auto">نعم</span><span lang="fr" dir="ltr">Oui</span></span>'
    ),
    '<c-th num sort="?tri=n" order="descending">Besoins</c-th>': (
        '<th scope="col" class="is-num" aria-sort="descending"><a href="?tri=n">Besoins '
        '<span class="an-i an-i-down an-i--sm" aria-hidden="true"></span></a></th>'
    ),
    "<c-pagination />": "",
}


@pytest.mark.parametrize("source", PIECES)
def test_a_piece_is_plain_html(draw, source):
    assert draw(source) == flat(PIECES[source])


def test_a_button_is_a_link_when_it_leads_somewhere(draw):
    html = draw(
        '<c-button href="/d/" kind="primary" small icon="check" about="pour Dmytro" hx-target="#x">Fait</c-button>'
    )
    assert html.startswith('<a class="qc-button qc-primary qc-compact an-btn-sm" href="/d/" hx-target="#x">')
    assert html.endswith('Fait<span class="an-vh">pour Dmytro</span></a>')


def test_a_button_submits_unless_said(draw):
    assert '<button class="qc-button qc-secondary qc-compact" type="submit" name="ok">' in draw(
        '<c-button name="ok">Oui</c-button>'
    )
    assert 'type="button"' in draw('<c-button type="button">Oui</c-button>')


def test_a_post_carries_its_token_and_fields(draw):
    html = draw(
        '<c-post url="/faire/"><c-slot name="fields"><input type="hidden" name="n" value="1"></c-slot>Fait</c-post>',
        csrf_token="jeton-du-formulaire",
    )
    assert html.startswith('<form method="post" action="/faire/"')
    assert 'value="jeton-du-formulaire"' in html
    assert '<input type="hidden" name="n" value="1">' in html


@pytest.mark.parametrize(
    ("due", "words", "state", "on"),
    [
        (date(2021, 4, 8), "8\u00a0avril", "", 1),
        (date(2021, 4, 6), "6\u00a0avril", "", 3),
        (TODAY, "Aujourd’hui", " is-warn", 5),
        (date(2021, 3, 30), "1 jour de retard", " is-bad", 5),
        (date(2021, 3, 26), "3 jours de retard", " is-bad", 5),
    ],
)
def test_a_clock_counts_working_days(draw, due, words, state, on):
    html = draw('<c-clock :due="due" :today="today" />', due=due, today=TODAY)
    assert f'<span class="an-clock{state}">{words}</span>' in html
    assert f'<span class="an-days{state}" aria-hidden="true">' in html
    assert html.count('class="on"') == on


def test_a_card_is_named_by_its_title(draw):
    html = draw('<c-card title="En retard" count="6" id="retard"><c-slot name="foot">Fin</c-slot>Corps</c-card>')
    assert '<section class="an-card" id="retard" aria-labelledby="retard-t"' in html
    assert '<h2 id="retard-t">En retard<span class="an-count">6</span></h2>' in html
    assert html.endswith('Corps<div class="an-card__foot">Fin</div></section>')


def test_a_card_without_title_has_no_empty_name(draw):
    assert "aria-labelledby" not in draw("<c-card>Corps</c-card>")


def test_data_never_becomes_markup(draw):
    for source in (
        "<c-badge>{{ x }}</c-badge>",
        '<c-card title="{{ x }}">a</c-card>',
        '<c-card :title="x">a</c-card>',
        '<c-button about="{{ x }}" data-a="{{ x }}">a</c-button>',
        '<c-row :title="x" detail="{{ x }}" />',
        '<c-event :what="x" when="{{ x }}" />',
    ):
        assert "<script" not in draw(source, x='"><script>alert(1)</script>')


def test_steps_say_where_one_stands(draw):
    html = draw('<c-steps :names="names" :now="2" />', names=["Personne", "Ménage", "Suite"])
    assert "Étape 2 de 3" in html
    assert '<li class="is-done">Personne<span class="an-vh">(terminé)</span></li>' in html
    assert '<li aria-current="step">Ménage</li>' in html


def test_a_dialog_opens_without_script(draw):
    html = draw('<c-dialog id="d" title="Retirer?" keep="Garder">Texte</c-dialog>')
    assert '<dialog class="an-dialog" id="d" popover aria-labelledby="d-t">' in html
    assert 'popovertarget="d" popovertargetaction="hide"' in html


def test_the_gallery_draws_everything(draw_page):
    html = draw_page("ui/gallery.html", **samples(TODAY, None))
    check_markup(html)
    for name in ("an-kpi", "an-table--cards", "an-toast", "an-steps", "an-dialog", "an-time", "an-duo", "an-empty"):
        assert f'class="{name}' in html or f" {name}" in html


def test_components_live_in_a_page_and_in_its_fragment(draw_page):
    whole = draw_page("test_part.html", names=["Ana", "Binh"])
    part = draw_page("test_part.html#rows", names=["Ana", "Binh"])
    for html in (whole, part):
        assert html.count('<p class="an-row__t">') == 2
        assert "<c-" not in html
    assert "<html" in whole
    assert "<html" not in part

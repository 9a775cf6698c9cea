"""What each page of the menu is for, in a few sentences, and the keys that Ancrage listens to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

# By the name of the page in the menu.
PAGES: Final[Mapping[str, tuple[Text, ...]]] = {
    "workspace:day": (
        _("Ce qui vous attend aujourd’hui : nouvelles demandes et leur délai, rendez-vous, retards, réponses reçues."),
        _("Chaque ligne se règle sur place ou mène à la bonne page. Ce qui est fait disparaît de la liste."),
    ),
    "workspace:agenda": (
        _("Votre semaine : heures de travail, rendez-vous et absences."),
        _(
            "Une absence inscrite retire vos plages du choix. Vous pouvez y nommer qui vous remplace : cette personne "
            "reçoit vos avis, pour les dossiers qu’elle peut lire. L’adresse secrète montre vos heures dans un autre agenda."
        ),
    ),
    "newcomers:meetings": (
        _(
            "Les rendez-vous des dossiers que vous pouvez voir, avec qui que ce soit : à venir, du jour, de la semaine, ou "
            "passés sans présence inscrite."
        ),
        _(
            "La présence s’inscrit sur la ligne. La feuille d’accueil, à imprimer, donne les noms et les heures d’un jour."
        ),
    ),
    "newcomers:cohorts": (
        _(
            "Les séries de séances de groupe : leurs blocs, leurs places et leur liste d’attente. Une place qui se libère "
            "va à qui attend depuis le plus longtemps."
        ),
        _("Les présences d’un bloc s’inscrivent en une page; qui est venu assez souvent reçoit une attestation."),
    ),
    "newcomers:cases": (
        _(
            "Les dossiers que vous pouvez voir. Les filtres et les colonnes choisis se gardent dans une vue qui porte un nom."
        ),
        _(
            "L’exportation donne la liste telle qu’elle est à l’écran. Cochez plusieurs dossiers pour les prendre, les confier "
            "ou les fermer d’un coup; le geste s’annule."
        ),
        _("Cherchez toujours la personne avant d’ouvrir un dossier : elle en a peut-être déjà un."),
    ),
    "newcomers:requests": (
        _(
            "Les demandes qui attendent un premier contact. Le délai compte en jours ouvrables et se voit sur chaque ligne."
        ),
        _(
            "Prenez une demande pour la suivre, ou confiez-la. Une demande que personne n’a faite s’écarte comme indésirable : "
            "elle peut revenir tant qu’elle n’est pas détruite."
        ),
    ),
    "newcomers:overdue": (
        _("Ce dont le jour est passé : premiers contacts, suivis, aiguillages sans réponse, actions du plan, tâches."),
        _("Le plus ancien vient en premier. Les filtres et les colonnes se gardent dans une vue, comme aux dossiers."),
    ),
    "newcomers:team": (
        _("La charge de chacun et les délais. Chaque nombre mène à la liste qu’il compte."),
        _("Une personne se cherche par son nom. Un point de services où elles sont nombreuses a sa propre page."),
        _("Quand quelqu’un part, ses dossiers passent à une ou plusieurs autres personnes."),
    ),
    "portal:satisfaction": (
        _("Ce que les personnes accompagnées pensent du service, ensemble et sans leur nom, dès cinq réponses."),
    ),
    "newcomers:sent_referrals": (
        _("Les aiguillages envoyés et où ils en sont. Sans réponse à temps, un aiguillage expire et revient ici."),
    ),
    "newcomers:inquiries": (
        _(
            "Un autre point de services a peut-être le dossier de la même personne. Répondez sans rien dire de plus que "
            "ce qui est demandé."
        ),
    ),
    "newcomers:pairs": (
        _("Les personnes qui semblent inscrites deux fois, côte à côte. Rien n’est jamais réuni sans vous."),
        _("Une réunion s’annule pendant trente jours. Deux personnes dites distinctes ne reviennent plus."),
    ),
    "newcomers:imports": (
        _(
            "Les personnes d’une liste (CSV, XLSX ou ODS) s’inscrivent d’un coup : dites ce que contient chaque colonne, "
            "voyez les lignes en erreur et les doublons probables, puis importez."
        ),
        _("Une importation s’annule en entier pendant trente jours, sauf ce que quelqu’un a touché depuis."),
    ),
    "directory:sources": (
        _(
            "Les répertoires d’où viennent des fiches (HSDS, data·inclusion, tableurs), relus à leur rythme ou par un "
            "fichier que vous apportez. Vous voyez ce qui changerait, puis vous appliquez."
        ),
        _(
            "Ce qui est écrit ici est toujours cru; entre deux sources, celle du plus petit rang. Une lecture s’annule en "
            "entier pendant trente jours, sauf ce qui a changé depuis."
        ),
    ),
    "newcomers:exceptional_access": (
        _(
            "Ouvre pour une heure un dossier restreint, avec un motif. La direction et la ou le responsable de la protection "
            "des renseignements personnels en sont avisés aussitôt."
        ),
    ),
    "referrals:inbox": (
        _("Les aiguillages reçus par votre organisme. Répondez avant l’échéance; une précision peut être demandée."),
        _("Vous voyez seulement ce que la personne a accepté de partager, et tant qu’elle l’accepte."),
    ),
    "referrals:services": (
        _(
            "Vos services et ce qu’ils peuvent accueillir. Une pause arrête les nouveaux aiguillages sans effacer le service."
        ),
    ),
    "directory:services": (
        _(
            "Les organismes, leurs services et leurs lieux : à qui aiguiller, à quelles conditions, dans quelles langues."
        ),
        _(
            "Cochez des services pour en imprimer une feuille, en caractères ordinaires ou gros. « Exporter » donne un fichier "
            "de ceux qui sont trouvés, ou de tout le répertoire : ce qui est public, et rien d’autre."
        ),
    ),
    "directory:quality": (
        _(
            "Ce que le répertoire de vos régions vaut : une note par service, ce qui manque et où le corriger, ce qui est à "
            "vérifier. Les organismes reçoivent un lien qui dit leurs fiches exactes en un clic."
        ),
        _(
            "Ce que les organismes proposent de changer à leurs fiches, à côté de ce qu’elles disent. Acceptez tout ou une "
            "partie; un refus porte une raison, que l’organisme lira."
        ),
    ),
    "directory:own_records": (
        _(
            "Ce que le répertoire dit de votre organisme, de ses services et de ses lieux. Un changement, un service ou un lieu "
            "proposé paraît une fois accepté; une réponse vous est donnée."
        ),
    ),
    "employers:employers": (
        _(
            "Les employeurs de la région : qui les suit, où ils sont, ce qui a été fait avec eux. Les filtres donnent une "
            "liste de démarchage par secteur, MRC ou taille."
        ),
        _(
            "Notez chaque intervention à sa fiche. Un accompagnement personnalisé fait compter l’employeur au bilan, une "
            "seule fois; une séance de groupe ou un envoi à plusieurs ne compte jamais."
        ),
    ),
    "employers:region_vacancies": (
        _(
            "Les postes des employeurs de la région; d’abord ceux qui attendent d’être validés. Un poste publié le reste "
            "quatre-vingt-dix jours, et se rouvre en un clic."
        ),
        _(
            "Un salaire sous le minimum est refusé. Des mots qui ressemblent à un critère interdit sont signalés avec la "
            "raison : gardez-les seulement si le poste l’exige."
        ),
    ),
    "accounts:users": (
        _("Les comptes du personnel et des partenaires : inviter, donner un rôle, fermer un compte au départ."),
        _("À la fermeture d’un compte, nommez qui reçoit désormais les avis de la personne partie."),
    ),
    "workspace:structure": (
        _(
            "Directions, régions, points de services, territoires, heures et salles. Tout est daté : rien n’efface le passé."
        ),
    ),
    "workspace:reference": (
        _("Les choix offerts dans les formulaires. Une entrée retirée n’est plus offerte et reste là où elle a servi."),
    ),
    "workspace:delays": (
        _(
            "Combien d’heures avant un rendez-vous la personne en reçoit le rappel, et jusqu’à quand elle le change elle-même; "
            "tous les combien de mois un organisme vérifie sa fiche du répertoire."
        ),
        _("Un nouveau délai porte sa date d’effet et sa raison; retiré le jour même, celui d’avant continue."),
    ),
    "workspace:messages": (
        _("Les courriels envoyés, en attente ou bloqués. Un courriel bloqué se remet dans la file d’ici."),
    ),
    "newcomers:retention": (
        _("Combien de temps chaque chose est gardée avant d’être détruite, depuis quand, et pourquoi."),
        _("Un nouveau délai porte sa date d’effet; ceux d’avant restent dans l’histoire."),
    ),
    "workspace:register": (_("Ce qui a été fait et lu, par qui et quand. Le registre ne s’efface pas et se vérifie."),),
}


@dataclass(frozen=True)
class Shortcut:
    """``key`` is what the script listens to."""

    key: str
    name: Text
    does: Text


SHORTCUTS: Final = (
    Shortcut("/", "/", _("Aller à la recherche")),
    Shortcut("?", "?", _("Ouvrir cette liste")),
    Shortcut("Escape", _("Échap"), _("Fermer le menu ou la fenêtre ouverte")),
)

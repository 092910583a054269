"""The settings about decisions: shown, checked, told."""

from collections.abc import Mapping, Sequence

from app.decisions.queries import settings_of
from app.kit.errors import UserError
from app.kit.forms import Choice, Field, Kind, Section
from app.kit.i18n import Text, _, _many
from app.kit.unit import Unit

DAYS, QUORUM = "decision_round_days", "decision_quorum_percent"
OPEN, MONTHS, KEPT = "decision_open_voting", "decision_review_months", "decision_kept_years"

ROUND_DAYS = (1, 2, 3, 4, 5, 7, 10)
QUORUMS = (0, 25, 33, 50, 66, 75, 100)
REVIEW_MONTHS = (0, 1, 3, 6, 12, 24)
MOST_YEARS = 100


def settings_section(unit: Unit, team_id: int) -> Section:
    values = settings_values(unit, team_id)
    days = tuple(Choice(str(n), _many("ein Arbeitstag", "{n} Arbeitstage", n)) for n in ROUND_DAYS)
    quorums = tuple(Choice(str(n), _("{n} % der Mitglieder", n=n) if n else _("keine")) for n in QUORUMS)
    months = tuple(
        Choice(str(n), _many("nach einem Monat", "nach {n} Monaten", n) if n else _("keine")) for n in REVIEW_MONTHS
    )
    fields = (
        Field(DAYS, _("Einwandrunden und Abstimmungen dauern"), Kind.CHOICE, values[DAYS], days, required=True),
        Field(QUORUM, _("Mindestbeteiligung an Abstimmungen"), Kind.CHOICE, values[QUORUM], quorums, required=True),
        Field(OPEN, _("Offen abstimmen: Nach dem Schluss steht bei jedem Namen die Stimme"), Kind.TOGGLE, values[OPEN],
              hint=_("Sonst wird geheim abgestimmt. Gilt ab der nächsten Abstimmung.")),
        Field(MONTHS, _("Wiedervorlage vorschlagen"), Kind.CHOICE, values[MONTHS], months, required=True),
        Field(KEPT, _("Ablageplan: löschen nach so vielen Jahren (leer: nie)"), Kind.TEXT, values[KEPT], longest=3,
              hint=_("Gilt für Beschlüsse und Protokolle; 30 Tage vorher wird die Koordination gewarnt.")),
    )  # fmt: skip
    return Section(_("Beschlüsse"), fields)


def settings_values(unit: Unit, team_id: int) -> dict[str, str]:
    chosen = settings_of(unit.session, team_id)
    return {
        DAYS: str(chosen.round_days),
        QUORUM: str(chosen.quorum_percent),
        OPEN: "true" if chosen.open_voting else "false",
        MONTHS: str(chosen.review_months),
        KEPT: str(chosen.kept_years or ""),
    }


def read_settings(
    unit: Unit, team_id: int, values: Mapping[str, str]
) -> tuple[dict[str, int | bool | None], list[UserError]]:
    """The settings by column, or all that is wrong. A field that was not sent stays as it is."""
    typed = {name: values.get(name, value).strip() for name, value in settings_values(unit, team_id).items()}
    errors: list[UserError] = []
    for name, allowed in ((DAYS, ROUND_DAYS), (QUORUM, QUORUMS), (MONTHS, REVIEW_MONTHS)):
        if typed[name] not in {str(one) for one in allowed}:
            errors.append(UserError(_("Bitte eine der Möglichkeiten wählen."), field=name))
    years = typed[KEPT]
    if years and not (years.isdecimal() and len(years) < 4 and 1 <= int(years) <= MOST_YEARS):
        errors.append(UserError(_("Bitte eine Zahl von 1 bis 100 angeben, oder leer lassen."), field=KEPT))
    if errors:
        return {}, errors
    return {
        "round_days": int(typed[DAYS]),
        "quorum_percent": int(typed[QUORUM]),
        "open_voting": typed[OPEN] == "true",
        "review_months": int(typed[MONTHS]),
        "kept_years": int(years) if years else None,
    }, []


def check_settings(unit: Unit, team_id: int, values: Mapping[str, str]) -> list[UserError]:
    return read_settings(unit, team_id, values)[1]


def settings_summary(unit: Unit, team_id: int) -> Sequence[Text]:
    chosen = settings_of(unit.session, team_id)
    if not chosen.kept_years:
        return ()
    return (_many("Ablageplan: ein Jahr", "Ablageplan: {n} Jahre", chosen.kept_years),)

"""Golden cards of decisions, and the largest ones."""

from datetime import date, time

import pytest

from app.capabilities import HOUSE
from app.decisions.model import Choice
from app.decisions.queries_form import decision_form, review_form, voice_form
from app.decisions.queries_settings import settings_section
from app.decisions.views import DecisionLine, DecisionList, DecisionShown, HistoryLine, ResultShown, RoundShown, Voice
from app.kit.answers import Button
from app.kit.forms import Form
from app.kit.i18n import LANGUAGES, _
from app.kit.unit import Unit, Units
from cards.canvas import Surface
from tests.cards.golden import draw_checked, elements, marked_up_texts, matches_golden
from tests.decisions.makers import ENDS, NOW, card, decisions, presses, says, set_up, tick

ON = date(2026, 11, 20)
NAMES = ("Anna Muster", "Bert Muster", "Chiara Muster")
IN_FORCE = DecisionShown(
    14, "2026-14", "in_force", "noted", "Wir mieten den Saal im Bürgerhaus für *alle* Netzwerktreffen.",
    "Er ist barrierefrei und liegt am Bahnhof.", "alle Anwesenden", ON, date(2026, 12, 1), date(2027, 5, 20),
    supersedes="2026-3", marks=(_("→ Aufgabe: {title}", title="Saal buchen"),),
    buttons=(
        Button(_("Ergänzen"), "decisions.edit", {"decision": 14, "back": ""}, dialog=True),
        Button(_("Auf die Agenda"), "agenda.add_from", {"kind": "decisions.decision", "id": "14", "back": ""}),
        Button(_("Verlauf"), "decisions.show", {"decision": 14, "back": "dialog:"}, dialog=True),
    ),
)  # fmt: skip


def a_round(way: str, *, open_voting: bool = False, taken_part: int = 3) -> DecisionShown:
    round_ = RoundShown(date(2026, 11, 25), time(16), taken_part, 4 if way == "vote" else 0, open_voting)
    return DecisionShown(15, "", "open", way, "Wir treffen uns dienstags um neun.", round=round_)


VIEWS = {
    "decision": IN_FORCE,
    "decision_consent_open": a_round("consent"),
    "decision_vote_secret": a_round("vote", taken_part=0),
    "decision_vote_open": a_round("vote", open_voting=True, taken_part=1),
    "decision_objected": DecisionShown(
        15, "", "not_adopted", "consent", "Wir treffen uns dienstags um neun.",
        result=ResultShown(
            "objection", (("consent", 2), ("concern", 1), ("objection", 1)), 0, NAMES, 1,
            objections=(Voice("Chiara Muster", "Dienstags ist Markt."), Voice("", "Der Raum ist belegt.")),
            concerns=(Voice("Bert Muster", "Lieber um zehn."),),
        ),
    ),
    "decision_vote_result": DecisionShown(
        16, "2026-15", "in_force", "vote", "Wir essen vegetarisch.", decided_on=ON,
        result=ResultShown("adopted", (("yes", 3), ("no", 1), ("abstain", 0)), 3, NAMES),
    ),
    "decision_vote_named": DecisionShown(
        16, "2026-15", "in_force", "vote", "Wir essen vegetarisch.", decided_on=ON,
        result=ResultShown("adopted", (("yes", 2), ("no", 1), ("abstain", 0)), 2, NAMES,
                           choices=(("yes", NAMES[:2]), ("no", NAMES[2:]), ("abstain", ()))),
    ),
    "decision_quorum": DecisionShown(
        16, "", "not_adopted", "vote", "Wir essen vegetarisch.",
        result=ResultShown("quorum", (("yes", 1), ("no", 0), ("abstain", 0)), 3, NAMES[:1]),
    ),
    "decision_history": DecisionShown(
        3, "2026-3", "superseded", "noted", "Wir treffen uns im Rathaus.", decided_on=ON, superseded_by="2026-14",
        effect="partly", effect_note="Der Raum war oft belegt.",
        history=(
            HistoryLine(ON, _("Festgehalten als {reference}", reference="2026-3"), "Anna Muster"),
            HistoryLine(date(2026, 11, 27), _("Ersetzt durch {reference}", reference="2026-14"), ""),
        ),
        told=_("Gespeichert: {reference}", reference="2026-3"),
    ),
    "decision_list": DecisionList(
        (
            DecisionLine(14, "2026-14", "Wir mieten den Saal im Bürgerhaus.", ON, review_due=True, state="in_force"),
            DecisionLine(13, "2026-13", "Catering vom Betrieb Müller.", ON, state="in_force"),
        ),
        (DecisionLine(15, "", "Wir treffen uns dienstags um neun.", None, closes_on=date(2026, 11, 25), state="open"),),
        12, 1, 2,
    ),
    "decision_found": DecisionList(
        (DecisionLine(3, "2026-3", "Wir treffen uns im Rathaus.", ON, team="Kernteam Süd", state="superseded"),),
        (), 1, searched="Rathaus", more=True,
    ),
    "decision_list_empty": DecisionList((), (), 0),
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", VIEWS)
def test_cards_look_as_they_did_when_somebody_last_looked(name: str, language: str) -> None:
    matches_golden(name, VIEWS[name], language, Surface.CHANNEL)


def test_what_people_typed_is_no_markdown() -> None:
    drawn = draw_checked(IN_FORCE, "de", Surface.CHANNEL)
    assert not any("Bürgerhaus" in text for text in marked_up_texts(drawn.card))


@pytest.mark.parametrize("way", ["consent", "vote"])
def test_until_the_close_no_name_and_no_choice_is_seen(way: str) -> None:
    drawn = draw_checked(a_round(way), "de", Surface.CHANNEL)
    assert not any(name in str(drawn.card) for name in NAMES)
    assert "3 Personen" in str(drawn.card)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_the_longest_decision_with_the_longest_objections_still_fits(units: Units, team, language: str) -> None:
    smile = "🙂" * 2000
    await set_up(units, team, open_voting="true")
    form = {"decision_wording": smile, "decision_reason": smile, "decision_decided_by": "🙂" * 300}
    await presses(units, team, "Bert", "save", **form, decision_way="consent")
    for name in team.people:
        await presses(units, team, name, "save_voice", decision="1", choice="objection", decision_reason=smile)
    await tick(units, ENDS)
    await presses(units, team, "Bert", "save", **form, decision_way="noted")
    await presses(units, team, "Bert", "save_review", decision="2", decision_effect="partly", decision_note=smile)
    for number in range(14):
        values = {**form, "decision_reason": f"{number}" + "🙂" * 1900, "version": str(2 + number)}
        await presses(units, team, "Bert", "save_edit", decision="2", **values)
    assert (await decisions(units))[1].version == 16
    for decision_id in (1, 2):
        draw_checked(await card(units, decision_id), language, Surface.CHANNEL)
        shown = await presses(units, team, "Anna", "show", decision=str(decision_id))
        for surface in Surface:
            draw_checked(shown.view, language, surface)
    for number in range(10):
        await presses(units, team, "Bert", "save", decision_wording=f"{number}" + "🙂" * 1900)
    for _number in range(6):
        await presses(units, team, "Bert", "save", decision_wording="🙂" * 2000, decision_way="vote")
    for surface in Surface:
        draw_checked(await says(units, team, "Anna", "beschlüsse"), language, surface)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_forms_look_as_they_did_when_somebody_last_looked(units: Units, team, language: str) -> None:
    await says(units, team, "Bert", "beschluss Wir mieten den Saal")
    [decision] = await decisions(units)

    def forms(unit: Unit) -> dict[str, Form]:
        unit.actor = team.actor("Anna")
        return {
            "form": decision_form(unit, team.id, ON, {}),
            "form_review": review_form(unit, decision, ON, ""),
            "form_objection": voice_form(decision, Choice.OBJECTION, ""),
            "settings": Form(_("Einstellungen"), (settings_section(unit, team.id),), "people.save_settings",
                             _("Speichern")),
        }  # fmt: skip

    for name, form in (await units.run(forms, now=NOW)).items():
        matches_golden(f"decision_{name}", form, language, Surface.DIALOG)


def test_the_making_and_the_message_command_have_short_titles() -> None:
    command = HOUSE.from_message["alsBeschluss"]
    assert all(len(title) <= 32 for title in command.title.values())
    assert all(len(text) <= 128 for text in command.description.values())


def test_no_row_holds_more_buttons_than_teams_shows() -> None:
    many = tuple(Button(_("Ergänzen"), "decisions.edit", {"decision": 14, "n": n}) for n in range(11))
    drawn = draw_checked(DecisionShown(14, "2026-14", "in_force", "noted", "Kurz.", buttons=many), "de")
    rows = [element["actions"] for element in elements(drawn.card) if element.get("actions")]
    assert sum(len(row) for row in rows) == 11
    assert max(len(row) for row in rows) <= 6

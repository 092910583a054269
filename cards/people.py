"""Cards about teams and people: welcome, settings, being away, preview, help, the message of the day."""

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Any

from microsoft_teams.cards import CardElement, TextRun

from app.kit.answers import Button
from app.kit.commands import Command
from app.kit.i18n import Clocktime, Day, Text, _, verbatim
from app.people.views import (
    AbsenceLine,
    Absences,
    DayMessage,
    Hello,
    Help,
    HelpLine,
    Mistyped,
    PlannedLine,
    Preview,
    SettingsShown,
    TeamChoice,
    Welcome,
)
from cards import parts
from cards.canvas import Canvas, Drawn

WHAT_IT_DOES = (
    _("Eine kurze Runde in der Woche: jede Person antwortet für sich, am Ende steht ein Bericht hier im Kanal."),
    _("Wer noch nicht geantwortet hat, wird einmal privat erinnert. Abends, am Wochenende und an Feiertagen ist Ruhe."),
)

MOST_EXAMPLES = 2

SETTINGS_BUTTON = Button(_("Einstellungen"), "people.settings", dialog=True)
HELP_BUTTON = Button(_("Hilfe"), "people.help", dialog=True)


def welcome(canvas: Canvas, view: Welcome) -> Drawn:
    return _working(canvas, view) if view.set_up else _to_set_up(canvas, view)


def _to_set_up(canvas: Canvas, view: Welcome) -> Drawn:
    title = _("Kernteam ist wieder da") if view.again else _("Guten Tag, hier ist Kernteam")
    body: list[CardElement] = [parts.heading(canvas, title)]
    body += [parts.sentence(canvas, line) for line in WHAT_IT_DOES]
    body.append(parts.small_heading(canvas, _("So würde es anfangen")))
    body += _bullets(canvas, view.settings)
    if view.coordinators:
        by = _("Übernehmen kann das die Koordination: {names}", names=canvas.t.join(list(view.coordinators)))
        body.append(parts.sentence(canvas, by, subtle=True))
    buttons = (
        Button(_("So übernehmen"), "people.set_up", primary=True),
        Button(_("Anpassen"), "people.settings", dialog=True),
        HELP_BUTTON,
    )
    summary = canvas.t("Kernteam ist im Team {team} und wartet darauf, eingerichtet zu werden.", team=view.team)
    return parts.card(canvas, body, parts.actions(canvas, buttons), summary=summary)


def _working(canvas: Canvas, view: Welcome) -> Drawn:
    title = _("Kernteam ist wieder da") if view.again else _("Kernteam ist eingerichtet")
    body: list[CardElement] = [parts.heading(canvas, title)]
    body += _bullets(canvas, view.settings)
    if view.coordinators:
        names = canvas.t.join(list(view.coordinators))
        body.append(parts.sentence(canvas, _("Koordination: {names}", names=names)))
    if view.next:
        body.append(parts.sentence(canvas, _("Als Erstes: {thing}", thing=_planned(view.next)), bold=True))
    if view.changed_on:
        changed = _("Geändert am {day}", day=Day(view.changed_on, "d. MMMM y"))
        body.append(parts.sentence(canvas, changed, subtle=True))
    summary = canvas.t("Kernteam arbeitet im Team {team}.", team=view.team)
    return parts.card(canvas, body, parts.actions(canvas, (SETTINGS_BUTTON, HELP_BUTTON)), summary=summary)


def _planned(line: PlannedLine) -> Text:
    day, at = Day(line.on, "EEE, d. MMM"), Clocktime(line.at)
    return _("{day}, {time}: {what} ({to})", day=day, time=at, what=line.what, to=line.to)


def _bullets(canvas: Canvas, lines: Sequence[Text]) -> list[CardElement]:
    return [parts.runs([TextRun(text="• " + canvas.say(line))], spacing="Small") for line in lines]


def hello(canvas: Canvas, view: Hello) -> Drawn:
    body: list[CardElement] = [parts.heading(canvas, _("Guten Tag, hier ist Kernteam"))]
    if view.teams:
        teams = canvas.t.join(list(view.teams))
        body.append(parts.sentence(canvas, _("Sie gehören zu: {teams}.", teams=teams)))
        text = _("Hier kommt höchstens eine Nachricht am Arbeitstag, und nur, wenn es für Sie etwas gibt.")
        body.append(parts.sentence(canvas, text))
        body.append(parts.sentence(canvas, _("Mit „abwesend bis Freitag“ ist so lange Ruhe.")))
    else:
        text = _("Sie gehören noch zu keinem Kernteam. Fügen Sie Kernteam einem Team in Teams hinzu, dann geht es los.")
        body.append(parts.sentence(canvas, text))
    summary = canvas.t("Guten Tag, hier ist Kernteam")
    return parts.card(canvas, body, parts.actions(canvas, (HELP_BUTTON,)), summary=summary)


def settings_shown(canvas: Canvas, view: SettingsShown) -> Drawn:
    body = parts.title(canvas, _("Einstellungen"))
    if view.told:
        body.append(parts.box([parts.sentence(canvas, view.told, bold=True)], style="good"))
    body.append(parts.sentence(canvas, _("Team {team}", team=view.team), bold=True))
    if view.proposed and view.may_change:
        body.append(parts.sentence(canvas, _PROPOSED, subtle=True))
    for part in view.parts:
        lines = [parts.small_heading(canvas, part.title), *_bullets(canvas, part.lines)]
        if view.may_change:
            change = Button(
                _("{what} ändern", what=part.title),
                "people.settings_section",
                {"team_id": view.team_id, "section": part.section},
                dialog=True,
            )
            lines.append(parts.button_row(canvas, [change], alone=True))
        body.append(parts.box(lines, separator=True))
    if view.coordinators:
        names = canvas.t.join(list(view.coordinators))
        may = _("Ändern kann sie die Koordination: {names}", names=names)
        by = _("Koordination: {names}", names=names) if view.may_change else may
        body.append(parts.sentence(canvas, by, subtle=True, spacing="Medium"))
    return parts.card(canvas, body, summary=canvas.t("Einstellungen des Teams {team}", team=view.team))


_PROPOSED = _(
    "So würde Kernteam anfangen. Sobald Sie einen Teil gespeichert haben, ist das Team eingerichtet; die übrigen "
    "gelten dann wie vorgeschlagen und lassen sich jederzeit ändern."
)


def absences(canvas: Canvas, view: Absences) -> Drawn:
    body: list[CardElement] = [parts.heading(canvas, _("Abwesend"))]
    if view.told:
        body.append(parts.box([parts.sentence(canvas, view.told, bold=True)], style="good"))
    for line in view.coming:
        body.append(parts.sentence(canvas, _days(line), spacing="Medium"))
        cancel = Button(
            _("Zurücknehmen: {days}", days=_days(line)), "people.cancel_absence", {"absence_id": line.absence_id}
        )
        body.append(parts.button_row(canvas, [cancel], alone=True))
    if view.more:
        more = canvas.t.many("und eine weitere", "und {n} weitere", view.more)
        body.append(parts.sentence(canvas, verbatim(more), subtle=True))
    if not view.coming:
        body.append(parts.sentence(canvas, _("Es ist keine Abwesenheit eingetragen.")))
    body.append(parts.small_heading(canvas, view.form.title))
    hint = _("Ein Grund wird nicht gefragt. Schneller getippt: „{words}“", words=_("abwesend 12.–20.8."))
    body.append(parts.sentence(canvas, hint, subtle=True, spacing="None"))
    body += parts.form_body(canvas, view.form)
    buttons = parts.actions(canvas, [parts.form_button(view.form)])
    if view.away_now:
        buttons += parts.actions(canvas, [Button(_("Wieder da"), "people.back")], alone=True)
    summary = canvas.say(view.told) if view.told else canvas.t("Ihre Abwesenheiten")
    return parts.card(canvas, body, buttons, summary=summary)


def _days(line: AbsenceLine) -> Text:
    first, last = Day(line.first_day, "d. MMMM y"), Day(line.last_day, "d. MMMM y")
    return (
        _("am {day}", day=first) if line.first_day == line.last_day else _("{first} bis {last}", first=first, last=last)
    )


def team_choice(canvas: Canvas, view: TeamChoice) -> Drawn:
    body: list[CardElement] = [parts.heading(canvas, _("Welches Team ist hier gemeint?"))]
    for line in view.teams:
        marked = _("{team} (jetzt gemeint)", team=line.name) if line.meant else verbatim(line.name)
        body.append(parts.sentence(canvas, marked, bold=line.meant, spacing="Medium"))
        if not line.meant:
            switch = Button(_("Zu {team} wechseln", team=line.name), "people.switch_team", {"team_id": line.team_id})
            body.append(parts.button_row(canvas, [switch]))
    return parts.card(canvas, body, summary=canvas.t("Welches Team ist hier gemeint?"))


def preview(canvas: Canvas, view: Preview) -> Drawn:
    t = canvas.t
    body: list[CardElement] = [
        parts.heading(canvas, _("Vorschau")),
        parts.sentence(canvas, _("Das schreibt Kernteam dem Team {team}, wenn nichts geändert wird.", team=view.team)),
    ]
    for on, lines in groupby(view.lines, key=lambda line: line.on):
        body.append(parts.small_heading(canvas, verbatim(canvas.t.day(on))))
        for line in lines:
            text = _("{time}: {what} ({to})", time=Clocktime(line.at), what=line.what, to=line.to)
            body.append(parts.sentence(canvas, text, spacing="None"))
    if not view.lines:
        nothing = t.many("In der nächsten Woche nichts.", "In den nächsten {n} Wochen nichts.", view.weeks)
        body.append(parts.sentence(canvas, verbatim(nothing)))
    if view.more:
        more = t.many("und eine weitere Nachricht", "und {n} weitere Nachrichten", view.more)
        body.append(parts.sentence(canvas, verbatim(more), subtle=True))
    day = _(
        "Dazu höchstens eine private Nachricht je Person und Arbeitstag, {time}, nur mit Anlass.",
        time=Clocktime(view.day_message_time),
    )
    body.append(parts.sentence(canvas, day, subtle=True, spacing="Medium"))
    summary = t.many("Vorschau auf eine Woche", "Vorschau auf {n} Wochen", view.weeks)
    return parts.card(canvas, body, summary=summary)


def day_message(canvas: Canvas, view: DayMessage) -> Drawn:
    body: list[CardElement] = [parts.heading(canvas, verbatim(canvas.t.day(view.on)))]
    for entry in view.entries:
        items: list[CardElement] = [parts.sentence(canvas, entry.text)]
        if entry.team:
            items.append(parts.sentence(canvas, _("Team {team}", team=entry.team), subtle=True, spacing="None"))
        if entry.buttons:
            items.append(parts.button_row(canvas, entry.buttons, spacing="Default"))
        body.append(parts.box(items, separator=len(body) > 1))
    if view.more:
        more = canvas.t.many("und noch eines", "und noch {n} Dinge", view.more)
        body.append(parts.sentence(canvas, verbatim(more), subtle=True))
    if not view.entries:
        body.append(parts.sentence(canvas, _("Für heute ist alles erledigt.")))
        return parts.card(canvas, body, summary=canvas.t("Für heute ist alles erledigt."))
    others = len(view.entries) - 1 + view.more
    first = canvas.say(view.entries[0].text)
    summary = first
    if others:
        summary = canvas.t.many("{first} Und noch etwas.", "{first} Und {n} weitere Dinge.", others, first=first)
    return parts.card(canvas, body, summary=summary)


def help_card(canvas: Canvas, view: Help) -> Drawn:
    body = parts.title(canvas, _("Hilfe"))
    intro = _("Im Kanal mit @Kernteam davor oder aus dem Menü, im Einzelchat einfach so getippt.")
    body.append(parts.sentence(canvas, intro, subtle=True))
    for group in view.groups:
        body.append(parts.small_heading(canvas, group.title))
        body += [element for line in group.lines for element in _help_line(canvas, line)]
    return parts.card(canvas, body, summary=canvas.t("Was Kernteam kann"))


def _help_line(canvas: Canvas, line: HelpLine) -> list[CardElement]:
    inlines = [
        TextRun(text=_in_language(canvas, line.words)[0], weight="Bolder"),
        TextRun(text=": " + canvas.say(line.summary)),
    ]
    if line.coordinators_only:
        inlines.append(TextRun(text=" " + canvas.t("(Koordination)"), is_subtle=True))
    own = _in_language(canvas, line.words)
    if examples := [one for one in _in_language(canvas, line.examples) if one not in own]:
        shown = canvas.t("Zum Beispiel: {examples}", examples=" · ".join(examples[:MOST_EXAMPLES]))
        return [parts.runs(inlines), parts.runs([TextRun(text=shown, is_subtle=True, size="Small")], spacing="None")]
    return [parts.runs(inlines)]


def _in_language(canvas: Canvas, by_language: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return by_language.get(canvas.t.language) or by_language.get("de") or ()


def mistyped(canvas: Canvas, view: Mistyped) -> Drawn:
    typed = view.typed if len(view.typed) <= 80 else view.typed[:80] + "…"
    body: list[CardElement] = [parts.sentence(canvas, _("„{typed}“ hat Kernteam nicht verstanden.", typed=typed))]
    if view.guess:
        body.append(parts.sentence(canvas, _guessed(canvas, view.guess), bold=True))
        body.append(parts.sentence(canvas, view.guess.summary, subtle=True))
    else:
        body.append(parts.sentence(canvas, _("Mit „hilfe“ zeigt es, was es kann.")))
    summary = canvas.t("„{typed}“ hat Kernteam nicht verstanden.", typed=typed)
    return parts.card(canvas, body, parts.actions(canvas, (HELP_BUTTON,)), summary=summary)


def _guessed(canvas: Canvas, command: Command) -> Text:
    words = (_in_language(canvas, command.examples) or _in_language(canvas, command.words))[0]
    return _("Meinten Sie „{words}“?", words=words)


FACES: dict[type, Callable[[Canvas, Any], Drawn]] = {
    Welcome: welcome,
    Hello: hello,
    SettingsShown: settings_shown,
    Absences: absences,
    TeamChoice: team_choice,
    Preview: preview,
    DayMessage: day_message,
    Help: help_card,
    Mistyped: mistyped,
}

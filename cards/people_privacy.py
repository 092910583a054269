"""Cards about what is stored: one's own records, what each kind is for, erasing, taking a passage out."""

from collections.abc import Callable, Sequence
from typing import Any

from microsoft_teams.cards import CardElement, TextRun

from app.kit.answers import Button
from app.kit.i18n import Text, _
from app.kit.personal import Kept
from app.people.views_privacy import EraseAsked, KeptPart, MyRecords, RedactAsked, Redacted, WhatIsKept
from cards import parts
from cards.canvas import Canvas, Drawn

MY_RECORDS = Button(_("Zurück"), "people.my_data")


def my_records(canvas: Canvas, view: MyRecords) -> Drawn:
    title = _("Was über Sie gespeichert ist")
    body: list[CardElement] = parts.title(canvas, title)
    for part in view.parts:
        body.append(parts.small_heading(canvas, part.title))
        if part.lines:
            body += [parts.runs([TextRun(text="• " + canvas.say(line))], spacing="None") for line in part.lines]
        else:
            body.append(parts.sentence(canvas, _("Nichts."), subtle=True, spacing="None"))
    buttons = (
        Button(_("Wozu und wie lange"), "people.kept", {"page": 1}),
        Button(_("Als Datei"), "people.export"),
        Button(_("Löschen …"), "people.erase_ask"),
    )
    body.append(parts.sentence(canvas, _("Das sehen nur Sie."), subtle=True, spacing="Medium"))
    return parts.card(canvas, body, parts.actions(canvas, buttons), summary=canvas.say(title))


def what_is_kept(canvas: Canvas, view: WhatIsKept) -> Drawn:
    title = _("Wozu und wie lange")
    body: list[CardElement] = [*parts.title(canvas, title), *_kept_part(canvas, view.part)]
    others = []
    if view.page > 1:
        others.append(Button(_("Vorher"), "people.kept", {"page": view.page - 1}))
    if view.page < view.pages:
        others.append(Button(_("Weiter"), "people.kept", {"page": view.page + 1}))
    summary = canvas.t("Wozu und wie lange: {room}", room=view.part.title)
    return parts.card(canvas, body, parts.actions(canvas, (*others, MY_RECORDS)), summary=summary)


def _kept_part(canvas: Canvas, part: KeptPart) -> list[CardElement]:
    body: list[CardElement] = [parts.small_heading(canvas, part.title)]
    for index, one in enumerate(part.kept):
        body.append(parts.box(_kept(canvas, one), separator=index > 0))
    return body


def _kept(canvas: Canvas, one: Kept) -> list[CardElement]:
    labelled = ((_("Wozu"), one.why), (_("Wie lange"), one.how_long), (_("Wer es sieht"), one.seen_by))
    lines = [parts.labelled(canvas.say(label), canvas.say(text), spacing="None") for label, text in labelled]
    return [parts.sentence(canvas, one.what, bold=True), *lines]


def erase_asked(canvas: Canvas, view: EraseAsked) -> Drawn:
    title = _("Ihre Angaben löschen?")
    body: list[CardElement] = parts.title(canvas, title)
    body += _listed(canvas, _("Das geht, für immer"), view.goes)
    body += _listed(canvas, _("Das bleibt"), view.stays)
    buttons = (Button(_("Endgültig löschen"), "people.erase", primary=True), MY_RECORDS)
    return parts.card(canvas, body, parts.actions(canvas, buttons), summary=canvas.say(title))


def _listed(canvas: Canvas, title: Text, lines: Sequence[Text]) -> list[CardElement]:
    said = [parts.runs([TextRun(text="• " + canvas.say(line))]) for line in lines]
    return [parts.small_heading(canvas, title), *said]


def redact_asked(canvas: Canvas, view: RedactAsked) -> Drawn:
    title = _("Passage schwärzen")
    body: list[CardElement] = parts.title(canvas, title)
    body.append(parts.labelled(canvas.t("Passage"), view.passage))
    body.append(parts.labelled(canvas.t("Team"), view.team, spacing="None"))
    body += _listed(canvas, _("Da steht sie"), view.places)
    warning = _(
        "Überall steht dann „[geschwärzt]“, auch auf den Karten. Zurücknehmen lässt sich das nicht. Dateien, die schon "
        "jemand heruntergeladen hat, und getippte Nachrichten in Teams erreicht Kernteam nicht."
    )
    body.append(parts.box([parts.sentence(canvas, warning)], style="warning"))
    ids: dict[str, str | int] = {"team_id": view.team_id, "passage": view.passage}
    buttons = (Button(_("Endgültig schwärzen"), "people.redact", ids, primary=True),)
    return parts.card(canvas, body, parts.actions(canvas, buttons), summary=canvas.say(title))


def redacted(canvas: Canvas, view: Redacted) -> Drawn:
    title = _("Geschwärzt")
    body: list[CardElement] = parts.title(canvas, title)
    body += _listed(canvas, _("Die Passage stand hier"), view.places)
    rest = _(
        "Die Karten in Teams werden gleich neu geschrieben. Heruntergeladene Dateien, verschickte E-Mails und getippte "
        "Nachrichten in Teams lassen sich nicht zurückholen: Bitte dort selbst löschen."
    )
    body.append(parts.sentence(canvas, rest, spacing="Medium"))
    return parts.card(canvas, body, summary=canvas.say(title))


FACES: dict[type, Callable[[Canvas, Any], Drawn]] = {
    MyRecords: my_records,
    WhatIsKept: what_is_kept,
    EraseAsked: erase_asked,
    RedactAsked: redact_asked,
    Redacted: redacted,
}

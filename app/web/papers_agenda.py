"""Minutes as a Word file."""

from app.agenda.views import Minutes, MinutesItem, MinutesResult, MinutesSection
from app.kit.i18n import Text, Translator, _
from app.kit.papers import PaperKind
from app.web.papers_docx import Docx
from app.web.papers_written import Written, written


def write_minutes_docx(view: Minutes, t: Translator) -> Written:
    """In the order in which it is read: who was there, what came out, what was talked about, what was added."""
    day = t.day(view.on, "d. MMMM y")
    docx = Docx(t, t("Protokoll vom {day}", day=day))
    docx.facts(_facts(view, t))
    if view.by_itself:
        told = _("Niemand hat das Treffen geschlossen; am nächsten Morgen schloss es sich von selbst.")
        docx.paragraph(t(told), subtle=True)
    for section in view.sections:
        _section(docx, section, t)
    if view.items:
        docx.heading(t("Punkte"))
    for item in view.items:
        _item(docx, item, t)
    if view.note:
        docx.heading(t("Anmerkung"))
        docx.paragraph(view.note)
    if view.addenda:
        docx.heading(t("Nachträge"))
    for addendum in view.addenda:
        when = t.day(addendum.on, "d. MMMM y")
        docx.heading(t("{day}, {name}", day=when, name=addendum.person), 2)
        docx.paragraph(addendum.text)
    name = t("Protokoll {team} {day}", team=view.team, day=view.on.isoformat())
    return written(docx.to_bytes(), PaperKind.DOCX, name)


def _facts(view: Minutes, t: Translator) -> list[tuple[str, str]]:
    facts = [
        (t("Team"), view.team),
        (t("Beginn"), f"{t.day(view.on, 'EEEE, d. MMMM')}, {t.time(view.starts_time)}"),
        (t("Länge"), t.many("{n} Minute", "{n} Minuten", view.length_minutes)),
    ]
    return [*facts, (t("Dabei"), _names(view.attendance, t))] if view.attendance else facts


def _names(people: tuple[Text, ...], t: Translator) -> str:
    return ", ".join(map(t, people))


def _section(docx: Docx, section: MinutesSection, t: Translator) -> None:
    """A table with the columns that are filled somewhere."""
    docx.heading(t(section.title))
    columns = [
        (t("Nummer"), [line.reference for line in section.lines]),
        (t("Was"), [line.text for line in section.lines]),
        (t("Wer"), [_names(line.people, t) for line in section.lines]),
        (t("Bis wann"), [_due(line, t) for line in section.lines]),
    ]
    filled = [column for column in columns if any(column[1])]
    docx.table([header for header, _cells in filled], list(zip(*(cells for _header, cells in filled), strict=True)))


def _due(line: MinutesResult, t: Translator) -> str:
    return t.day(line.due_on, "d. MMMM y") if line.due_on else ""


def _item(docx: Docx, item: MinutesItem, t: Translator) -> None:
    docx.heading(f"{item.number}. {item.title}", 2)
    told = t("{outcome} · {name}", outcome=item.outcome, name=item.presenter) if item.presenter else t(item.outcome)
    docx.paragraph(told, subtle=True)
    if item.note:
        docx.paragraph(item.note)

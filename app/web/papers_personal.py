"""What is stored about a person, for that person: a page to read and print, and JSON to take elsewhere."""

from pathlib import Path

import orjson
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.kit.i18n import Day, Translator, _
from app.kit.papers import PaperKind
from app.people.views import PersonalExport
from app.web.papers_written import Written, clean, written

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def write_personal_html(view: PersonalExport, t: Translator) -> Written:
    page = _TEMPLATES.get_template("paper_personal.html").render(
        language=t.language,
        title=clean(t(_("Was Kernteam über {person} speichert", person=view.person))),
        asked_on=t(_("Stand: {day}", day=Day(view.on, "d. MMMM y"))),
        parts=[
            (clean(t(part.title)), [(clean(label), clean(text)) for label, text in part.rows]) for part in view.parts
        ],
        nothing=t(_("Nichts.")),
    )
    return written(page.encode(), PaperKind.HTML, _name(view, t))


def write_personal_json(view: PersonalExport, t: Translator) -> Written:
    body = orjson.dumps(
        {"person": view.person, "on": view.on, **view.raw},
        option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE | orjson.OPT_NON_STR_KEYS,
    )
    return written(body, PaperKind.JSON, _name(view, t))


def _name(view: PersonalExport, t: Translator) -> str:
    return t(_("Meine Daten in Kernteam {day}", day=f"{view.on:%Y-%m-%d}"))

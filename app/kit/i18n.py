"""Sentences: marked where they arise with `_` or `_many`, translated only in cards, teams and web.

The sentence in the code is the German one, because German is read first; `locales/en` holds its equal.
Catalogues are read from the .po files themselves, so that nothing compiled can be stale.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.core import Locale
from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.messages.pofile import read_po

LANGUAGES = ("de", "en")
"""Languages of the bot itself, the first one is the default. The public pages know more (`app/web`)."""

LOCALES = Path(__file__).parent.parent / "locales"
_SOURCE_LANGUAGE = "de"


@dataclass(frozen=True)
class Text:
    """A sentence to be translated later. `params` fill its placeholders; a Text or a date inside is translated, too."""

    msgid: str
    params: Mapping[str, Any] = field(default_factory=dict)
    plural: str | None = None
    context: str | None = None

    def __hash__(self) -> int:
        return hash((self.msgid, self.plural, self.context, tuple(sorted((k, str(v)) for k, v in self.params.items()))))


def _(msgid: str, **params: Any) -> Text:
    return Text(msgid, params)


def _many(singular: str, plural: str, n: int, **params: Any) -> Text:
    return Text(singular, {"n": n, **params}, plural=plural)


def _within(context: str, msgid: str, **params: Any) -> Text:
    """The same word in another sense: `_within("verb", "Antworten")`."""
    return Text(msgid, params, context=context)


def verbatim(typed: str) -> Text:
    """What a person typed, in the place of a sentence: it is shown as it is."""
    return Text("{typed}", {"typed": typed})


@dataclass(frozen=True)
class Day:
    """A day inside a sentence's parameters, written in the reader's way. `style` is a CLDR skeleton or length."""

    on: date
    style: str = "EEEE, d. MMMM"


@dataclass(frozen=True)
class Clocktime:
    at: time


_DAY_STYLES = {
    "en": {
        "EEEE, d. MMMM": "EEEE, d MMMM",
        "EEE, d. MMM": "EEE, d MMM",
        "d. MMMM y": "d MMMM y",
        "d.M.": "d MMM",
        "d. MMMM": "d MMMM",
    },
}


class Translator:
    """Speaks one language: `t(_("..."))`, days, times, lists. One instance per language, shared."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.locale = Locale.parse(language)
        self._catalogue = _catalogue(language)

    def __call__(self, text: "Text | str", **params: Any) -> str:
        if isinstance(text, str):
            text = Text(text, params)
        if text.plural is not None:
            pattern = self._plural(text)
        else:
            pattern = self._lookup(text.msgid, text.context) or text.msgid
        if not text.params:
            return pattern
        return pattern.format_map({name: self._spoken(value) for name, value in text.params.items()})

    def many(self, singular: str, plural: str, n: int, **params: Any) -> str:
        return self(_many(singular, plural, n, **params))

    def within(self, context: str, msgid: str, **params: Any) -> str:
        return self(_within(context, msgid, **params))

    def day(self, on: date, style: str = "EEEE, d. MMMM") -> str:
        pattern = _DAY_STYLES.get(self.language, {}).get(style, style)
        return str(format_date(on, pattern, locale=self.locale))

    def time(self, at: time) -> str:
        if self.language == "de":
            return f"{at:%H:%M} Uhr"
        return str(format_time(at, "HH:mm", locale=self.locale))

    def moment(self, at: datetime, zone: ZoneInfo, style: str = "EEE, d. MMM") -> str:
        """A UTC moment in a team's zone, to the minute."""
        local = at.astimezone(zone)
        return f"{self.day(local.date(), style)}, {self.time(local.time())}"

    def join(self, items: list[str]) -> str:
        return str(format_list(items, locale=self.locale)) if items else ""

    def weekday(self, number: int) -> str:
        """0 is Monday."""
        return str(self.locale.days["format"]["wide"][number])

    def _spoken(self, value: Any) -> Any:
        match value:
            case Text():
                return self(value)
            case Day():
                return self.day(value.on, value.style)
            case Clocktime():
                return self.time(value.at)
            case datetime():
                raise TypeError("a moment in a sentence needs a zone: pass Day and Clocktime")
            case date():
                return self.day(value)
            case _:
                return value

    def _lookup(self, msgid: str, context: str | None) -> str | None:
        found = self._catalogue.get((msgid, context))
        return found if isinstance(found, str) and found else None

    def _plural(self, text: Text) -> str:
        n = int(text.params["n"])
        found = self._catalogue.get((text.msgid, text.context))
        if isinstance(found, tuple) and all(found):
            return found[_plural_index(self.language, n, len(found))]
        return text.msgid if n == 1 else str(text.plural)


_CLDR_ORDER = {"uk": ("one", "few", "many"), "ar": ("zero", "one", "two", "few", "many", "other")}


def _plural_index(language: str, n: int, forms: int) -> int:
    """The catalogue's form for n: gettext's order of CLDR categories, the last one where a language has fewer."""
    order = _CLDR_ORDER.get(language, ("one", "other"))
    category = str(Locale.parse(language).plural_form(n))
    return min(order.index(category) if category in order else forms - 1, forms - 1)


@lru_cache
def _catalogue(language: str) -> dict[tuple[str, str | None], str | tuple[str, ...]]:
    path = LOCALES / language / "LC_MESSAGES" / "kernteam.po"
    if language == _SOURCE_LANGUAGE or not path.exists():
        return {}
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    found: dict[tuple[str, str | None], str | tuple[str, ...]] = {}
    for message in catalogue:
        if not message.id or message.fuzzy:
            continue
        msgid = message.id if isinstance(message.id, str) else message.id[0]
        found[(msgid, message.context)] = (
            message.string if isinstance(message.string, str) else tuple(message.string or ())
        )
    return found


@lru_cache
def translator(language: str) -> Translator:
    """The translator for a language tag as Teams sends it (`de-DE`, `en-GB`); unknown ones read German."""
    return Translator(spoken_language(language))


def spoken_language(tag: str | None, default: str = LANGUAGES[0]) -> str:
    short = (tag or "").split("-")[0].lower()
    return short if short in LANGUAGES else default

"""In which language a page answers: the switch on the page, then the record's own, then what the browser asks for."""

from aiohttp import web

from app.kit.i18n import LANGUAGES


def switched_language(request: web.Request) -> str | None:
    """The language chosen with the page's own switch, `?lang=en`."""
    chosen = request.query.get("lang", "")
    return chosen if chosen in LANGUAGES else None


def language_of(request: web.Request) -> str:
    return switched_language(request) or preferred_language(request.headers.get("Accept-Language", ""))


def preferred_language(accepted: str) -> str:
    """The best of our languages in an Accept-Language header; German where it names none of them."""
    weighed = []
    for place, part in enumerate(accepted.split(",")[:20]):
        tag, _semicolon, quality = part.partition(";")
        language = tag.strip().split("-")[0].lower()
        if language in LANGUAGES and (weight := _weight(quality)) > 0:
            weighed.append((-weight, place, language))
    return min(weighed)[2] if weighed else LANGUAGES[0]


def _weight(quality: str) -> float:
    """`q=0.8` as a number; nonsense counts as not wanted."""
    name, _equals, number = quality.strip().partition("=")
    if not name:
        return 1.0
    try:
        return float(number)
    except ValueError:
        return 0.0

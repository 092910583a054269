"""One line out of what people typed, after days and names were taken out of it."""

import re

EDGES = " \t\r\n\u00a0,;:-–—."
_BULLET = re.compile(r"^(?:[-*•–]|\d{1,2}[.)])\s+")
_SHORT = re.compile(r"(?:(?<!\w)(?:usw|etc|bzw|ca|Nr|Str|z\. ?B|u\. ?a|d\. ?h)|\d\.\d{1,2})\.$")


def one_line(text: str) -> str:
    """Several lines become one in which nothing is lost: bullets a list, a new sentence after a dash."""
    title = ""
    for line in (line.strip() for line in text.splitlines()):
        if line.strip(EDGES):
            bullet = _BULLET.match(line)
            title += _between(title, line, bullet=bullet is not None) + (line[bullet.end() :] if bullet else line)
    title = re.sub(r"\(\s*\)", " ", title)
    title = re.sub(r"\s+([,;.:!?)])", r"\1", " ".join(title.split()))
    title = re.sub(r"[,;:](?=[,;.:])", "", title)
    plain = title.strip(EDGES)
    return plain + "." if _SHORT.search(title.rstrip(" ")) else plain


def _between(title: str, line: str, *, bullet: bool) -> str:
    if not title:
        return ""
    if bullet:
        return " " if title[-1] in ":,;" else ", " if ":" in title else ": "
    return " " if line[0].islower() or title[-1] in ".,;:!?–-" else " – "

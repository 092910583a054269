"""The words people use for days, months and weeks, in one folded spelling (`words.normalise`)."""

import re

MONTHS: dict[str, int] = {
    word: number
    for number, written in enumerate(
        (
            "januar jaenner january jan",
            "februar february feb",
            "maerz march mrz maer mar",
            "april apr",
            "mai may",
            "juni june jun",
            "juli july jul",
            "august aug",
            "september sept sep",
            "oktober october okt oct",
            "november nov",
            "dezember december dez dec",
        ),
        start=1,
    )
    for word in written.split()
}

WEEKDAYS: dict[str, int] = {
    word: number
    for number, written in enumerate(
        (
            "montag monday mo. mon",
            "dienstag tuesday di. tue tues",
            "mittwoch wednesday mi. wed",
            "donnerstag thursday do. thu thur thurs",
            "freitag friday fr. fri",
            "samstag sonnabend saturday sa. sat",
            "sonntag sunday so. sun",
        )
    )
    for word in written.split()
}
"""0 is Monday. German abbreviations only with their full stop: `so` and `do` are words of their own."""

DISTANCES: dict[str, int] = {
    "vorgestern": -2,
    "gestern": -1,
    "yesterday": -1,
    "heute": 0,
    "today": 0,
    "morgen": 1,
    "tomorrow": 1,
    "uebermorgen": 2,
    "day after tomorrow": 2,
}
"""Words for a day, by its distance from today."""

NUMBERS: dict[str, int] = {
    word: number
    for number, written in enumerate(
        (
            "ein eine einer einem einen one a",
            "zwei two",
            "drei three",
            "vier four",
            "fuenf five",
            "sechs six",
            "sieben seven",
            "acht eight",
            "neun nine",
            "zehn ten",
            "elf eleven",
            "zwoelf twelve",
        ),
        start=1,
    )
    for word in written.split()
}

UNTIL = "bis einschliesslich|bis inklusive|bis zum|bis|until|till|through|up to|to|by"
"""Between two days: from the one to the other. Before a single one: from today on."""

FROM = "vom|von|ab dem|ab|seit|from|since|starting"


def any_of(words: dict[str, int]) -> str:
    """A pattern for any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))

"""Stand-up rounds: a card opens, each answers for themselves, at the close one report stands under it.

1. A round belongs to the week of its report day; public holidays are judged by that day.
2. An occurrence is a row with a unique key: made once, whatever restarts or runs twice.
3. Whoever has not answered and is not away is reminded once, in private. No list says who is missing.
4. An open round keeps its own times and questions; a changed schedule counts from the next round.
5. A deleted channel pauses the series: nothing moves to another channel by itself.
"""

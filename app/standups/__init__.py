"""Stand-up rounds: a card opens, each answers for themselves, at the close one report stands under it.

1. A round belongs to the week of its report day and keeps that week's name even where a holiday moves the report on;
   public holidays are judged by that day.
2. An occurrence is a row with a unique key: made once, whatever restarts or runs twice.
3. Whoever takes part, has not answered and is not away is reminded once, in private. No list says who is missing, and
   nobody sees who left the rounds. Everybody in the team may answer, also who is not reminded.
4. An open round keeps its own times and questions; a changed schedule counts from the next round.
5. A deleted channel lets the series rest: nothing moves to another channel by itself.
"""

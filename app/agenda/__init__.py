"""The team's weekly meeting: its agenda posts and fills itself, and becomes minutes.

1. A planned day has one meeting, a meeting one card in the channel, brought up to date whenever something changes.
2. Everybody in the team adds and moves items, begins the meeting, leads through it and closes it.
3. What was not dealt with carries over by itself; from the third time on the card asks: decide, park or drop.
4. Of one origin there is one item, however often somebody presses. Presses about different things merge; what another
   person changed in between is never overwritten silently.
5. Closing freezes the minutes. A later correction is an addendum that everybody sees under them.
"""

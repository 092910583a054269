"""What the team will talk about when it meets next.

1. Everybody in the team sees, adds, finishes and removes items.
2. An item keeps where it came from; of one origin there is one item, however often somebody presses. One that was
   removed can be put back by pressing again.
"""

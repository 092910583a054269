"""Tasks: what somebody said they would do, with a person and a day where there are any.

1. Everybody in the team sees, makes and finishes the team's tasks; nobody counts whose they are.
2. A task keeps where it came from; of one origin there is one task, however often somebody presses.
3. The owner hears of it on the due day and once when it is overdue, in the message of the day, and nobody else does.
"""

"""Teams, their members and channels, who is away, and each person's one private message of the day.

1. A team is one team in Teams with its standard channels; who installs the app coordinates it at first.
2. The roster comes from Teams: by its events, and by a check every night. A leaver sees nothing from that moment on.
3. Being away has days and no reason; it is nobody's business but the person's own, and no list shows it.
4. At most one private message a person and working day, at the team's hour; with nothing to say there is none.
5. A team whose app was removed rests; after 30 days its records are deleted.
"""

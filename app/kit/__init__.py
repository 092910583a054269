"""What all rooms share: database, units of work, inbox, outbox, commands, words, dates, language.

1. The kit knows nobody: it imports no capability, no door and no SDK of Teams or Graph.
2. The edge commits, once; inside, everything is plain synchronous code on one session.
3. Time is passed in. Only the edges read the clock.
"""

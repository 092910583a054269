"""What the team knows, found by any of its words.

1. One search over all that can be found: each room writes its records into the kit's table and shows its own.
2. In a channel only that team's records are found; in 1:1 those of all the asker's teams. Who has left finds nothing.
3. All typed words must be there, each as the beginning of a word; the newest comes first.
"""

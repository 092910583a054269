"""What the command line starts: the bot itself, its self-check and preview, and the demo.

1. `serving` is the product; `stage` is the same bot wired to Local Teams, for the demo, the tests and the pictures.
2. The only other files that know several doors at once are `main` and this room's.
"""

"""How large an item and a page of the list may be."""

LONGEST_TITLE = 300
LONGEST_NOTE = 4000
PAGE = 7
"""With two buttons each, this many of the longest items fit on a card in every language."""

"""Views become Adaptive Cards here: pure functions, one file per capability, and `parts` for what all share.

1. Cards see views, never the database.
2. What people typed stands in text runs, which know no Markdown; text blocks hold our own sentences only.
3. Each input has a label and an error text, nothing is said by colour alone, and the summary says in one plain
   sentence what the card is about.
4. Schema 1.5; Teams' own elements carry a fallback; a card stays under 20 KB.
"""

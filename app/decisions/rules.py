"""What a decision may be: limits, and when a round has come to its end. Pure functions."""

LONGEST_WORDING = 2000
LONGEST_REASON = 2000

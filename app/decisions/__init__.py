"""Decisions: what the team agreed on, with a number, a reason and a day on which it is looked at again.

1. What is recorded stays: a decision is corrected by another one that supersedes it, and both are linked.
2. Every change is an entry of its history. Persons are references beside the entries, so that they can be taken out;
   a redaction is an entry itself.
3. A number is given when a decision is recorded, for each team and year without a gap.
4. Three ways: noted as agreed; a consent round, in which an objection needs a reason; a vote with a quorum. Nobody's
   choice in a vote is stored beside their name, unless the team chose open voting.
"""

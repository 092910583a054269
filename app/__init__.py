"""Kernteam: rooms by capability, doors by technology. The tour is in docs/handbook/en/developers.md."""

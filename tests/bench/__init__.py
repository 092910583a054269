"""`make bench`: the bot, its peers and the bare floor, side by side in one run on this machine.

Every variant is a fresh process on one core; the load and the stand-ins for Microsoft's servers are on another. All
variants run on public-cloud settings, unmodified: a hook on PYTHONPATH leads Microsoft's host names to loopback.
Ratios between variants of the same round count; milliseconds belong to the machine and the hour.
"""

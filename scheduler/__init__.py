"""The clock and the outbox: ticks find what is due, the dispatcher sends what waits.

1. The rows are the truth about time; a tick only looks. APScheduler keeps nothing over a restart (`clockwork`).
2. A row is claimed for two minutes, by one dispatcher; a conversation has at most one row on its way (`claims`).
3. Product time says what is due and what is too late; pauses, leases and limits follow real time.
4. Every row ends as sent or as dropped with a reason that is counted.
"""

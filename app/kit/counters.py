"""What is counted for `/metrics`. Labels are names from our own code: never a person, a team or a text from outside."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

REGISTRY = CollectorRegistry()

OUTBOX_ROWS = Counter(
    "kernteam_outbox_rows",
    "Finished outbox rows by notice and outcome: `sent`, or the reason why not.",
    ["notice", "outcome"],
    registry=REGISTRY,
)
OUTBOX_RETRIES = Counter(
    "kernteam_outbox_retries",
    "Sends put off by notice and cause: refused, unknown, database, claim_ended.",
    ["notice", "cause"],
    registry=REGISTRY,
)
OUTBOX_SEND_SECONDS = Histogram(
    "kernteam_outbox_send_seconds",
    "How long Teams took for one message.",
    buckets=(0.1, 0.3, 1, 3, 10, 30),
    registry=REGISTRY,
)
SKIPS = Counter(
    "kernteam_skips",
    "Notices that had nothing to say when their time came, by the room's reason.",
    ["notice", "reason"],
    registry=REGISTRY,
)
TURNS = Counter(
    "kernteam_turns",
    "Messages, presses and dialogs answered, by outcome.",
    ["outcome"],
    registry=REGISTRY,
)
REPLIES_LOST = Counter(
    "kernteam_replies_lost",
    "Answers to somebody's message that Teams did not take, by reason. What was written stays written.",
    ["reason"],
    registry=REGISTRY,
)
DUE_WORK = Counter("kernteam_due_work", "Things done by a tick, by kind of work.", ["work"], registry=REGISTRY)
DUE_SECONDS = Histogram(
    "kernteam_due_seconds",
    "How long one kind of due work took in one tick.",
    ["work"],
    buckets=(0.01, 0.1, 1, 10),
    registry=REGISTRY,
)
DUE_FAULTS = Counter(
    "kernteam_due_faults", "Due work that failed and is tried again, by kind.", ["work", "cause"], registry=REGISTRY
)
LAST_TICK = Gauge("kernteam_last_tick_seconds", "When due work was last looked for, Unix time.", registry=REGISTRY)

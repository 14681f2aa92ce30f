"""What the clock starts, and how often. Every task here may run twice, or late, without harm.

Short intervals instead of fixed hours: after an outage the next tick does what is due, and a portal whose day is
pinned by PORTAL_TODAY behaves like any other.
"""

SCHEDULE: dict[str, dict] = {
    "deliver the messages that verbs have queued": {"task": "common.tasks.deliver_outbox", "schedule": 20.0},
    "look after the jobs": {"task": "common.tasks.look_after_jobs", "schedule": 60.0},
    "forget the sessions that have ended": {"task": "common.tasks.forget_ended_sessions", "schedule": 3600.0},
    "forget the lists that were written long ago": {
        "task": "common.tasks.forget_list_files",
        "schedule": 3600.0,
    },
    "add up the plans that have changed, or whose day has": {
        "task": "reporting.tasks.add_up",
        "schedule": 60.0,
    },
    "queue the reminders that are due": {"task": "reporting.tasks.queue_reminders", "schedule": 60.0},
}

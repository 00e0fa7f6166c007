"""What holds for every test."""

import signal

from hypothesis import HealthCheck, settings

pytest_plugins = ["faults.table"]

# Seconds on a shared machine say nothing of what is tried; tests/timing.py measures where they do.
settings.register_profile(
    "shared machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("shared machine")

# Who starts the checks with nohup, or with & from a script, has them ignore these, and whatever
# they start ignores them too; a handler is not inherited.
for number in (signal.SIGINT, signal.SIGHUP):
    if signal.getsignal(number) is signal.SIG_IGN:
        signal.signal(number, lambda *_: None)

"""What holds for every test."""

from hypothesis import HealthCheck, settings

pytest_plugins = ["faults.table"]

# Seconds on a shared machine say nothing of what is tried; tests/timing.py measures where they do.
settings.register_profile(
    "shared machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("shared machine")

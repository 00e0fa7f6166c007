"""How often the slow tests try: a sample for `make soak`, full counts for `make soak-long`."""

import os

FULL = os.environ.get("STANDUP_SOAK") == "full"

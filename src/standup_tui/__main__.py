"""``python -m standup_tui``: the same as ``standup``, for a process that starts another."""

import sys

from standup_tui.cli.main import main

sys.exit(main())

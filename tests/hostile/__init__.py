"""What nobody asks in earnest, texts that want to run, and words that must not get out."""

import os

#: The drills ask for much more than the suite does (tests/drills/).
FULL = os.environ.get("HOSTILE_SIZE") == "full"
REQUESTS = 20_000 if FULL else 400

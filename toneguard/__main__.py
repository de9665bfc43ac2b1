"""`python -m toneguard` is the command `toneguard`."""

import sys

from toneguard.cli import main

sys.exit(main())

"""`python -m app` is the command `simmitt`."""

import sys

from app.command_line.entry import main

sys.exit(main())

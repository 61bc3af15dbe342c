"""`python -m app` is the command `simmitt`."""

import sys

from app.bootstrap import main

sys.exit(main())

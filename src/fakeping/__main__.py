"""`python -m fakeping`."""

import sys

from fakeping.cli import main

sys.exit(main())

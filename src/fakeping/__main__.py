"""`python -m fakeping`."""

import sys

from fakeping.cli.main import main

sys.exit(main())

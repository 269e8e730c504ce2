"""Build the image's root, start it, and hold it to its promises: `python -m tests.image`."""

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from tests.cache import cache
from tests.image import promises
from tests.image.containerfile import stages
from tests.image.root import Builder
from tests.interop.outcome import Outcome

_TOOLS = ("mmdebstrap", "bwrap", "unshare", "nsenter")


def missing() -> str:
    """Why nothing can be built here, if so."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "it takes root on Linux"
    return next((f"{each} is not installed" for each in _TOOLS if shutil.which(each) is None), "")


def main() -> int:
    """Build, try and tell. Returns 1 if a promise is broken, else 0."""
    if why := missing():
        sys.stdout.write(f"image: {Outcome(skipped=why)}\n")
        return 0
    # Below /var/tmp, as /tmp may be memory.
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        work = Path(folder)
        work.chmod(0o755)  # the image's user goes through it
        since = time.monotonic()
        builder = Builder(source=promises.ROOT, work=work, cache=cache("image"))
        root, config = builder.build(stages((promises.ROOT / "Containerfile").read_text("utf-8")))
        sys.stdout.write(f"image: built in {time.monotonic() - since:.0f} s\n")
        bill = promises.ROOT / "dist" / "fakeping-image.cdx.json"
        bill.parent.mkdir(exist_ok=True)
        shutil.copy(root / promises.BILL, bill)
        outcome = promises.tried(root, config, work)
    sys.stdout.write(f"image: {outcome}\n")
    return 1 if outcome.failed else 0


if __name__ == "__main__":
    sys.exit(main())

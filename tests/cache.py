"""Where downloads and builds stay between runs, outside the tree."""

import os
from pathlib import Path


def cache(name: str) -> Path:
    """The folder of a name; not made yet."""
    caches = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(caches) / "fakeping" / name

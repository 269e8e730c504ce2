"""The type of decoded JSON."""

from typing import Any

JSON = Any

"""What a decoded JSON text is to a type checker."""

from typing import Any

JSON = Any

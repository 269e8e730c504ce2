"""Indices of exchanges, as a sequence takes them."""


class NoSuchExchange(IndexError):
    """The index is out of range."""


def place(index: int, count: int) -> int:
    """Normalize an index into `count` exchanges. Raises `NoSuchExchange`."""
    at = index if index >= 0 else count + index
    if not 0 <= at < count:
        raise NoSuchExchange(f"of {count} exchanges there is none at {index}")
    return at

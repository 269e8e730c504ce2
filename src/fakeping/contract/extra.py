"""Error messages for a missing extra of the contract."""

from importlib.util import find_spec

#: What the extra brings.
NEEDED = ("urllib3", "hypothesis", "pytest")


def require() -> None:
    """Raise `ModuleNotFoundError` with instructions if the extra is not installed."""
    for each in NEEDED:
        if find_spec(each) is None:
            raise ModuleNotFoundError(
                f"fakeping.contract needs {each}: pip install 'fakeping[contract]'", name=each
            )


require()

"""The control page for people: the files of an application that asks the control API.

The files hold no data: the page asks this very API, with the key that it is given. They come from
this server alone, and nothing else runs there: no script of another place, and none in the markup.
"""

from functools import cache
from importlib.resources import files
from types import MappingProxyType

from fakeping.control.surface import ControlCall, row
from fakeping.core.exchange import Reply
from fakeping.core.operation import ANY, HTML
from fakeping.core.problem import NotFound

_MEDIA = MappingProxyType(
    {
        "html": f"{HTML}; charset=utf-8",
        "css": "text/css; charset=utf-8",
        "js": "text/javascript; charset=utf-8",
        "svg": "image/svg+xml",
        "txt": "text/plain; charset=utf-8",
    }
)

# `'self'` is this server: of what it answers, only these files are of a script's media type.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
    " require-trusted-types-for 'script'"
)


def show(call: ControlCall) -> Reply:
    """Show the control page: tenants, their state, and their requests."""
    if not call.request.path.endswith("/"):  # its files stand below it
        return Reply(308, b"", {"Location": f"{call.request.base_url}/__fakeping/"})
    return _file("page.html")


def show_file(call: ControlCall) -> Reply:
    """Read a file of the control page."""
    name = call.params["file"]
    if name not in _names():
        raise NotFound(f"the page has no file {name!r}")
    return _file(name)


def _file(name: str) -> Reply:
    return Reply(
        200,
        _read(name),
        {
            "Content-Type": _MEDIA[name.rpartition(".")[2]],
            "Content-Security-Policy": _POLICY,
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
        },
    )


@cache
def _names() -> frozenset[str]:
    return frozenset(each.name for each in (files("fakeping.control") / "static").iterdir())


@cache
def _read(name: str) -> bytes:
    return (files("fakeping.control") / "static" / name).read_bytes()


OPERATIONS = (
    row("page", "GET /", show, {200: HTML, 308: None}, public=True),
    row("page.file", "GET /page/{file}", show_file, {200: ANY}, public=True),
)

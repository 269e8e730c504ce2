"""Pages for people: sign-in, consent, errors."""

from collections.abc import Mapping
from html import escape

from fakeping.core.exchange import Reply
from fakeping.families.oauth import hidden_fields

_PAGE = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>'
    "<h1>{title}</h1>{content}</html>"
)

_HEADERS = {
    "Content-Type": "text/html;charset=UTF-8",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Frame-Options": "SAMEORIGIN",
}


def sign_in(realm: str, *, message: str = "", status: int = 200) -> Reply:
    """A form for a name and a password, which posts to the page's own URL."""
    return page(
        f"Sign in to {realm}",
        f"<p>{escape(message)}</p>"
        '<form method="post"><p><label>User name <input name="username" autofocus></label>'
        '<p><label>Password <input name="password" type="password"></label>'
        "<p><button>Sign in</button></form>",
        status=status,
    )


def consent(client: str, scopes: frozenset[str], *, csrf: str) -> Reply:
    """A form that asks the signed-in user to allow a client's scopes."""
    items = "".join(f"<li>{escape(each)}" for each in sorted(scopes))
    return page(
        f"May {client} act for you?",
        f"<ul>{items}</ul>"
        f'<form method="post"><input type="hidden" name="csrf" value="{escape(csrf)}">'
        '<p><button name="decision" value="allow">Allow</button>'
        ' <button name="decision" value="deny">Deny</button></form>',
    )


def form_post(uri: str, members: Mapping[str, str | None]) -> Reply:
    """A form that posts an answer to the client (`response_mode=form_post`)."""
    fields = hidden_fields(members)
    return page(
        "Back to the application",
        f'<form method="post" action="{escape(uri)}">{fields}<button>Continue</button></form>',
    )


def error(status: int, sentence: str) -> Reply:
    """An error page, for a request that has no client to redirect to."""
    return page("This can't be done", f"<p>{escape(sentence)}</p>", status=status)


def page(title: str, content: str, *, status: int = 200) -> Reply:
    """An HTML page."""
    return Reply(status, _PAGE.format(title=escape(title), content=content).encode(), _HEADERS)

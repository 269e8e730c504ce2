"""Sign-in's pages for people: plain HTML, with a script only where nothing else would do."""

from collections.abc import Iterable, Mapping
from html import escape

from fakeping.core.exchange import Reply
from fakeping.families.oauth import NO_STORE, hidden_fields
from fakeping.families.pingone.signin.model import Application
from fakeping.families.pingone.user import User

_HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    # No form-action: browsers would hold the redirect after the form to it.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline';"
    " base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    **NO_STORE,
}

_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:3rem auto;padding:0 1rem}
button{display:block;width:100%;margin:.5rem 0;padding:.75rem 1rem;font:inherit;text-align:left}
button small{color:#555}
""".strip()

_NOBODY = "<p>This environment has no users. A test adds one with <code>given.user(...)</code>.</p>"


def reply(page: str, headers: Mapping[str, str] | None = None) -> Reply:
    """Reply with a page."""
    return Reply(200, page.encode(), {**_HEADERS, **(headers or {})})


def choose(
    *,
    action: str,
    flow: str,
    application: Application,
    users: list[User],
    names: Iterable[str],
    hint: str | None,
) -> str:
    """A button for each user, the one of `login_hint` first."""
    ordered = sorted(users, key=lambda each: hint not in {each.username, each.email, each.id})
    buttons = "\n".join(map(_button, ordered)) or _NOBODY
    asked = ", ".join(names)
    wants = f"<p>It asks for: {escape(asked)}</p>" if asked else ""
    return _page(
        "Sign on",
        f"<p>Sign on to <strong>{escape(application.name)}</strong> as:</p>\n{wants}\n"
        f'<form method="post" action="{escape(action)}">\n'
        f'<input type="hidden" name="flow" value="{escape(flow)}">\n{buttons}\n'
        '<button type="submit" name="cancel" value="true">Cancel</button>\n</form>',
    )


def device(
    *,
    action: str,
    flow: str,
    name: str | None,
    users: list[User],
    user_code: str,
    wrong: bool,
) -> str:
    """A field for the code of a device, and a button for each user who may allow it."""
    buttons = "\n".join(map(_button, users)) or _NOBODY
    told = "<p>That code is unknown, expired or used, or the user is disabled.</p>\n"
    wants = f"<strong>{escape(name)}</strong> on a device" if name else "a device"
    return _page(
        "Connect a device",
        f"{told if wrong else ''}<p>Enter the code that {wants} shows, and allow it as:</p>\n"
        f'<form method="post" action="{escape(action)}">\n'
        f'<input type="hidden" name="flow" value="{escape(flow)}">\n'
        '<p><label>Code <input name="user_code" required'
        f' value="{escape(user_code)}"></label></p>\n'
        f"{buttons}\n"
        '<button type="submit" name="cancel" value="true">Refuse</button>\n</form>',
    )


def allowed() -> str:
    """A page that says that a device is allowed in."""
    return _page("Device connected", "<p>Go on with your device.</p>")


def refused() -> str:
    """A page that says that a device is refused."""
    return _page("Device refused", "<p>The device gets nothing.</p>")


def form_post(uri: str, members: Mapping[str, str | None]) -> str:
    """A form that posts the answer to the application (`response_mode=form_post`)."""
    fields = hidden_fields(members, between="\n")
    return _page(
        "Signed on",
        f'<form method="post" action="{escape(uri)}">\n{fields}\n'
        '<button type="submit">Continue</button>\n</form>',
    )


def signed_off() -> str:
    """A page that says that the session has ended."""
    return _page("Signed off", "<p>You have signed off.</p>")


def _button(user: User) -> str:
    about = " ".join(filter(None, (user.name, user.email)))
    return (
        f'<button type="submit" name="user" value="{escape(user.username)}">'
        f"{escape(user.username)} <small>{escape(about)}</small></button>"
    )


def _page(title: str, body: str) -> str:
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{title} - fakeping</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<h1>{title}</h1>\n{body}\n</body>\n</html>\n"
    )

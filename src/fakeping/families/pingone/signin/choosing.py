"""The sign-on page of an authorization request, where a person chooses a user."""

from fakeping.core.exchange import Reply
from fakeping.families.pingone.signin import pages, rules
from fakeping.families.pingone.signin.call import SignInCall, environment_of, issuer_of
from fakeping.families.pingone.signin.flows import Flow


def show_page(call: SignInCall, flow: Flow) -> Reply:
    """A page that lists the users, for the flow's application."""
    environment, request = environment_of(call), flow.request
    page = pages.choose(
        action=f"{issuer_of(call)}/signon",
        flow=flow.id,
        application=environment.applications.get(request.client_id),
        users=[each for each in environment.users.table if each.can_sign_in],
        names=request.access.names,
        hint=request.login_hint,
    )
    shown = pages.reply(page)
    shown.rule = rules.AUTHORIZE_PAGE.name
    return shown

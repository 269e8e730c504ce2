"""Bugs of PingOne's applications: their attributes, and what becomes of them."""

from dataclasses import replace

from fakeping.families.pingone.application_attributes import ApplicationAttributes
from fakeping.families.pingone.signin import claims
from tests.contract.bugs.seams import bugs, instead, nothing

current = bugs("pingone.current")


def never(*_):
    return None


def of_openid_too(right, environment, client_id, scopes, stands_here):
    """An attribute stands where any scope brings it."""
    for each in environment.application_attributes.made(client_id):
        if stands_here(replace(each, oidc_scopes=None)):
            yield each


def as_said(_, collection, current, said):
    return said


BUGS = (
    current(
        "an attribute outlives its scopes",
        instead(ApplicationAttributes, "keep_granted", nothing),
        "application-attribute.scopes",
    ),
    current(
        "the subject of an application goes",
        instead(ApplicationAttributes, "require_removable", nothing),
        "application-attribute.core",
    ),
    current(
        "the subject of an application stands where it is told",
        instead(ApplicationAttributes, "changes", as_said),
        "application-attribute.core",
    ),
    current(
        "a required claim may have no value",
        instead(claims, "lacking", never),
        "application-attribute.no-value",
    ),
    current(
        "an application's claim comes with any scope",
        instead(claims, "_of_application", of_openid_too),
        "application-attribute.claims",
    ),
    current(
        "any scope limits an attribute",
        instead(ApplicationAttributes, "_scope_errors", lambda *_: ()),
        "application-attribute.scopes",
    ),
)

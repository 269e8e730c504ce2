"""Somebody's own tenant as a seed, and as recorded answers: a fake is the real deployment."""

import contextlib
import io
import os
from dataclasses import dataclass

from fakeping.cli.main import main

CURRENT = {"pingone": "current"}


@dataclass
class Ran:
    """What a command ended with, and wrote."""

    code: int
    out: str
    err: str


def run(*arguments):
    """Run a command in this process."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main([str(each) for each in arguments])
    return Ran(code, out.getvalue(), err.getvalue())


def environ(tenant):
    """The variables with a tenant's credentials for PingOne, as of a real environment."""
    known = tenant.pingone.credentials
    return {
        "FAKEPING_PINGONE_ENVIRONMENT_ID": tenant.pingone.environment_id,
        "FAKEPING_PINGONE_CLIENT_ID": known.client_id,
        "FAKEPING_PINGONE_CLIENT_SECRET": known.client_secret,
    }


def in_force(monkeypatch, variables):
    """Set these variables, and none else of fakeping's."""
    for each in [name for name in os.environ if name.startswith("FAKEPING_")]:
        monkeypatch.delenv(each)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

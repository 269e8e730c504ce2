"""`make mutants`: change code, one operator at a time, and tell the changes that no check notices.

By Cosmic Ray, in a copy of the checkout. It takes an hour a module: run it at night.
`make mutants ARGS=families/pingam/codes.py` changes that module alone, and every check of its
family is asked; those below have the checks that are about them.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[2]

#: Modules below `src/fakeping`, with which checks are about them: pytest's `-k`.
SAMPLE = {
    "families/pingam/conditions.py": "pingam and (conditions or resource_set)",
    "families/pingam/tickets.py": "pingam and (ticket or rpt)",
    "families/pingone/paging.py": "pingone and collection",
    "families/pingone/secret.py": "pingone and (secret or introspect)",
    "families/pingone/signin/scopes.py": "pingone and (scope or token)",
}

_CHECKS = "tests/contract/test_rules.py"
# Seconds: the checks of a family take a few; a change may send one around in circles.
_PATIENCE = 120.0

_CONFIG = """
[cosmic-ray]
module-path = "src/fakeping/{module}"
timeout = {patience}
excluded-modules = []
test-command = "{python} -m pytest -q -x -p no:cacheprovider -m 'not slow' {checks} -k '{wanted}'"

[cosmic-ray.distributor]
name = "local"
"""


def main(modules):
    """Change each of these modules, or those of the sample. Returns 1 where a change survives."""
    survivors = [line for each in modules or SAMPLE for line in _surviving(each)]
    _say("\n".join(survivors) or "no change survives")
    return 1 if survivors else 0


def _surviving(module):
    with TemporaryDirectory(prefix="mutants-") as directory:
        here = Path(directory)
        _copy(here)
        family = module.split("/")[1]
        (here / "mutants.toml").write_text(
            _CONFIG.format(
                module=module,
                patience=_PATIENCE,
                python=sys.executable,
                checks=_CHECKS,
                wanted=SAMPLE.get(module, family),
            )
        )
        for command in ("init", "baseline", "exec"):
            session = [] if command == "baseline" else ["mutants.sqlite"]
            _run(here, "cosmic-ray", command, "mutants.toml", *session)
        found = _run(here, "cr-report", "--surviving-only", "--show-diff", "mutants.sqlite")
        return found.splitlines()


def _copy(here):
    """Copy what is in git, so that an interrupted run leaves no change behind."""
    listed = _run(ROOT, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (here / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, here / name)


def _run(here, program, *arguments):
    beside = Path(sys.executable).with_name(program)
    first = os.pathsep.join(str(here / each) for each in ("src", "conftest_plugin"))
    done = subprocess.run(
        [beside if beside.exists() else program, *arguments],
        cwd=here,
        env={**os.environ, "PYTHONPATH": first},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout


def _say(text):
    sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

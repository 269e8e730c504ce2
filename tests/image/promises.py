"""What a container of the image is promised to be and to do."""

import json
import re
import subprocess
import sys
import traceback
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from statistics import median
from time import monotonic

from tests.image.container import Container, container
from tests.image.containerfile import Config
from tests.image.root import megabytes
from tests.interop.outcome import Outcome

ROOT = Path(__file__).parents[2]

#: Where the image says what it is made of.
BILL = "usr/share/sbom/fakeping.cdx.json"

_LARGEST = 120  # MB
_SLOWEST = 1.2  # times `fakeping serve` outside
_SOONEST = 3  # seconds from SIGTERM to the end; an engine kills after ten
_ROUNDS = 5
_KEY = "only-for-tests"

# Another service of the stack: calls by the container's name, with what `fakeping env` told.
_CLIENT = """
import json, sys, urllib.request
values = json.loads(sys.argv[1])
url = f"{values['PINGONE_URL']}/environments/{values['PINGONE_ENVIRONMENT_ID']}/resources"
headers = {"Authorization": f"Bearer {values['PINGONE_TOKEN']}", "Host": "fakeping:8900"}
headers["Content-Type"] = "application/json"
with urllib.request.urlopen(urllib.request.Request(url, b'{"name": "photos"}', headers)) as answer:
    print(json.load(answer)["_links"]["self"]["href"])
"""

# What a process of the container is and may.
_RIGHTS = """
import os
def can(path):
    try:
        open(path, "w").close()
    except OSError:
        return False
    return True
print(os.getuid(), os.getgid(), os.getgroups(), *map(can, ("/x", "/opt/x", "/state/x")))
print([each.split()[1] for each in open("/proc/self/status") if each.startswith("CapEff")])
"""


class Trial:
    """An image's root, and as many containers of it as one asks for."""

    def __init__(self, root: Path, config: Config, work: Path) -> None:
        self.root = root
        self.config = config
        self._work = work
        self._count = 0

    def start(self, **environment: str) -> AbstractContextManager[Container]:
        """A container, with these variables besides the image's."""
        self._count += 1
        return container(self.root, self.config, self._work / str(self._count), environment)


def it_is_small(trial: Trial) -> str:
    size = megabytes(trial.root)
    assert size <= _LARGEST
    return f"{size:.0f} MB, at most {_LARGEST}"


def it_has_no_shell_and_no_pip(trial: Trial) -> str:
    programs = {
        each.name
        for where in ("usr", "usr/local", "opt/fakeping")
        for each in (trial.root / where / "bin").iterdir()
    }
    assert programs & {"sh", "bash", "dash", "pip", "pip3", "apt-get", "dpkg"} == set()
    assert [*trial.root.rglob("pip")] == []
    return f"{len(programs)} programs"


def it_tells_what_it_is_made_of(trial: Trial) -> str:
    listed = {
        each["purl"] for each in json.loads((trial.root / BILL).read_text("utf-8"))["components"]
    }
    pins = (ROOT / "requirements" / "run.txt").read_text("utf-8")
    pinned = re.findall(r"^([\w.-]+)==(\S+) \\$", pins, re.MULTILINE)
    installed = {f"pkg:pypi/{name}@{version}" for name, version in pinned}
    libraries = {each.split("@")[0] for each in listed if each.startswith("pkg:deb/")}
    assert installed - listed == set()
    assert {"pkg:deb/debian/libc6", "pkg:deb/debian/python3.13-minimal"} <= libraries
    return f"{len(listed)} components"


def its_health_is_checked(trial: Trial) -> str:
    with trial.start() as started:
        assert started.execute(*trial.config.health).returncode == 1  # not yet
        started.greeting()
        checked = started.execute(*trial.config.health)
        assert (checked.returncode, checked.stderr) == (0, "")
    return ""


def a_client_uses_it_with_the_chosen_key(trial: Trial) -> str:
    with trial.start(FAKEPING_CONTROL_KEY=_KEY) as started:
        assert _KEY not in started.greeting()[0]
        told = started.execute("fakeping", "env", "--format", "json")
        made = started.beside("-c", _CLIENT, told.stdout)
    assert made.startswith("http://fakeping:8900/v1/environments/")
    return ""


def without_a_key_one_is_made_up_and_shown(trial: Trial) -> str:
    with trial.start() as started:
        shown = started.greeting()[0]
        (key,) = {*re.findall(r"control key +([\w-]{20,})", shown)}
        assert started.execute("fakeping", "env").returncode == 1
        assert started.execute("fakeping", "env", "--control-key", key).returncode == 0
    return ""


def it_runs_as_nobody_and_writes_its_volume_alone(trial: Trial) -> str:
    with trial.start(FAKEPING_READY_FILE="/state/ready.json") as started:
        started.greeting()
        told = started.execute("python3.13", "-c", _RIGHTS)
        assert told.stdout.splitlines() == [
            "65532 65532 [] False False True",
            "['0000000000000000']",
        ]
        read = "import json; print(json.load(open('/state/ready.json'))['control_url'])"
        ready = started.execute("python3.13", "-c", read)
        assert ready.stdout.strip() == "http://0.0.0.0:8900/__fakeping"
    return ""


def sigterm_ends_it(trial: Trial) -> str:
    with trial.start() as started:
        started.greeting()
        code, seconds = started.stop()
    assert code == 0
    assert seconds < _SOONEST
    return f"in {seconds * 1000:.0f} ms, with 0"


def sigterm_ends_it_while_it_starts(trial: Trial) -> str:
    """The first process of a container has no default: a signal that it doesn't take is lost."""
    with trial.start() as started:
        started.wait_for_imports()
        code, seconds = started.stop()
    assert code in {0, 143}
    assert seconds < _SOONEST
    return f"in {seconds * 1000:.0f} ms, with {code}"


def it_is_ready_as_soon_as_outside(trial: Trial) -> str:
    inside, outside = [], []
    for _ in range(_ROUNDS):
        with trial.start() as started:
            inside.append(started.greeting()[1])
        outside.append(_outside())
    slower = median(inside) / median(outside)
    assert slower <= _SLOWEST
    return f"{median(inside):.2f} s, {slower:.2f} times as long as outside, at most {_SLOWEST}"


def _outside() -> float:
    command = [sys.executable, "-m", "fakeping", "serve", "--host", "0.0.0.0", "--port", "0"]  # noqa: S104 - as the image
    since = monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert "answers at" in process.stdout.readline()
        ready = monotonic() - since
        process.terminate()
    return ready


PROMISES: tuple[Callable[[Trial], str], ...] = (
    it_is_small,
    it_has_no_shell_and_no_pip,
    it_tells_what_it_is_made_of,
    its_health_is_checked,
    a_client_uses_it_with_the_chosen_key,
    without_a_key_one_is_made_up_and_shown,
    it_runs_as_nobody_and_writes_its_volume_alone,
    sigterm_ends_it,
    sigterm_ends_it_while_it_starts,
    it_is_ready_as_soon_as_outside,
)


def tried(root: Path, config: Config, work: Path) -> Outcome:
    """Try each promise, and tell of each in a line."""
    trial = Trial(root, config, work / "containers")
    (work / "containers").mkdir()
    failed = 0
    for promise in PROMISES:
        what = promise.__name__.replace("_", " ")
        try:
            said = promise(trial)
            sys.stdout.write(f"  {what}{': ' if said else ''}{said}\n")
        except Exception:  # noqa: BLE001 - whatever it is, the promise is broken
            failed += 1
            sys.stdout.write(f"  BROKEN: {what}\n{traceback.format_exc()}")
    return Outcome(passed=len(PROMISES) - failed, failed=failed)

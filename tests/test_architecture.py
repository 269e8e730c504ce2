"""The house rules that a machine can keep."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import fakeping

ROOT = Path(fakeping.__file__).parent
MODULES = sorted(ROOT.rglob("*.py"))


#: Tables that are read by name, however long they are.
DATA = {"rules", "samples", "samples_current"}


def inside(*parts):
    """Parameters: every module of a folder."""
    return [
        pytest.param(each, id=str(each.relative_to(ROOT)))
        for each in MODULES
        if each.is_relative_to(ROOT.joinpath(*parts))
    ]


EVERYWHERE = inside()
IN_A_FAMILY = [
    each
    for family in sorted((ROOT / "families").iterdir())
    if family.is_dir()
    for each in inside("families", family.name)
]

#: What each room may import of the package.
MAY_IMPORT = {
    "core": {"core", "version"},
    "families": {"core", "families"},
    "openapi": {"core", "openapi", "version"},
    "rulebook": {"core"},
    "explain": {"core", "rulebook"},
    "control": {"core", "control", "openapi", "rulebook", "version"},
    "choices": {"core"},
    "seeds": {"core", "notation"},
    "notation": {"core"},
    "regression": {"core", "families", "regression"},
    "tenant": {"core", "families", "tenants"},
    "giving": {"core", "families", "tenant"},
    "tenants": {"core", "families", "choices", "regression", "seeds", "tenant"},
    "coverage": {"core", "coverage"},
    "remote": {"health", "choices", "core", "families", "tenant", "seeds", "remote", "tls"},
    "steering": {
        "control",
        "core",
        "coverage",
        "families",
        "choices",
        "giving",
        "remote",
        "tenant",
        "tenants",
    },
    "hosts": {"core"},
    "app": {"core", "control", "hosts", "version"},
    "connection": {"app", "core"},
    "server": {
        "core",
        "choices",
        "coverage",
        "families",
        "control",
        "tenant",
        "tenants",
        "steering",
        "app",
        "hosts",
        "addresses",
        "listening",
        "forks",
        "thread",
    },
    "forks": {"core"},
    "addresses": {"core"},
    "listening": {"app", "connection"},
    "report": {"core", "families", "tenant"},
    "demo": {"core", "families", "tenant", "server", "pages"},
    "pages": {"core", "families", "rulebook"},
    "contract": {"health", "core", "families", "contract", "version"},
    "knowledge": {"core", "control", "explain", "families", "notation", "openapi", "rulebook"},
    "commands": {"contract"},
    "cli": {
        "choices",
        "commands",
        "contract",
        "core",
        "tenant",
        "server",
        "demo",
        "health",
        "knowledge",
        "replay",
        "serving",
        "version",
    },
    "replay": {"contract", "core", "families", "remote", "replay", "server", "tenant", "tls"},
    "serving": {"core", "server", "tenant", "tls", "version"},
    "health": {"core", "tls"},
    "tls": set(),
    "__main__": {"cli"},
    "__init__": {"core", "remote", "tenant", "server", "version"},
    "thread": set(),
    "version": set(),
}

#: Inside core, from the leaves to the root: a module imports from the rows above its own.
CORE_ORDER = (
    {"limits", "authority"},
    {
        "journal_limits",
        "rules",
        "duration",
        "tally",
        "count",
        "waiting",
        "names",
        "text",
        "forked",
        "plain",
        "owners",
        "needles",
    },
    {"patterns", "files"},
    {"redact", "weight", "crash", "seal", "problem", "sources"},
    {"difference", "spelled", "exchange"},
    {"known", "sent"},
    {"acceptance", "body"},
    {"schemas", "fields", "outside"},
    {"findings", "claims"},
    {"shape"},
    {"secrecy", "hiding"},
    {"echoes"},
    {"document"},
    {"change", "counted"},
    {"shelf", "expiry", "table", "keys", "sample", "parameter", "stored"},
    {"operation"},
    {"family"},
    {"router", "capture", "curl", "har", "promise"},
    {"entry"},
    {"recorder"},
    {"expectation", "strays"},
    {"failure", "exports", "watch"},
    {"retries"},
    {"journal"},
    {"tenant"},
    {"bearers"},
    {"faults"},
    {"calling"},
    {"world", "state"},
)

#: What everything in a family may lean on, and what leans on nothing of it.
LEAVES = {
    "rules",
    "model",
    "edition",
    "realms",
    "conditions",
    "etag",
    "orgjson",
    "samples",
    "samples_current",
}


def imported(path, *, for_types=False):
    """Every module that a file imports, as a dotted name."""
    return [
        name
        for node in _run(ast.parse(path.read_text("utf-8")), for_types=for_types)
        for name in _names(node)
    ]


def _run(node, *, for_types):
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            if for_types:
                yield from _run(child, for_types=for_types)
            continue
        yield child
        yield from _run(child, for_types=for_types)


def _names(node):
    if isinstance(node, ast.Import):
        return [each.name for each in node.names]
    if isinstance(node, ast.ImportFrom):
        assert node.level == 0, "imports are absolute"
        return [f"{node.module}.{each.name}" for each in node.names]
    return []


def module(path):
    """A file's dotted name."""
    parts = path.relative_to(ROOT.parent).with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__")


def nearest(name, modules):
    """The module of ours that a dotted name is in; the package itself where it is nobody's."""
    while name and name not in modules:
        name = name.rpartition(".")[0]
    return name or "fakeping.core"


def room(path):
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def used(path, *, below, for_types=True):
    """The names right below a package that a file imports from."""
    prefix = f"{below}."
    return {
        name.removeprefix(prefix).split(".")[0]
        for name in imported(path, for_types=for_types)
        if name.startswith(prefix)
    }


def rows_above(module, order):
    """The modules that stand above this one. A new one has to choose its row."""
    [place] = [index for index, row in enumerate(order) if module in row]
    return set().union(*order[:place])


def rooms_used(path):
    """As `MAY_IMPORT` has them."""
    return used(path, below="fakeping")


@pytest.mark.parametrize("path", EVERYWHERE)
def test_imports_point_inwards(path):
    assert rooms_used(path) <= MAY_IMPORT[room(path)]


@pytest.mark.parametrize("path", EVERYWHERE)
def test_only_the_door_and_the_server_say_aiohttp(path):
    said = any(name.split(".")[0] == "aiohttp" for name in imported(path, for_types=True))

    assert not said or room(path) in {"app", "connection", "listening", "server"}


@pytest.mark.parametrize("path", EVERYWHERE)
def test_the_package_leans_on_no_test_tool(path):
    tools = {"pytest", "pytest_fakeping", "hypothesis", "tests", "unittest"}
    if room(path) == "contract":
        tools -= {"hypothesis"}  # its extra brings it

    assert not tools & {name.split(".")[0] for name in imported(path, for_types=True)}


@pytest.mark.parametrize("path", IN_A_FAMILY)
def test_families_do_not_know_each_other(path):
    family = path.relative_to(ROOT / "families").parts[0]

    assert used(path, below="fakeping.families") <= {family}


@pytest.mark.parametrize("path", inside("core"))
def test_inside_core_imports_point_to_the_leaves(path):
    place = path.relative_to(ROOT / "core").parts[0].removesuffix(".py")
    if place == "__init__":
        return
    above = rows_above(place, CORE_ORDER)

    assert used(path, below="fakeping.core", for_types=False) - {place} <= above


@pytest.mark.parametrize("path", [each for each in IN_A_FAMILY if each.values[0].stem in LEAVES])
def test_a_familys_leaves_lean_on_leaves_alone(path):
    package = ".".join(["fakeping", *path.parent.relative_to(ROOT).parts])

    assert used(path, below=package, for_types=False) <= LEAVES


def test_no_import_comes_back_to_where_it_started():
    modules = {module(each.values[0]): each.values[0] for each in EVERYWHERE}
    arrows = {
        name: {found for each in imported(path) if (found := nearest(each, modules)) != name}
        for name, path in modules.items()
    }

    assert list(TopologicalSorter(arrows).static_order())


@pytest.mark.parametrize("path", EVERYWHERE)
def test_time_and_randomness_come_in_at_the_server_alone(path):
    source = path.read_text("utf-8")
    taken = {name for name in ("datetime.now(", "time.time", "utcnow", "uuid4") if name in source}

    assert not taken or room(path) == "server"


@pytest.mark.parametrize("path", EVERYWHERE)
def test_yaml_is_read_in_one_place_alone(path):
    said = "yaml" in imported(path, for_types=True)

    assert not said or room(path) == "notation"


@pytest.mark.parametrize("path", EVERYWHERE)
def test_nothing_evaluates_unpickles_or_fetches(path):
    never = {"pickle", "marshal", "requests", "httpx", "subprocess", "ctypes"}

    assert not never & {name.split(".")[0] for name in imported(path, for_types=True)}


@pytest.mark.parametrize("path", [each for each in EVERYWHERE if each.values[0].stem not in DATA])
def test_a_module_fits_in_the_head(path):
    assert len(path.read_text("utf-8").splitlines()) <= 300

"""The house rules that a machine can keep. docs/architecture.md draws them."""

import ast
from collections import defaultdict
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import fakeping
import pytest_fakeping

ROOT = Path(fakeping.__file__).parent
PLUGIN = Path(pytest_fakeping.__file__).parent

#: What each room imports from, besides itself; every arrow points down in this list. Imports for
#: type checkers alone count as any other: a type is known where its module is.
MAY_IMPORT = {
    "__main__": "cli",
    "__init__": "version core journal faults server client",
    "cli": "version core journal faults families reference control server client contract"
    " replay importing",
    "importing": "core redaction families server contract",
    "replay": "core redaction journal families server client contract",
    "contract": "version core redaction engine families server",
    "client": "core redaction journal faults families server",
    "server": "version core redaction journal faults engine families coverage regression control",
    "control": "version core journal faults reference",
    "regression": "core redaction journal families",
    "reference": "version core faults families",
    "coverage": "core",
    "families": "core redaction",
    "engine": "core redaction journal faults",
    "faults": "core redaction journal",
    "journal": "version core redaction",
    "redaction": "core",
    "core": "",
    "literals": "",
    "version": "",
}

#: What every room may import: names that type checkers complete.
EVERYWHERE = "literals"

#: Modules in the longest chain of imports. It only gets shorter.
LONGEST_CHAIN = 25

#: Tables that are read by name, however long they are.
DATA = {"rules"}

#: What every family may import, and what imports no family.
SHARED = {"filters", "incidents", "oauth", "record"}

#: What everything in a family may lean on, and what leans on nothing else of it.
LEAVES = {
    *("rules", "sign_on_rules", "model", "edition", "realms", "conditions", "etag", "orgjson"),
}


def name_of(path):
    """A file's dotted name."""
    return ".".join(path.relative_to(ROOT.parent).with_suffix("").parts).removesuffix(".__init__")


PATHS = {name_of(path): path for path in sorted(ROOT.rglob("*.py"))}


@cache
def imported(module):
    """Every name that a module imports, wherever in it and whatever for."""
    found = []
    for node in ast.walk(ast.parse(PATHS[module].read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found += [each.name for each in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            found += [f"{node.module}.{each.name}" for each in node.names]
    return found


@cache
def arrows(module):
    """The modules of ours that a module imports."""
    return {our(name) for name in imported(module) if name.startswith("fakeping.")} - {module}


def our(name):
    """The module that an imported name is, or is in."""
    while name not in PATHS:
        name = name.rpartition(".")[0]
    return name


def room(module):
    return (*module.split("."), "__init__")[1]


def packages(module):
    return {name.partition(".")[0] for name in imported(module)}


@pytest.mark.parametrize("where", MAY_IMPORT)
def test_a_room_imports_from_rooms_below_it(where):
    below = MAY_IMPORT[where].split()
    wrong = [
        f"{module} -> {other}"
        for module in PATHS
        for other in arrows(module)
        if room(module) == where and room(other) not in {where, EVERYWHERE, *below}
    ]

    assert wrong == []


def test_rooms_are_listed_from_the_roof_to_the_ground():
    order = list(MAY_IMPORT)

    assert {room(module) for module in PATHS} == set(order)
    assert all(
        order.index(below) > order.index(name)
        for name, those in MAY_IMPORT.items()
        for below in those.split()
        if below != "version"
    )


def test_no_import_comes_back_to_where_it_started():
    assert list(TopologicalSorter({module: arrows(module) for module in PATHS}).static_order())


def test_the_longest_chain_of_imports_gets_no_longer():
    @cache
    def chain(module):
        return [module, *max((chain(each) for each in arrows(module)), key=len, default=[])]

    longest = max(map(chain, PATHS), key=len)

    assert len(longest) <= LONGEST_CHAIN, " -> ".join(longest)


def test_the_top_has_no_drawer():
    assert {path.stem for path in ROOT.glob("*.py")} <= {"__init__", "__main__", "version"}


def test_families_do_not_know_each_other():
    wrong = [
        f"{module} -> {other}"
        for module in PATHS
        for other in arrows(module)
        if module.startswith("fakeping.families.")
        and module.split(".")[:3] != other.split(".")[:3]
        and room(other) == "families"
        and other.split(".")[2] not in SHARED
    ]

    assert wrong == []


def test_a_familys_leaves_lean_on_leaves_alone():
    wrong = [
        f"{module} -> {other}"
        for module in PATHS
        for other in arrows(module)
        for folder, _, name in [module.rpartition(".")]
        if room(module) == "families"
        and name in LEAVES
        and other.startswith(f"{folder}.")
        and other.removeprefix(f"{folder}.").split(".")[0] not in LEAVES
    ]

    assert wrong == []


def test_only_the_servers_room_says_aiohttp():
    assert {room(module) for module in PATHS if "aiohttp" in packages(module)} == {"server"}


def test_the_package_leans_on_no_test_tool():
    tools = {"pytest", "pytest_fakeping", "hypothesis", "tests", "unittest"}
    leaning = {(room(each), tool) for each in PATHS for tool in tools & packages(each)}

    assert leaning <= {("contract", "hypothesis"), ("contract", "pytest")}  # its extra brings them


def test_yaml_is_read_in_one_place_alone():
    assert [each for each in PATHS if "yaml" in packages(each)] == ["fakeping.server.notation"]


def test_nothing_evaluates_unpickles_or_fetches():
    never = {"pickle", "marshal", "requests", "httpx", "subprocess", "ctypes"}

    assert [each for each in PATHS if never & packages(each)] == []


@pytest.mark.parametrize("said", ["datetime.now(", "time.time", "utcnow", "uuid4"])
def test_time_and_randomness_come_in_at_the_composition_root_alone(said):
    saying = {name for name, path in PATHS.items() if said in path.read_text("utf-8")}

    assert saying <= {"fakeping.server.fakeping"}


@pytest.mark.parametrize("module", [each for each in PATHS if PATHS[each].stem not in DATA])
def test_a_module_fits_in_the_head(module):
    assert len(PATHS[module].read_text("utf-8").splitlines()) <= 300


#: Rooms of one layout: each family's, in which one name stands for the same part.
PARALLEL = {"pingone", "pingam"}

#: Public names, which stay: a client's refusal is a `fakeping.Refused`, and linearizability's
#: models are called what they model.
PROMISED = {"Refused", "ResourceSets", "Resources"}


def test_a_public_class_name_means_one_thing():
    homes = defaultdict(list)
    for path in [*ROOT.rglob("*.py"), *PLUGIN.rglob("*.py")]:
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                parts = path.parts
                homes[node.name].append(next((each for each in parts if each in PARALLEL), ""))
    several = {
        name: where
        for name, where in homes.items()
        if len(where) > 1 and not (len(set(where)) == len(where) and "" not in where)
    }

    assert several.keys() == PROMISED

"""`python -m benchmarks [NAME...] [--json FILE]`: measure, and exit with 1 if a goal is missed."""

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks import fixture, growth, journal, lines, page, plugin, startup, tenants, throughput
from benchmarks.measure import HEADER, Row

BENCHMARKS: dict[str, Callable[[], Iterator[Row]]] = {
    "startup": startup.run,
    "http": throughput.run,
    "growth": growth.run,
    "fixture": fixture.run,
    "plugin": plugin.run,
    "tenants": tenants.run,
    "journal": journal.run,
    "lines": lines.run,
    "journal-flat": journal.flat,
    "page": page.run,
}

#: These take minutes, and run only when named.
LONG = {"journal-flat", "page"}


def main() -> int:
    """Run the benchmarks that were asked for, or all of them."""
    arguments = _arguments()
    machine = f"Python {platform.python_version()}, {os.cpu_count()} CPUs"
    print(f"{machine}; medians of paired rounds, ratio = measured / reference\n{HEADER}")
    rows: dict[str, list[Row]] = {}
    for name in arguments.names or [each for each in BENCHMARKS if each not in LONG]:
        print(f"{name}: {_about(name)}")
        rows[name] = []
        for row in BENCHMARKS[name]():
            print(row, flush=True)
            rows[name].append(row)
    if arguments.json:
        documents = {name: [row.document() for row in each] for name, each in rows.items()}
        text = json.dumps({"machine": machine, "benchmarks": documents}, indent=2)
        arguments.json.write_text(text + "\n", "utf-8")
    missed = sum(row.ok is False for each in rows.values() for row in each)
    if missed:
        print(f"{missed} of the goals missed; on a busy machine, see benchmarks/README.md")
    return 1 if missed else 0


def _about(name: str) -> str:
    module = sys.modules[BENCHMARKS[name].__module__]
    return (module.__doc__ or "").partition("\n")[0]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "names", nargs="*", choices=[*BENCHMARKS, []], metavar="NAME", help=", ".join(BENCHMARKS)
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures here as well")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())

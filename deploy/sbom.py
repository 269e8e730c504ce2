"""Print a CycloneDX bill of materials of an image's root: `python sbom.py ROOT`."""

import json
import sys
from collections.abc import Iterator
from email.parser import HeaderParser
from importlib.metadata import distributions
from pathlib import Path
from typing import Any
from urllib.parse import quote


def document(root: Path) -> dict[str, Any]:
    """The bill of materials of what is below a root."""
    found = [*_debian(root), *_python(root)]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "container", "name": "fakeping"}},
        "components": sorted(found, key=lambda each: each["purl"]),
    }


def _debian(root: Path) -> Iterator[dict[str, Any]]:
    """The packages that Debian's tools wrote down."""
    for each in (root / "var/lib/dpkg/status.d").iterdir():
        said = HeaderParser().parsestr(each.read_text("utf-8"))
        name, version, built_for = said["Package"], said["Version"], said["Architecture"]
        purl = f"pkg:deb/debian/{quote(name)}@{quote(version)}?arch={built_for}"
        yield _component(name, version, purl)


def _python(root: Path) -> Iterator[dict[str, Any]]:
    """The distributions of the virtual environment."""
    folders = [str(each) for each in root.glob("opt/fakeping/lib/python*/site-packages")]
    for each in distributions(path=folders):
        name = each.metadata["Name"].lower()
        yield _component(name, each.version, f"pkg:pypi/{quote(name)}@{quote(each.version)}")


def _component(name: str, version: str, purl: str) -> dict[str, Any]:
    return {"type": "library", "name": name, "version": version, "purl": purl, "bom-ref": purl}


if __name__ == "__main__":
    json.dump(document(Path(sys.argv[1])), sys.stdout, indent=2)

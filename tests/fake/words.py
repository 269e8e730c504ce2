"""What the fake says that the checks leave open: the words of refusals, the order of members.

`python -m tests.fake.words` writes down what it says now, for a diff to show what has changed.
"""

import json
import re
from collections import defaultdict
from pathlib import Path

from fakeping.contract.jwt import claims_of
from fakeping.families import FAMILIES
from tests.contract.lies.fake import Fake
from tests.contract.lies.traffic import Traffic

_NO = 400
_JWT = "eyJ"
# What differs from run to run, and what stands for it.
_OWN = (
    (re.compile(r"fakeping-contract-[0-9a-f]{6}-\w+-\d+", re.IGNORECASE), "<name>"),
    (re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]*"), "<token>"),
    # Some checks spell an id otherwise: in capitals, without its first digit, with one more.
    (re.compile(r"[0-9a-f]{7,8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\d*", re.IGNORECASE), "<id>"),
    (re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z"), "<instant>"),
    (re.compile(r"/r[0-9a-f]{12}\b"), "/<realm>"),
    (re.compile(r"\bo=r[0-9a-f]{12}\b"), "o=<realm>"),
    (re.compile(r"'-?\d{6,}'"), "'<number>'"),
)


def where(family):
    """The file that it is written down in."""
    return Path(__file__).with_name("words") / f"{family.name}.txt"


def said(family):
    """All that a family's editions answer their checks, as lines of text.

    The status and the rule, and below them the words, or the members, and who answers so: the
    operations, where an edition differs from another with its name.
    """
    found = defaultdict(lambda: defaultdict(set))
    for edition in family.editions:
        _listen(f"{family.name}.{edition}", found)
    told = ""
    for (way, words), by_edition in sorted(found.items()):
        if way != told:
            yield way
            told = way
        yield f"    {words}"
        yield from (f"        {each}" for each in _operations(family, by_edition))


def _listen(edition, found):
    fake = Fake()

    def note(operation, _, reply, **__):
        if words := _words(reply):
            found[f"{reply.status} {reply.rule}", words][edition].add(operation)

    for check in Traffic(edition).checks:
        fake.listen(check, edition, note)


def _operations(family, by_edition):
    told = {edition: " ".join(sorted(names)) for edition, names in by_edition.items()}
    if len(told) == len(family.editions) and len(set(told.values())) == 1:
        return set(told.values())
    return [f"{edition.partition('.')[2]}: {names}" for edition, names in told.items()]


def _words(reply):
    if "json" not in reply.headers.get("Content-Type", "") or not reply.body:
        return ""
    if reply.status < _NO:
        return _own(_members(json.loads(reply.body)))
    return _own(reply.body.decode())


def _members(document):
    """The names of a document's members, as they come, and of a token's claims.

    The first of a list stands for the others.
    """
    if isinstance(document, list):
        return _members(document[0]) if document else ""
    if isinstance(document, str) and document.startswith(_JWT):
        return " ".join(sorted(claims_of(document)))
    if not isinstance(document, dict):
        return ""
    return " ".join(
        f"{name}{{{inner}}}" if (inner := _members(value)) else name
        for name, value in document.items()
    )


def _own(text):
    for pattern, stands in _OWN:
        text = pattern.sub(stands, text)
    return text


if __name__ == "__main__":
    for each in FAMILIES:
        where(each).parent.mkdir(exist_ok=True)
        where(each).write_text("\n".join(said(each)) + "\n", "utf-8")

"""Read and write the subset of YAML that corresponds to JSON.

Versions 1.1 and 1.2 of YAML, and their parsers, read some plain words differently: `no`, `0777`,
`190:20:30`. Words that are no text in version 1.1, and no value in JSON, are refused: quotes say
what is meant. So no document depends on its reader.
"""

import json
import re
from typing import TYPE_CHECKING, Any, NoReturn

from fakeping.core.body import NESTED_DEPTH
from fakeping.core.exchange import JSON
from fakeping.core.problem import Malformed

if TYPE_CHECKING:
    from types import ModuleType

_WIDTH = 100

# Plain words that every version of YAML reads as JSON does.
_WORDS: dict[str, JSON] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
_FLOAT = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+([eE][-+][0-9]+)?")
# Plain words that version 1.1 does not read as text: such a text has to be quoted.
_UNCLEAR = re.compile(
    r"yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF|=|<<|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"
    r"|[-+]?(0b[01_]+|0[0-7_]+|0x[0-9a-fA-F_]+|(0|[1-9][0-9_]*)|[1-9][0-9_]*(:[0-5]?[0-9])+)"
    r"|[-+]?[0-9][0-9_]*\.[0-9_]*([eE][-+][0-9]+)?|\.[0-9][0-9_]*([eE][-+][0-9]+)?"
    r"|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+\.[0-9_]*"
)

# Characters on which parsers disagree, anywhere in a document.
_UNLIKE = re.compile(r"(?P<mark>\A\ufeff)|(?P<tab>\t)|(?P<directive>^%)", re.MULTILINE)
_SAID = {
    "mark": "there is a byte order mark",
    "tab": "there is a tab: spaces indent, and \\t in double quotes is one",
    "directive": "there is a directive",
}

# The most characters of a document that an error quotes.
_MAX_TOLD = 60


def read(raw: bytes, *, what: str = "the body") -> JSON:
    """Read a YAML document that JSON could express too; errors call it `what`.

    No aliases, tags or merge keys, no member twice, texts for names, and no date: that is a text.
    Raises `Malformed` for anything else, with the line, and `ImportError` without PyYAML.
    """
    yaml = _yaml("a seed in YAML")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Malformed(f"{what} is not UTF-8: {error.reason} at byte {error.start}") from None
    unlike = _UNLIKE.search(text)
    if unlike:
        said = _SAID[unlike.lastgroup or ""]
        line = text.count("\n", 0, unlike.start()) + 1
        raise Malformed(f"{what} is not taken: {said} on line {line}")
    # libyaml is thirty times as fast, and part of PyYAML nearly everywhere.
    parser = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    reader = _Reader(yaml, what)
    try:
        for event in yaml.parse(text, Loader=parser):
            reader.take(event)
    except yaml.YAMLError as error:
        raise Malformed(f"{what} is not YAML: {_reason(error)}") from None
    return reader.document


def _reason(error: Any) -> str:
    """The parser's error and its position, on one line."""
    said = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    mark = getattr(error, "problem_mark", None)
    where = f" on line {mark.line + 1}" if mark else ""
    return " ".join(said.split()) + where


class _Reader:
    """Builds a document from a parser's events, without recursion."""

    def __init__(self, yaml: Any, what: str) -> None:
        self._yaml = yaml
        self._what = what
        self._documents: list[JSON] = []
        #: The open lists and objects, each object with the name of its next member.
        self._open: list[list[JSON] | dict[str, JSON]] = [self._documents]
        self._names: list[str | None] = [None]

    @property
    def document(self) -> JSON:
        """The document; null if it is empty."""
        return self._documents[0] if self._documents else None

    def take(self, event: Any) -> None:
        """Take the parser's next event. Raises `Malformed`."""
        yaml = self._yaml
        if isinstance(event, yaml.ScalarEvent):
            self._check_tag(event)
            self._scalar(event)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._check_tag(event)
            self._begin({} if isinstance(event, yaml.MappingStartEvent) else [], event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._open.pop()
            self._names.pop()
        elif isinstance(event, yaml.AliasEvent):
            self._refuse("an alias is not taken: say it again", event)
        elif isinstance(event, yaml.DocumentStartEvent) and self._documents:
            self._refuse("there is a second document", event)

    def _scalar(self, event: Any) -> None:
        if self._wants_name():
            self._name(event)
            return
        self._put(self._value(event))

    def _value(self, event: Any) -> JSON:
        text: str = event.value
        self._check_text(text, event)
        if event.style:  # in quotes, or a block
            return text
        if text in _WORDS:
            return _WORDS[text]
        if _INTEGER.fullmatch(text):
            return self._number(int, text, event)
        if _FLOAT.fullmatch(text):
            return self._number(float, text, event)
        if _UNCLEAR.fullmatch(text):
            shown = text[:_MAX_TOLD]
            self._refuse(f"{shown!r} is not read alike everywhere: put it in quotes", event)
        return text

    def _number(self, kind: type[float], text: str, event: Any) -> float:
        try:
            return kind(text)
        except ValueError:  # more digits than Python takes
            self._refuse("a number is out of range", event)

    def _name(self, event: Any) -> None:
        name = self._value(event)
        members = self._open[-1]
        if not isinstance(name, str):
            self._refuse(f"the name of a member is a text, not {event.value[:_MAX_TOLD]}", event)
        if name in members:
            self._refuse(f"the member {name[:_MAX_TOLD]!r} stands twice in one object", event)
        self._names[-1] = name

    def _begin(self, empty: list[JSON] | dict[str, JSON], event: Any) -> None:
        if self._wants_name():
            self._refuse("the name of a member is a text", event)
        if len(self._open) > NESTED_DEPTH:
            raise Malformed(f"{self._what} is nested more than {NESTED_DEPTH} levels deep")
        self._put(empty)
        self._open.append(empty)
        self._names.append(None)

    def _wants_name(self) -> bool:
        return isinstance(self._open[-1], dict) and self._names[-1] is None

    def _put(self, value: JSON) -> None:
        within, name = self._open[-1], self._names[-1]
        if isinstance(within, list):
            within.append(value)
        else:
            assert name is not None  # noqa: S101 - `_wants_name` came first
            within[name] = value
            self._names[-1] = None

    def _check_tag(self, event: Any) -> None:
        if event.tag is not None:
            self._refuse(f"a tag is not taken: {event.tag[:_MAX_TOLD]}", event)

    def _check_text(self, text: str, event: Any) -> None:
        if not text.isascii():
            try:
                text.encode()
            except UnicodeEncodeError:
                self._refuse("half of a surrogate pair", event)

    def _refuse(self, said: str, event: Any) -> NoReturn:
        raise Malformed(f"{self._what} is not taken: {said} on line {event.start_mark.line + 1}")


def written(document: JSON) -> str:
    """Write a document as YAML, its members in their order. Raises `ImportError` without PyYAML."""
    yaml = _yaml("YAML")
    plain = json.loads(json.dumps(document))  # each thing once: no anchors, no tuples
    text: str = yaml.safe_dump(plain, sort_keys=False, allow_unicode=True, width=_WIDTH)
    return text


class NoYaml(ImportError):
    """PyYAML, an optional dependency, is not installed."""


def _yaml(what: str) -> "ModuleType":
    try:
        import yaml  # noqa: PLC0415 - an extra, which most people do without
    except ImportError:
        raise NoYaml(
            f"{what} needs PyYAML: pip install 'fakeping[yaml]', or write it as JSON"
        ) from None
    module: ModuleType = yaml
    return module

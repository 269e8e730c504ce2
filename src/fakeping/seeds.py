"""Where a state document comes from: a mapping, or a file of JSON or YAML."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fakeping.core.body import read_json
from fakeping.core.exchange import JSON
from fakeping.core.findings import BadDocument
from fakeping.core.problem import Malformed, Violation

if TYPE_CHECKING:
    from types import ModuleType

_YAML = frozenset({".yaml", ".yml"})


def document(seed: Mapping[str, Any] | str | Path) -> JSON:
    """A state document: itself, or what a file of that name holds.

    Raises `OSError` for a file that can't be read, and `BadDocument` for one that is no JSON
    or YAML.
    """
    if not isinstance(seed, str | Path):
        return seed
    path = Path(seed)
    raw = path.read_bytes()
    try:
        return _from_yaml(raw) if path.suffix.lower() in _YAML else read_json(raw)
    except Malformed as problem:
        detail = f"{path.name}: {problem.detail.replace('the body', 'the document')}"
        raise BadDocument((Violation(keyword="", target="", message=detail),)) from None


def _from_yaml(raw: bytes) -> JSON:
    """What JSON could say too, in YAML: no aliases, no dates, no member twice, no tags."""
    yaml = _yaml()
    try:
        return yaml.load(raw, Loader=_loader(yaml))
    except (yaml.YAMLError, UnicodeDecodeError, ValueError) as error:
        raise Malformed(f"the body is not YAML: {error}") from None
    except RecursionError:
        raise Malformed("the body is nested too deeply") from None


def _yaml() -> "ModuleType":
    try:
        import yaml  # noqa: PLC0415 - an extra, which most people do without
    except ImportError:
        raise ImportError(
            "a seed in YAML needs PyYAML: pip install 'fakeping[yaml]', or write it as JSON"
        ) from None
    module: ModuleType = yaml
    return module


def _loader(yaml: Any) -> Any:
    class Strict(yaml.SafeLoader):  # type: ignore[misc]  # PyYAML has no types
        """PyYAML's safe loader, without what JSON has not."""

        yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML's own way
            first: [(tag, form) for tag, form in each if not tag.endswith(":timestamp")]
            for first, each in yaml.SafeLoader.yaml_implicit_resolvers.items()
        }

        def compose_node(self, parent: Any, index: Any) -> Any:
            if self.check_event(yaml.AliasEvent):
                raise yaml.YAMLError("an alias is not taken: say it again")
            return super().compose_node(parent, index)

        def construct_mapping(self, node: Any, deep: bool = False) -> Any:  # noqa: FBT001, FBT002
            names = [each.value for each, _ in node.value]
            for name in names:
                if names.count(name) > 1:
                    raise yaml.YAMLError(f"the member {name!r} stands twice in one object")
            return super().construct_mapping(node, deep=deep)

    return Strict

"""YAML, as far as JSON could say the same: read, and written."""

import json
from typing import TYPE_CHECKING, Any

from fakeping.core.exchange import JSON
from fakeping.core.problem import Malformed

if TYPE_CHECKING:
    from types import ModuleType

_WIDTH = 100


def read(raw: bytes) -> JSON:
    """What JSON could say too, in YAML: no aliases, no dates, no member twice, no tags.

    Raises `Malformed` for anything else, and `ImportError` without PyYAML.
    """
    yaml = _yaml("a seed in YAML")
    try:
        return yaml.load(raw, Loader=_loader(yaml))
    except (yaml.YAMLError, UnicodeDecodeError, ValueError) as error:
        raise Malformed(f"the body is not YAML: {error}") from None
    except RecursionError:
        raise Malformed("the body is nested too deeply") from None


def written(document: JSON) -> str:
    """A document in YAML, its members in their order. Raises `ImportError` without PyYAML."""
    yaml = _yaml("YAML")
    plain = json.loads(json.dumps(document))  # each thing once: no anchors, no tuples
    text: str = yaml.safe_dump(plain, sort_keys=False, allow_unicode=True, width=_WIDTH)
    return text


class NoYaml(ImportError):
    """PyYAML is an extra, and is not there."""


def _yaml(what: str) -> "ModuleType":
    try:
        import yaml  # noqa: PLC0415 - an extra, which most people do without
    except ImportError:
        raise NoYaml(
            f"{what} needs PyYAML: pip install 'fakeping[yaml]', or write it as JSON"
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

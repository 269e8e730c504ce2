"""Tools for the rules: what the fake does, and how we know it."""

from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import quote

from fakeping.cli.agents.control_api import ControlApi
from fakeping.cli.agents.tool import AgentTool
from fakeping.cli.explain import MEANING
from fakeping.core.exchange import JSON
from fakeping.core.rules import Evidence

#: Rules that one answer lists.
_FEW = 20


def rule(api: ControlApi, name: str) -> JSON:
    """One rule in full, with what its evidence means."""
    found = api.ask("GET", f"/rules/{quote(name, safe='')}")
    found["evidence"] = f"{found['evidence']}: {MEANING[Evidence(found['evidence'])]}"
    return {name: value for name, value in found.items() if value}


def _explain(api: ControlApi, said: dict[str, Any]) -> JSON:
    return rule(api, said["rule"])


def _search(api: ControlApi, said: dict[str, Any]) -> JSON:
    sought = said["text"].casefold()
    found = [
        {name: each[name] for name in ("name", "says", "evidence")}
        for each in api.ask("GET", "/rules")["rules"]
        if fnmatchcase(each["name"], said["text"])
        or all(word in _text(each) for word in sought.split())
        if said.get("evidence", each["evidence"]) == each["evidence"]
    ]
    return {"rules": found[:_FEW], "more": len(found) > _FEW}


def _text(each: JSON) -> str:
    return f"{each['name']} {each['says']} {' '.join(each['refuses'])}".casefold()


TOOLS = (
    AgentTool(
        name="search_rules",
        says="Find rules by words in their name, text or operations, or by a pattern of names.",
        arguments={
            "text": {
                "type": "string",
                "minLength": 1,
                "description": "Words, or a pattern such as pingone.scope.*",
            },
            "evidence": {
                "enum": [each.value for each in Evidence],
                "description": "Only those that are known so",
            },
        },
        required=("text",),
        run=_search,
        reads=True,
    ),
    AgentTool(
        name="explain_rule",
        says="Tell what a rule is, how it is known, where it decides and which switches change it.",
        arguments={
            "rule": {"type": "string", "description": "Its name, as X-Fakeping-Rule has it"}
        },
        required=("rule",),
        run=_explain,
        reads=True,
    ),
)

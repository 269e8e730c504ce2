"""A Containerfile, parsed: its stages and their instructions."""

import json
import re
import shlex
from dataclasses import dataclass, field

_OPTION = re.compile(r"--([\w-]+)=(\S+)\s+")
_EXEC = {"ENTRYPOINT", "CMD"}


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction: `RUN`, its options such as `--mount`, and the rest."""

    name: str
    options: tuple[tuple[str, str], ...]
    text: str

    def option(self, name: str) -> str | None:
        """An option's value, if it is given."""
        return dict(self.options).get(name)


@dataclass(frozen=True, slots=True)
class Stage:
    """What stands between one `FROM` and the next."""

    base: str
    name: str
    steps: tuple[Instruction, ...]


@dataclass(slots=True)
class Config:
    """How a container of an image starts."""

    environment: dict[str, str] = field(default_factory=dict)
    user: str = "0:0"
    folder: str = "/"
    volumes: list[str] = field(default_factory=list)
    health: list[str] = field(default_factory=list)
    command: dict[str, list[str]] = field(default_factory=dict)

    def take(self, step: Instruction) -> bool:
        """Take what an instruction says; false if it says nothing of this."""
        match step.name:
            case "ENV":
                self.environment |= dict(each.split("=", 1) for each in shlex.split(step.text))
            case "USER":
                self.user = step.text
            case "WORKDIR":
                self.folder = step.text
            case "VOLUME":
                self.volumes.append(step.text)
            case "HEALTHCHECK":
                self.health = json.loads(step.text.removeprefix("CMD "))
            case name if name in _EXEC:
                self.command[name] = json.loads(step.text)
            case "LABEL" | "EXPOSE" | "STOPSIGNAL":
                pass
            case _:
                return False
        return True


def stages(text: str) -> list[Stage]:
    """The stages of a Containerfile, in order."""
    found: list[Stage] = []
    for each in _instructions(text):
        if each.name == "FROM":
            base, _, name = each.text.partition(" AS ")
            found.append(Stage(base, name, ()))
        else:
            last = found.pop()
            found.append(Stage(last.base, last.name, (*last.steps, each)))
    return found


def _instructions(text: str) -> list[Instruction]:
    whole = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    found = []
    for line in whole.replace("\\\n", " ").splitlines():
        if line.strip():
            name, _, rest = line.partition(" ")
            options = []
            while option := _OPTION.match(rest):
                options.append((option[1], option[2]))
                rest = rest[option.end() :]
            found.append(Instruction(name, tuple(options), rest.strip()))
    return found

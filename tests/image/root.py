"""The root of an image, built by the steps of the Containerfile in folders."""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from tests.image.containerfile import Config, Instruction, Stage

_SYSTEM = "/usr/sbin:/usr/bin:/sbin:/bin"
#: What an engine passes on to the steps of a build, and what this machine's pip is set to.
_PASSED_ON = ("http_proxy", "https_proxy", "no_proxy", "PIP_INDEX_URL", "PIP_DEFAULT_TIMEOUT")
_HOSTS_CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
_CERTIFICATES = "/run/certificates.crt"


class Builder:
    """Builds stages below a folder; what may be kept between builds is in another."""

    def __init__(self, *, source: Path, work: Path, cache: Path) -> None:
        self._source = source
        self._work = work
        self._cache = cache
        self._roots: dict[str, Path] = {}

    def build(self, stages: list[Stage]) -> tuple[Path, Config]:
        """Build all stages; the last one's root, and how it starts."""
        for number, stage in enumerate(stages):
            root = self._work / (stage.name or str(number))
            root.mkdir()
            self._roots[stage.name] = root
            config = Config()
            for step in self._begin(stage, root, config):
                self._take(step, root, config)
        return root, config

    def _begin(self, stage: Stage, root: Path, config: Config) -> list[Instruction]:
        """Lay what a stage starts from; the steps that are left.

        As an engine does, steps are kept that nothing of the source has a part in: for a week, so
        that Debian's updates come.
        """
        if stage.base == "scratch":
            return [*stage.steps]
        steps = [*stage.steps]
        copies = [at for at, each in enumerate(steps) if each.name == "COPY"]
        first, rest = steps[: copies[0]], steps[copies[0] :]
        base = self._base(stage.base)
        week = datetime.now(UTC).isocalendar()[:2]
        key = hashlib.sha256(repr((stage.base, first, week)).encode()).hexdigest()[:16]
        kept = self._cache / f"layer-{key}.tar"
        _unpack(kept if kept.exists() else base, root)
        if kept.exists():
            for each in first:
                config.take(each)
            return rest
        for each in first:
            self._take(each, root, config)
        for each in self._cache.glob("layer-*.tar"):
            each.unlink()
        made = kept.with_suffix(f".{os.getpid()}")
        subprocess.run(["tar", "-cf", made, "-C", root, "."], check=True)
        made.rename(kept)
        return rest

    def _base(self, image: str) -> Path:
        """`debian:RELEASE-slim` as a file, made by Debian's own tool, and made once."""
        name, _, tag = image.partition(":")
        release = tag.removesuffix("-slim")
        if name != "debian":
            raise ValueError(f"nobody here can make {image}")
        kept = self._cache / f"{release}.tar"
        if not kept.exists():
            kept.parent.mkdir(parents=True, exist_ok=True)
            made = kept.with_suffix(f".{os.getpid()}.tar")
            subprocess.run(
                ["mmdebstrap", "--quiet", "--variant=minbase", release, made], check=True
            )
            made.rename(kept)
        return kept

    def _take(self, step: Instruction, root: Path, config: Config) -> None:
        if config.take(step):
            if step.name == "WORKDIR":
                (root / config.folder.lstrip("/")).mkdir(parents=True, exist_ok=True)
        elif step.name == "COPY":
            self._copy(step, root, config)
        elif step.name == "RUN":
            self._run(step, root, config.folder)
        else:
            raise ValueError(f"nobody here knows {step.name}")

    def _copy(self, step: Instruction, root: Path, config: Config) -> None:
        *sources, target = step.text.split()
        origin = step.option("from")
        where = self._source if origin is None else self._roots[origin]
        to = root / config.folder.lstrip("/") / target if target[0] != "/" else root / target[1:]
        before = {to, *to.rglob("*")} if to.exists() else set()
        for each in sources:
            source = where / each.lstrip("/")
            if source.is_dir():
                shutil.copytree(
                    source,
                    to,
                    symlinks=True,
                    dirs_exist_ok=True,
                    ignore=None if origin else shutil.ignore_patterns("__pycache__"),
                )
            else:
                file = to / source.name if target.endswith("/") or target == "." else to
                file.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(source, file)
        if owner := step.option("chown"):
            user, group = map(int, owner.split(":"))
            for each in {to, *to.rglob("*")} - before:  # what was there keeps its owner
                os.lchown(each, user, group)

    def _run(self, step: Instruction, root: Path, folder: str) -> None:
        """Run a step in the root, with its caches from the one folder."""
        command = ["bwrap", "--bind", root, "/", "--dev", "/dev", "--proc", "/proc"]
        command += ["--unshare-pid", "--die-with-parent", "--cap-add", "ALL", "--chdir", folder]
        command += ["--ro-bind", "/etc/resolv.conf", "/etc/resolv.conf"]
        if _HOSTS_CERTIFICATES.exists():
            command += ["--ro-bind", _HOSTS_CERTIFICATES, _CERTIFICATES]
        for name, value in step.options:
            kind, target = (each.split("=")[1] for each in value.split(","))
            if name != "mount" or kind != "cache":
                raise ValueError(f"nobody here knows --{name}={value}")
            kept = self._cache / target.lstrip("/").replace("/", "-")
            kept.mkdir(parents=True, exist_ok=True)
            command += ["--bind", kept, target]
        subprocess.run(
            [*command, "/bin/sh", "-c", step.text], env=_environment(), check=True, umask=0o022
        )


def _unpack(archive: Path, root: Path) -> None:
    subprocess.run(["tar", "-xf", archive, "-C", root], check=True)


def _environment() -> Mapping[str, str]:
    passed = {each: os.environ[each] for each in _PASSED_ON if each in os.environ}
    if _HOSTS_CERTIFICATES.exists():
        passed["PIP_CERT"] = _CERTIFICATES
    return {
        "PATH": _SYSTEM,
        "DEBIAN_FRONTEND": "noninteractive",
        "PIP_ROOT_USER_ACTION": "ignore",
        **passed,
    }


def megabytes(root: Path) -> float:
    """How large a root is, its files counted once."""
    files = {
        (at.st_dev, at.st_ino): at.st_size for at in (each.lstat() for each in root.rglob("*"))
    }
    return sum(files.values()) / 1e6

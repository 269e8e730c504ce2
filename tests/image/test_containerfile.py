"""The Containerfile as the build without an engine reads it, and the manifests that go with it."""

import re
from pathlib import Path

import pytest
import yaml

from fakeping.cli.serve import serve
from tests.image.containerfile import Config, Instruction, stages
from tests.image.root import Builder

ROOT = Path(__file__).parents[2]
MANIFESTS = [ROOT / "compose.yaml", *sorted((ROOT / "deploy").glob("*.yaml"))]

#: Names that others give a meaning: compose's own, and what `env` and `healthcheck` read.
OTHERS = {"FAKEPING_PUBLISHED_PORT", "FAKEPING_URL"}


@pytest.fixture(scope="module")
def built():
    return stages((ROOT / "Containerfile").read_text("utf-8"))


@pytest.fixture(scope="module")
def config(built):
    config = Config()
    for each in built[-1].steps:
        config.take(each)
    return config


def all_in(document, key):
    """Every value of a key, however deep."""
    if isinstance(document, dict):
        for name, value in document.items():
            if name == key:
                yield value
            yield from all_in(value, key)
    elif isinstance(document, list):
        for each in document:
            yield from all_in(each, key)


def test_instructions_are_read_with_their_options():
    text = """
# a comment
FROM debian:x AS build
RUN --mount=type=cache,target=/c \\
    one && \\
    # between
    two
FROM scratch
COPY --from=build --chown=1:1 /a /b
HEALTHCHECK --start-period=3s CMD ["ok"]
"""
    build, last = stages(text)

    assert (build.base, build.name, last.base) == ("debian:x", "build", "scratch")
    (run,) = build.steps
    assert run.option("mount") == "type=cache,target=/c"
    assert run.text.split() == ["one", "&&", "two"]
    assert last.steps == (
        Instruction("COPY", (("from", "build"), ("chown", "1:1")), "/a /b"),
        Instruction("HEALTHCHECK", (("start-period", "3s"),), 'CMD ["ok"]'),
    )


def test_a_copy_gives_what_is_new_to_its_owner_alone(tmp_path, monkeypatch):
    source, work = tmp_path / "source", tmp_path / "work"
    (source / "old").mkdir(parents=True)
    (source / "old" / "file").touch()
    work.mkdir()
    owned = []
    monkeypatch.setattr("os.lchown", lambda path, *owner: owned.append((path.name, *owner)))
    text = "FROM scratch\nCOPY old /state\nCOPY --chown=1:2 old /state\nCOPY --chown=1:2 old /new\n"

    root, _ = Builder(source=source, work=work, cache=tmp_path).build(stages(text))

    assert sorted(owned) == [("file", 1, 2), ("new", 1, 2)]
    assert (root / "state" / "file").exists()


def test_the_image_starts_as_nobody_and_checks_its_health(config):
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", config.user)
    assert config.health == ["fakeping", "healthcheck"]
    assert config.command == {"ENTRYPOINT": ["fakeping"], "CMD": ["serve"]}


def test_what_is_copied_is_not_ignored(built):
    kept = re.findall(r"^!(\S+)$", (ROOT / ".dockerignore").read_text("utf-8"), re.MULTILINE)
    copied = [
        source
        for stage in built
        for each in stage.steps
        if each.name == "COPY" and not each.option("from")
        for source in each.text.split()[:-1]
    ]

    assert sorted(copied) == sorted(kept)
    assert all((ROOT / each).exists() for each in kept)


def test_what_is_downloaded_is_pinned(built):
    commands = "\n".join(each.text for stage in built for each in stage.steps)
    installs = re.findall(r"pip [^&]*?install[^&]*", commands)

    assert len(installs) == 2
    assert all("--require-hashes" in each or "--no-index" in each for each in installs)


@pytest.mark.parametrize("path", [ROOT / "Containerfile", *MANIFESTS], ids=lambda each: each.name)
def test_every_variable_is_an_option(path):
    options = {each.envvar for each in serve.params if hasattr(each, "envvar")}
    said = set(re.findall(r"\bFAKEPING_[A-Z_]+", path.read_text("utf-8")))

    assert said
    assert said <= {*options, *OTHERS}


@pytest.mark.parametrize("path", MANIFESTS, ids=lambda each: each.name)
def test_a_container_may_do_as_little_as_it_can(path):
    documents = [*yaml.safe_load_all(path.read_text("utf-8"))]
    if path.name == "compose.yaml":
        service = documents[0]["services"]["fakeping"]
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]
        assert all(each.startswith("127.0.0.1:") for each in service["ports"])
        return
    (container,) = [
        each
        for containers in (*all_in(documents, "containers"), *all_in(documents, "initContainers"))
        for each in containers
        if each["name"] == "fakeping"
    ]
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert container["volumeMounts"] == [{"name": "state", "mountPath": "/state"}]
    # Beside a service of that name, FAKEPING_PORT would be a URL.
    assert [*all_in(documents, "enableServiceLinks")] == [False]


def test_the_deployment_runs_as_the_images_user(config):
    (deployment,) = [
        each
        for each in yaml.safe_load_all((ROOT / "deploy" / "kubernetes.yaml").read_text("utf-8"))
        if each["kind"] == "Deployment"
    ]
    user, group = map(int, config.user.split(":"))
    pod = deployment["spec"]["template"]["spec"]["securityContext"]

    assert (pod["runAsUser"], pod["runAsGroup"], pod["fsGroup"]) == (user, group, group)


def test_probes_ask_for_what_is_served():
    text = (ROOT / "deploy" / "kubernetes.yaml").read_text("utf-8")
    probes = {each["path"] for each in all_in([*yaml.safe_load_all(text)], "httpGet")}

    assert probes == {"/__fakeping/health"}

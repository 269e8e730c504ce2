"""known-divergences.toml: a ratchet that only moves when somebody says so."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeping import FakePing
from fakeping.contract.divergences import BadDivergences, Divergence, read, updated, written
from tests.contract.bugs.pingam_resource_sets import NAMES_MAY_CLASH
from tests.contract.runner.conftest import RunContract

UNIQUE = "pingam.resource_set.name-unique"
ONLY = ("--family", "pingam", "--edition", "pingam=8.1", "--rule", "*.name-unique")


def known(tmp_path: Path, *entries: tuple[str, str]) -> Path:
    file = tmp_path / "known-divergences.toml"
    file.write_text(
        "".join(
            f'[[divergence]]\nrule = "{rule}"\nedition = "{edition}"\nreason = "as ever"\n'
            for rule, edition in entries
        )
    )
    return file


def test_a_difference_that_is_known_passes(
    listening: FakePing, contract: RunContract, tmp_path: Path
) -> None:
    file = known(tmp_path, (UNIQUE, "8.1"))

    with NAMES_MAY_CLASH():
        ran = contract(listening.url, *ONLY, "--known", file, "--junit", tmp_path / "it.xml")

    assert ran.code == 0
    assert "differs (known)" in ran.out
    assert "Known: as ever" in ran.out
    assert "but for 1 known difference" in ran.out
    assert ran.json["holds"] is True
    assert 'type="pytest.xfail" message="as ever"' in (tmp_path / "it.xml").read_text()


def test_one_that_nobody_told_of_fails(
    listening: FakePing, contract: RunContract, tmp_path: Path
) -> None:
    file = known(tmp_path, (UNIQUE, "openam"))

    with NAMES_MAY_CLASH():
        ran = contract(listening.url, *ONLY, "--known", file)

    assert ran.code == 1
    assert ran.json["appeared"] == [{"rule": UNIQUE, "edition": "8.1"}]
    assert ran.json["disappeared"] == []  # `openam` was not run


def test_one_that_is_gone_fails_too(
    listening: FakePing, contract: RunContract, tmp_path: Path
) -> None:
    file = known(tmp_path, (UNIQUE, "8.1"))

    ran = contract(listening.url, *ONLY, "--known", file, "--junit", tmp_path / "it.xml")

    assert ran.code == 1
    assert ran.json["disappeared"] == [{"rule": UNIQUE, "edition": "8.1"}]
    assert f"{UNIQUE} (8.1) agrees, and is known to differ: as ever" in ran.out
    assert "agrees, and is known to differ: as ever</failure>" in (tmp_path / "it.xml").read_text()


def test_the_file_is_written_and_keeps_its_reasons(
    listening: FakePing, contract: RunContract, tmp_path: Path
) -> None:
    file = known(tmp_path, ("pingam.resource_set.location", "8.1"), (UNIQUE, "openam"))
    rules = ("--family", "pingam", "--edition", "pingam=8.1", "--rule", "pingam.resource_set.*")

    with NAMES_MAY_CLASH():
        ran = contract(listening.url, *rules, "--known", file, "--update-known")
        again = contract(listening.url, *rules, "--known", file)

    assert (ran.code, again.code) == (0, 0)
    entries = {(each["rule"], each["edition"]): each["reason"] for each in entries_of(file)}
    assert entries[UNIQUE, "openam"] == "as ever"
    assert "expected 400" in entries[UNIQUE, "8.1"]
    assert ("pingam.resource_set.location", "8.1") not in entries


def test_a_file_that_is_not_there_yet_is_written(
    listening: FakePing, contract: RunContract, tmp_path: Path
) -> None:
    ran = contract(listening.url, *ONLY, "--known", tmp_path / "new.toml", "--update-known")

    assert ran.code == 0
    assert entries_of(tmp_path / "new.toml") == []


def entries_of(file: Path) -> list[dict[str, str]]:
    entries: list[dict[str, str]] = tomllib.loads(file.read_text("utf-8")).get("divergence", [])
    return entries


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("[[divergence]", "known.toml: ", id="no TOML"),
        pytest.param("divergence = 3", "known.toml: ", id="another form"),
        pytest.param('[[divergence]]\nrule = "x"', "a `rule`, an `edition`", id="no edition"),
        pytest.param(
            '[[divergence]]\nrule = "pingone.no"\nedition = "p14c"',
            "there is no rule 'pingone.no'",
            id="a rule of nobody",
        ),
    ],
)
def test_a_file_that_says_something_else_is_refused(
    listening: FakePing, contract: RunContract, tmp_path: Path, text: str, words: str
) -> None:
    (tmp_path / "known.toml").write_text(text)

    ran = contract(listening.url, *ONLY, "--known", tmp_path / "known.toml")

    assert ran.code == 2
    assert words in ran.err
    assert ran.err.count("\n") == 1


def test_a_file_that_cannot_be_read_is_told_of(
    listening: FakePing, contract: RunContract, tmp_path: Path
) -> None:
    ran = contract(listening.url, *ONLY, "--known", tmp_path / "none.toml")

    assert (ran.code, ran.err) == (
        2,
        f"fakeping: {tmp_path / 'none.toml'}: No such file or directory\n",
    )


@given(st.lists(st.builds(Divergence, rule=st.text(), edition=st.text(), reason=st.text())))
def test_what_is_written_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, divergences: list[Divergence]
) -> None:
    class Every:
        def __contains__(self, _: object) -> bool:
            return True

    divergences = [each for each in divergences if is_unicode(each)]
    file = tmp_path_factory.mktemp("known") / "it.toml"
    file.write_text(written(divergences), encoding="utf-8")

    assert read(file, rules=Every()) == divergences
    assert updated([], divergences) == sorted({each.key: each for each in divergences}.values())


def is_unicode(divergence: Divergence) -> bool:
    try:
        "".join([*divergence.key, divergence.reason]).encode()
    except UnicodeEncodeError:
        return False
    return True


def test_a_key_twice_in_an_entry_is_no_toml(tmp_path: Path) -> None:
    (tmp_path / "it.toml").write_text('[[divergence]]\nrule = "a"\nrule = "b"\n')

    with pytest.raises(BadDivergences, match=r"it\.toml"):
        read(tmp_path / "it.toml", rules={"a"})

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from fakeping.core import schemas
from fakeping.core.problem import Invalid, Violation

NAMES = schemas.names()


def subschemas(schema):
    if isinstance(schema, dict):
        yield schema
        for each in schema.values():
            yield from subschemas(each)
    elif isinstance(schema, list):
        for each in schema:
            yield from subschemas(each)


def test_there_are_schemas_of_every_family():
    assert {name.partition("/")[0] for name in NAMES} == {"control", "pingam", "pingone"}


@pytest.mark.parametrize("name", NAMES)
def test_it_is_a_schema_of_2020_12(name):
    schema = schemas.document(name)

    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("name", NAMES)
def test_its_id_is_its_place(name):
    assert schemas.document(name)["$id"] == f"urn:fakeping:schema:{name.replace('/', ':')}"


@pytest.mark.parametrize("name", NAMES)
def test_it_says_where_it_comes_from(name):
    schema = schemas.document(name)

    assert schema["title"]
    assert schema["$comment"].startswith("Source: ")


@pytest.mark.parametrize("name", NAMES)
def test_its_references_resolve(name):
    references = {each["$ref"] for each in subschemas(schemas.document(name)) if "$ref" in each}

    outside = {each for each in references if not each.startswith("#")}
    assert {each.removeprefix(schemas.URN).replace(":", "/") for each in outside} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_it_is_compiled_once(name):
    assert schemas.validator(name) is schemas.validator(name)


def test_there_is_no_schema_in_vain():
    """Each is asked for by an operation, by another schema, or by a family's refusals."""
    from fakeping import control  # noqa: PLC0415
    from fakeping.families import FAMILIES  # noqa: PLC0415

    families = [*FAMILIES, control.FAMILY]
    asked = {
        name
        for family in families
        for operation in family.operations
        for name in (
            operation.body_schema,
            operation.body_read,
            *operation.media_types.values(),
            *operation.replies.values(),
        )
    }
    asked |= {name for family in families for name in family.problem_replies.values()}
    asked |= {
        each["$ref"].removeprefix(schemas.URN).replace(":", "/")
        for name in NAMES
        for each in subschemas(schemas.document(name))
        if "$ref" in each
    }

    assert set(NAMES) <= asked


def test_a_document_that_keeps_it_passes():
    schemas.validate("pingone/p14c/resource_request", {"name": "a", "description": None, "x": 1})


def test_every_violation_is_reported_in_order():
    with pytest.raises(Invalid) as refused:
        schemas.validate("pingam/resource_set_request", {"name": 1, "labels": ["a", 2, 3]})

    assert refused.value.violations == (
        Violation(
            keyword="type",
            target="labels.1",
            message="2 is not of type 'string'",
            limits={"type": "string"},
        ),
        Violation(
            keyword="type",
            target="labels.2",
            message="3 is not of type 'string'",
            limits={"type": "string"},
        ),
        Violation(
            keyword="type",
            target="name",
            message="1 is not of type 'string', 'null'",
            limits={"type": ["string", "null"], "maxLength": 4096},
        ),
        Violation(
            keyword="required",
            target="resource_scopes",
            message="'resource_scopes' is a required property",
        ),
    )
    assert refused.value.detail == "labels.1: 2 is not of type 'string'"


def test_a_violation_of_the_whole_has_no_target():
    with pytest.raises(Invalid) as refused:
        schemas.validate("pingone/p14c/resource_request", [])

    assert [each.target for each in refused.value.violations] == [""]
    assert refused.value.detail == "the body: [] is not of type 'object'"


@pytest.mark.parametrize(
    ("document", "meant"),
    [
        pytest.param({"reelm": "x"}, "; did you mean realm?", id="nearly"),
        pytest.param({"edition": {}, "seeds": {}}, "; did you mean editions or seed?", id="two"),
        pytest.param({"zzz": 1}, "; there are auth, coverage, editions, ", id="nothing like it"),
    ],
)
def test_a_member_that_nothing_takes_is_told_with_what_was_meant(document, meant):
    with pytest.raises(Invalid) as refusal:
        schemas.validate("control/tenant_request", document)

    assert meant in refusal.value.detail


def test_a_violation_quotes_no_more_than_a_line_of_a_document():
    with pytest.raises(Invalid) as refused:
        schemas.validate("pingone/p14c/resource_request", {"name": "x" * 100_000})

    assert len(refused.value.violations[0].message) == 200


def test_they_are_data_of_the_package_or_stand_in_the_checkout():
    root = Path(str(schemas.root()))
    files = {
        each.relative_to(root).with_suffix("").as_posix(): json.loads(each.read_text("utf-8"))
        for each in root.rglob("*.json")
    }

    assert files == {name: schemas.document(name) for name in NAMES}

"""The quick yes never says what jsonschema would not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from fakeping.core import acceptance, schemas

NAMES = st.sampled_from(["a", "b", "name", ""])
TEXTS = st.one_of(st.text(max_size=4), st.just("name"), st.just(" "))
DOCUMENTS = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 5) | st.floats(allow_nan=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)
TYPES = st.sampled_from(["string", "object", "array", "boolean", "null", "integer", "number"])
SCHEMAS = st.recursive(
    st.fixed_dictionaries(
        {},
        optional={
            "type": TYPES | st.lists(TYPES, min_size=1, max_size=3, unique=True),
            "pattern": st.sampled_from(["\\S", "^a", "b$"]),
            "minLength": st.integers(0, 3),
            "maxLength": st.integers(0, 3),
            "minimum": st.integers(0, 3),
            "maximum": st.integers(0, 3),
            "exclusiveMaximum": st.integers(0, 3),
            "enum": st.lists(TEXTS | st.none() | st.booleans() | st.integers(0, 1), min_size=1),
            "title": st.text(max_size=2),
        },
    ),
    lambda inner: st.fixed_dictionaries(
        {},
        optional={
            "required": st.lists(NAMES, max_size=2, unique=True),
            "properties": st.dictionaries(NAMES, inner, max_size=3),
            "items": inner,
            "not": inner,
            "allOf": st.lists(inner, min_size=1, max_size=2),
            "if": inner,
            "then": inner,
            "else": inner,
            "additionalProperties": st.booleans() | inner,
        },
    ),
    max_leaves=6,
)


@given(schema=SCHEMAS, document=DOCUMENTS)
def test_what_it_accepts_jsonschema_accepts(schema, document):
    accepted = acceptance.compiled(schema)(document)

    assert not accepted or Draft202012Validator(schema).is_valid(document)


@given(
    schema=st.fixed_dictionaries(
        {"type": st.just("object")},
        optional={
            "required": st.lists(NAMES, max_size=2, unique=True),
            "properties": st.dictionaries(NAMES, st.just({"type": ["string", "null"]})),
        },
    ),
    document=DOCUMENTS,
)
def test_with_keywords_that_it_knows_it_accepts_all_that_jsonschema_accepts(schema, document):
    accepted = acceptance.compiled(schema)(document)

    assert accepted == Draft202012Validator(schema).is_valid(document)


@pytest.mark.parametrize("name", [each for each in schemas.names() if "request" in each])
@given(document=DOCUMENTS)
def test_a_request_schema_accepts_nothing_that_jsonschema_refuses(name, document):
    accepted = acceptance.compiled(schemas.document(name))(document)

    assert not accepted or schemas.validator(name).is_valid(document)


@given(document=DOCUMENTS)
def test_a_reference_is_as_good_as_what_it_refers_to(document):
    schema = {"$ref": "#/$defs/name", "$defs": {"name": {"type": "string", "minLength": 1}}}

    accepted = acceptance.compiled(schema, lambda _: acceptance.compiled(schema["$defs"]["name"]))

    assert accepted(document) == Draft202012Validator(schema).is_valid(document)


@pytest.mark.parametrize("keyword", ["multipleOf", "const", "$ref", "oneOf", "never-heard-of"])
def test_a_keyword_that_it_does_not_know_is_jsonschemas_to_judge(keyword):
    assert not acceptance.compiled({"type": "string", keyword: 1})("anything")

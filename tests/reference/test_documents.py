"""The documents are valid OpenAPI 3.1, and say what the tables say."""

import json

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from fakeping import control
from fakeping.core import schemas
from fakeping.core.operation import HTML, Operation
from fakeping.core.parameter import Parameter
from fakeping.families import FAMILIES, tenancy_of
from fakeping.reference.openapi import document
from fakeping.reference.openapi.clients import for_clients
from fakeping.reference.openapi.components import Components
from fakeping.reference.openapi.names import ids

EDITIONS = [
    pytest.param(family, edition, id=f"{family.name} {edition}")
    for family in (*FAMILIES, control.FAMILY)
    for edition in family.editions or (None,)
]
[PINGONE] = [each for each in FAMILIES if each.name == "pingone"]
[PINGAM] = [each for each in FAMILIES if each.name == "pingam"]


def operations(made):
    """Every operation of a document, by its id."""
    return {each["operationId"]: each for item in made["paths"].values() for each in item.values()}


def parts(node, key):
    """Every value of a member, however deep."""
    if isinstance(node, list):
        for each in node:
            yield from parts(each, key)
    elif isinstance(node, dict):
        if key in node:
            yield node[key]
        for each in node.values():
            yield from parts(each, key)


def examples(made):
    """Every example of a document, with its schema."""
    for media in parts(made["paths"], "content"):
        for described in media.values():
            for each in described.get("examples", {}).values():
                yield described["schema"], each


@pytest.mark.parametrize(("family", "edition"), EDITIONS)
def test_a_document_is_valid(family, edition):
    validate(document(family, edition=edition))


@pytest.mark.parametrize(("family", "edition"), EDITIONS)
def test_each_operation_is_there_under_its_name(family, edition):
    having = [each for each in family.operations if not each.editions or edition in each.editions]

    made = document(family, edition=edition)

    count = sum(len(item) for item in made["paths"].values())
    assert set(operations(made)) == {id_ for each in having for id_, _, _ in ids(each)}
    assert len(operations(made)) == count == sum(1 + len(each.also) for each in having)


@pytest.mark.parametrize(("family", "edition"), EDITIONS)
def test_each_reference_is_to_a_schema_of_the_document(family, edition):
    made = document(family, edition=edition)

    there = {f"#/components/schemas/{each}" for each in made["components"]["schemas"]}
    assert {each.partition("/$defs/")[0] for each in parts(made, "$ref")} == there
    assert schemas.URN not in json.dumps(made)


@pytest.mark.parametrize(("family", "edition"), EDITIONS)
def test_the_examples_are_valid(family, edition):
    made = document(family, edition=edition)
    whole = Resource(contents=made, specification=DRAFT202012)
    registry = Registry().with_resource("urn:document", whole)

    for schema, example in examples(made):
        absolute = {"$ref": f"urn:document{schema['$ref']}"} if "$ref" in schema else schema
        Draft202012Validator(absolute, registry=registry).validate(example["value"])


@pytest.mark.parametrize("family", [pytest.param(each, id=each.name) for each in FAMILIES])
def test_each_sample_of_the_documents_is_an_example(family):
    made = [document(family, edition=each) for each in family.editions]

    shown = {example["summary"] for each in made for _, example in examples(each)}
    assert shown == {each.title for each in family.samples() if each.body or each.reply}


def test_a_refusal_names_the_rules_that_it_may_be_by():
    made = document(PINGONE, edition="current")

    refused = operations(made)["pingone.population.delete"]["responses"]["400"]
    assert refused["headers"]["X-Fakeping-Rule"] == {
        "description": "The rule that refused",
        "required": True,
        "schema": {
            "enum": [
                "pingone.error.twice",
                "pingone.population.default",
                "pingone.population.kept",
                "pingone.population.last",
            ]
        },
    }
    assert refused["x-fakeping-rules"] == [
        "pingone.error.twice",
        "pingone.population.default",
        "pingone.population.kept",
        "pingone.population.last",
    ]
    assert "\n\n`pingone.population.default`: Each environment" in refused["description"]
    assert refused["content"] == {
        "application/json": {"schema": {"$ref": "#/components/schemas/error"}}
    }


def test_an_answer_names_the_rule_that_decides_it_and_what_comes_along():
    made = document(PINGONE, edition="p14c")

    created = operations(made)["pingone.resource.create"]["responses"]["201"]
    assert created["x-fakeping-rules"] == ["pingone.entity.created"]
    assert created["headers"]["Location"]["required"] is True


def test_a_rule_of_another_edition_is_left_out():
    [first, today] = [
        operations(document(PINGONE, edition=each))["pingone.resource.list"]["responses"]["400"]
        for each in ("p14c", "current")
    ]

    assert first["x-fakeping-rules"] == [
        "pingone.error.twice",
        "pingone.resource.expand-unknown",
        "pingone.collection.whole",
    ]
    assert "pingone.collection.filter" in today["x-fakeping-rules"]


def test_the_realm_is_one_segment_below_the_root():
    made = document(PINGAM)

    item = made["paths"]["/am/uma/realms/root/realms/{realm}/resource_set/{id}"]
    named = [each["name"] for each in item["get"]["parameters"] if each["in"] == "path"]
    assert (sorted(item), named) == (["delete", "get", "patch", "post", "put"], ["realm", "id"])


def test_other_ways_to_ask_have_ids_of_their_own():
    asked = Operation(
        name="x.thing.put",
        method="PUT",
        path="/a",
        also=(("POST", "/a"), ("POST", "/b"), ("PUT", "/b")),
        handler=None,
        replies={},
        summary="",
    )

    assert [id_ for id_, _, _ in ids(asked)] == [
        "x.thing.put",
        "x.thing.put.post",
        "x.thing.put.post.2",
        "x.thing.put.put",
    ]


def test_a_form_is_described_by_its_fields():
    body = operations(document(PINGONE))["pingone.revoke"]["requestBody"]

    schema = body["content"]["application/x-www-form-urlencoded"]["schema"]
    assert (body["required"], schema["required"]) == (True, ["token"])
    assert schema["properties"]["token"] == {
        "description": "The token",
        "type": "string",
        "minLength": 1,
    }


def test_a_form_may_have_what_a_query_has_otherwise():
    made = operations(document(PINGONE))
    asked, sent = made["pingone.authorize"], made["pingone.authorize.post"]

    query = {each["name"] for each in asked["parameters"] if each["in"] == "query"}
    form = sent["requestBody"]["content"]["application/x-www-form-urlencoded"]["schema"]
    assert query == set(form["properties"])
    assert [each["in"] for each in sent["parameters"]] == ["path"]


@pytest.mark.parametrize(
    ("family", "operation", "security"),
    [
        pytest.param(PINGONE, "pingone.resource.list", [{"token": []}], id="a token"),
        pytest.param(PINGONE, "pingone.jwks", [], id="anybody"),
        pytest.param(PINGONE, "pingone.token", [{"client": []}, {}], id="a client, or its form"),
        pytest.param(PINGAM, "pingam.policy.query", [{"session": []}], id="whoever signed in"),
        pytest.param(PINGAM, "pingam.userinfo", [{"token": []}], id="read by the handler"),
        pytest.param(control.FAMILY, "control.tenant.list", [{"key": []}, {}], id="the key"),
        pytest.param(control.FAMILY, "control.health", [], id="anybody's health"),
    ],
)
def test_it_says_who_may_ask(family, operation, security):
    assert operations(document(family))[operation]["security"] == security


def test_a_page_for_people_is_html_and_its_refusal_json_too():
    made = operations(document(PINGAM))["pingam.authorize"]["responses"]

    assert list(made["200"]["content"]) == [HTML]
    assert list(made["400"]["content"]) == [HTML, "application/json"]


def test_a_family_without_rules_refuses_as_it_can():
    responses = operations(document(control.FAMILY))["control.tenant.create"]["responses"]

    assert list(responses) == ["201", "400", "401", "403", "408", "409", "413", "415", "422", "500"]
    assert list(responses["400"]["content"]) == ["application/problem+json"]


def test_an_edition_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match="pingone has no edition 'x'; it has p14c, current"):
        document(PINGONE, edition="x")
    with pytest.raises(ValueError, match="control has no edition 'x'; it has none"):
        document(control.FAMILY, edition="x")


def test_the_server_is_the_one_that_is_asked_for():
    assert document(PINGONE, server="https://x.example")["servers"] == [
        {"url": "https://x.example"}
    ]


def test_two_schemas_of_one_name_are_refused():
    components = Components()
    components.reference("pingone/token")

    with pytest.raises(ValueError, match="both pingone/token and control/token"):
        components.reference("control/token")


def test_a_schema_that_refers_to_itself_does_so_inside(monkeypatch):
    circle = {"$id": "x", "properties": {"next": {"$ref": "#"}, "all": [{"$ref": "#/properties"}]}}
    monkeypatch.setattr(schemas, "document", lambda _: circle)
    components = Components()

    components.reference("pingone/circle")

    assert components.schemas()["circle"] == {
        "properties": {
            "next": {"$ref": "#/components/schemas/circle"},
            "all": [{"$ref": "#/components/schemas/circle/properties"}],
        }
    }


def test_a_parameter_takes_any_string_unless_it_says_so():
    assert Parameter(says="Anything").schema == {"type": "string"}


def test_a_choice_by_a_members_value_is_one_of_several_schemas():
    schema = {
        "title": "A shape",
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"type": "string"}, "more": {"type": "object"}},
        "allOf": [
            {
                "if": {"properties": {"kind": {"const": kind}}},
                "then": {"properties": {size: {"type": "number"}}, "required": [size]},
            }
            for kind, size in [("circle", "radius"), ("square", "side")]
        ],
        "additionalProperties": False,
    }

    made = for_clients(schema)

    assert made["title"] == "A shape"
    circle, square = made["oneOf"]
    assert circle == {
        "type": "object",
        "required": ["kind", "radius"],
        "properties": {
            "kind": {"const": "circle"},
            "more": {"type": "object", "additionalProperties": True},
            "radius": {"type": "number"},
        },
        "additionalProperties": False,
    }
    assert square["required"] == ["kind", "side"]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"required": []}, id="the member may be absent"),
        pytest.param({"allOf": [{"required": ["a"]}]}, id="it is no condition"),
        pytest.param(
            {"allOf": [{"if": {"properties": {"kind": {"minLength": 1}}}, "then": {}}]},
            id="the condition wants no single value",
        ),
        pytest.param(
            {"allOf": [{"if": {"properties": {"kind": {"const": 1}}}, "then": {}, "else": {}}]},
            id="something holds otherwise",
        ),
    ],
)
def test_another_condition_stays_as_it_is(change):
    branch = {"if": {"properties": {"kind": {"const": "circle"}}}, "then": {"required": ["a"]}}
    schema = {"required": ["kind"], "properties": {}, "allOf": [branch]}

    assert "oneOf" in for_clients(schema)
    assert for_clients({**schema, **change}) == {**schema, **change}


def test_each_kind_that_can_be_given_is_a_choice():
    made = document(control.FAMILY)["components"]["schemas"]["given_request"]["oneOf"]
    chosen = {
        (each["properties"]["family"]["const"], each["properties"]["kind"]["const"])
        for each in made
    }
    assert chosen == {(each.name, kind) for each in FAMILIES for kind in tenancy_of(each).seeds}

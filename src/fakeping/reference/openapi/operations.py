"""One operation in OpenAPI: its parameters, security, body and responses."""

from typing import Any

from fakeping.core.exchange import JSON
from fakeping.core.family import Family
from fakeping.core.operation import Operation
from fakeping.core.parameter import Parameter, Parameters
from fakeping.core.sample import FORM
from fakeping.reference.openapi import names
from fakeping.reference.openapi.draft import Draft
from fakeping.reference.openapi.examples import asked
from fakeping.reference.openapi.replies import JSON_MEDIA, replies


def described(draft: Draft, operation: Operation[Any], *, id_: str, method: str, path: str) -> JSON:
    """One route of an operation."""
    form = _form(operation, method)
    document: JSON = {
        "operationId": id_,
        "summary": operation.summary,
        "tags": [names.tag(operation)],
        "security": _security(draft.family, operation),
    }
    query = (
        {} if operation.query_or_form and form else {**operation.query, **operation.secret_query}
    )
    parameters = [
        *_path_parameters(draft.family, path),
        *(_parameter("query", name, each) for name, each in query.items()),
        *(_parameter("header", name, each) for name, each in operation.headers.items()),
    ]
    if parameters:
        document["parameters"] = parameters
    body = _body(draft, operation, form)
    if body:
        document["requestBody"] = body
    document["responses"] = replies(draft, operation)
    return document


def _form(operation: Operation[Any], method: str) -> Parameters:
    if operation.query_or_form and method == "POST":
        return {**operation.query, **operation.secret_query}
    return operation.form


def _path_parameters(family: Family[Any], path: str) -> list[JSON]:
    return [
        _parameter("path", name.rstrip("*"), family.path_parameters.get(name) or _named(name))
        for name in names.parameters(path)
    ]


def _named(name: str) -> Parameter:
    return Parameter(says=name.replace("_", " ").capitalize())


def _parameter(where: str, name: str, parameter: Parameter) -> JSON:
    return {
        "name": name,
        "in": where,
        "description": parameter.says,
        "required": parameter.required or where == "path",
        "schema": parameter.schema,
    }


def _body(draft: Draft, operation: Operation[Any], form: Parameters) -> JSON:
    if form:
        required = [name for name, each in form.items() if each.required]
        fields = {name: _field(each) for name, each in form.items()}
        schema = {
            "type": "object",
            "properties": fields,
            "required": required,
            "additionalProperties": {"type": "string"},  # each stands once
        }
        return {"required": True, "content": {FORM: _media(schema, draft, operation, FORM)}}
    name = operation.body_read or operation.body_schema
    if name is None and not operation.media_types:
        return None
    content: dict[str, JSON] = {}
    named = {JSON_MEDIA: name} if name is not None else {}
    for media_type, each in {**named, **operation.media_types}.items():
        schema = draft.components.reference(each)
        content[media_type] = _media(schema, draft, operation, media_type)
    checked = operation.body_schema is not None or bool(operation.media_types)
    return {"required": checked and not operation.body_optional, "content": content}


def _media(schema: JSON, draft: Draft, operation: Operation[Any], media_type: str) -> JSON:
    examples = asked(draft, operation, media_type)
    return {"schema": schema, **({"examples": examples} if examples else {})}


def _field(parameter: Parameter) -> JSON:
    # A header field without a value counts as absent.
    least = {"minLength": 1} if parameter.required else {}
    return {"description": parameter.says, **parameter.schema, **least}


def _security(family: Family[Any], operation: Operation[Any]) -> list[JSON]:
    usual = () if operation.public else tuple(family.security)[:1]
    return [{name: []} if name else {} for name in operation.security or usual]

"""OpenAPI 3.1 documents of the families, generated from their operations, rules and schemas."""

from fakeping.reference.openapi.document import document

__all__ = ["document"]

"""OpenAPI 3.1 of a family, made from its table, its rules and the schemas."""

from fakeping.reference.openapi.document import document

__all__ = ["document"]

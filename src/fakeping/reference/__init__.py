"""Reference documentation: the rules, OpenAPI documents, pages generated from the code."""

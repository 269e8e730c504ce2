"""Answers of the real services, as the public quotes them, and the fake held to each.

A file is one source, `*.json`: what it is, and its answers. `kind` says how it has them: `recorded`
is an exchange that somebody captured, `quoted` an answer, or a part of one, that somebody tells of,
`sample` an answer that the vendor's documents print.
"""

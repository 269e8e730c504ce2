"""Conversion of header and path text that is not valid UTF-8.

The HTTP server decodes UTF-8, and other bytes as lone surrogates (`surrogateescape`).
"""

import re

# A surrogate code point, which UTF-8 cannot encode.
_LONE = re.compile("[\ud800-\udfff]")

# The surrogates of the bytes 0x80 to 0xff (PEP 383).
_FIRST_BYTE, _LAST_BYTE = 0xDC80, 0xDCFF


def writable(text: str) -> str:
    r"""Make a text encodable as UTF-8: bytes that are not UTF-8 are decoded as Latin-1.

    A header `Caf\xe9` becomes `Café`, as older HTTP (RFC 2616) had it; any other surrogate
    becomes U+FFFD. A text that is encodable is returned unchanged.
    """
    return text if text.isascii() else _LONE.sub(_read, text)


def brief(text: str, most: int) -> str:
    """The beginning of a text that is longer than `most` characters, with dots; else the text."""
    return text if len(text) <= most else f"{text[:most]}..."


def utf8(text: str) -> bytes:
    """The bytes that a text was decoded from, for digests and comparison. Never raises."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")


def _read(found: re.Match[str]) -> str:
    code = ord(found[0])
    return chr(code - 0xDC00) if _FIRST_BYTE <= code <= _LAST_BYTE else "\ufffd"


# Letters, digits and non-ASCII bytes form words; every other byte separates them.
_BETWEEN = bytes(
    each if each > 0x7F or chr(each).isalnum() else 0x20  # noqa: PLR2004 - ASCII's last
    for each in range(256)
)


def words_of(raw: bytes) -> list[bytes]:
    """The runs of letters and digits in a text."""
    return raw.translate(_BETWEEN).split()

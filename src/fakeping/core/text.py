"""Text that can be written as UTF-8: bytes that are none get in through headers and paths.

The door decodes what a client sent as UTF-8, and what is not UTF-8 as lone surrogates.
"""

import re

# Half of a surrogate pair: no text of UTF-8 has one.
_LONE = re.compile("[\ud800-\udfff]")

# What Python decodes the bytes 0x80 to 0xff as, where they are not UTF-8.
_FIRST_BYTE, _LAST_BYTE = 0xDC80, 0xDCFF


def writable(text: str) -> str:
    r"""A text that every export can write: a byte that is not UTF-8 is read as Latin-1.

    So a header `Caf\xe9` is kept as `Café`, as HTTP once had it; any other half of a surrogate
    pair becomes U+FFFD. A text that can be written is returned as it is.
    """
    return text if text.isascii() else _LONE.sub(_read, text)


def utf8(text: str) -> bytes:
    """A text's bytes as they came, whatever is in it: for digests and for comparing."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")


def _read(found: re.Match[str]) -> str:
    code = ord(found[0])
    return chr(code - 0xDC00) if _FIRST_BYTE <= code <= _LAST_BYTE else "\ufffd"


# Letters, digits and what is no ASCII make words; the rest stands between them.
_BETWEEN = bytes(
    each if each > 0x7F or chr(each).isalnum() else 0x20  # noqa: PLR2004 - ASCII's last
    for each in range(256)
)


def words_of(raw: bytes) -> list[bytes]:
    """The runs of letters and digits in a text."""
    return raw.translate(_BETWEEN).split()

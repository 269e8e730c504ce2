"""Servers of the suite take turns with a few signing keys: to make one takes 45 ms.

As many in a row as a test has servers have keys of their own. `core/test_keys.py` has real ones.
"""

from unittest.mock import patch

from joserfc.jwk import RSAKey

from fakeping.core.keys import Keys

MANY = 8

made_anew = Keys._make


def install():
    kept = []

    def made(keys):
        if len(kept) < MANY:
            key = made_anew(keys)
        else:
            used = kept.pop(0)
            with patch.object(RSAKey.binding, "generate_private_key", lambda _: used):
                key = made_anew(keys)
        kept.append(key.raw_value)
        return key

    Keys._make = made

"""The behaviour of PingAM's editions, stated independently of the fake.

A fake's edition that changes by mistake must differ from these, and not take them along.
"""

from collections.abc import Mapping

from fakeping.families.pingam.edition import Edition

#: The switches of each edition, by name.
PROMISED: Mapping[str, Mapping[str, bool]] = {
    "8.1": {
        "uma1": False,
        "require_if_match": False,
        "enforce_pat_scope": True,
        "unique_names": True,
        "require_name": False,
        "lenient_json": False,
        "delete_with_client_pat": True,
        "location": True,
        "one_client_method": True,
        "introspect_all_tokens": False,
        "introspect_by_get": False,
        "all_session_properties": False,
        "label_resource_sets": True,
        "delete_system_labels": False,
        "label_delete_404": False,
    },
    "openam": {
        "uma1": True,
        "require_if_match": True,
        "enforce_pat_scope": False,
        "unique_names": True,
        "require_name": True,
        "lenient_json": True,
        "delete_with_client_pat": False,
        "location": False,
        "one_client_method": True,
        "introspect_all_tokens": True,
        "introspect_by_get": True,
        "all_session_properties": True,
        "label_resource_sets": False,
        "delete_system_labels": True,
        "label_delete_404": False,
    },
}


def promised(edition: str, switches: Mapping[str, bool]) -> Edition:
    """An edition as the contract expects it, with some behaviours switched."""
    return Edition(name=edition, **{**PROMISED[edition], **switches})

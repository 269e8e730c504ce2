"""Servers after a fork: the child closes its copies of the parent's sockets.

A forked child has copies of every socket, and none of the threads. A server's port is only free,
and its clients only notice its end, once every copy is closed; so the child closes its own at once.
"""

import asyncio
import os
import select
import socket
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from weakref import WeakSet

from fakeping.engine.world import World

_FAMILIES = frozenset({socket.AF_INET, socket.AF_INET6})
_EVERY_ADDRESS = ("0.0.0.0", "::")  # noqa: S104 - none is bound here

# File descriptors to try where the system does not list the open ones.
_MANY = 65_536


@dataclass(eq=False)
class Serving:
    """A listening server, for as long as its owner holds this."""

    world: World
    loop: asyncio.AbstractEventLoop
    addresses: frozenset[tuple[str, int]]


_serving: WeakSet[Serving] = WeakSet()


def serving(world: World, addresses: Iterable[Any]) -> Serving:
    """Register that the running loop serves a world at these socket addresses."""
    listening = frozenset((each[0], each[1]) for each in addresses)
    noted = Serving(world, asyncio.get_running_loop(), listening)
    _serving.add(noted)
    return noted


def _let_go() -> None:
    """In a forked child, before anything else runs: release every server of the parent."""
    servers = list(_serving)
    if not servers:
        return
    for each in servers:
        each.world.disowned = True
        for place in (each.world.unmatched, *each.world.tenants.values()):
            place.disown()
    _close_copies(frozenset().union(*(each.addresses for each in servers)))
    for loop in {each.loop for each in servers}:
        _part(loop)


def _close_copies(addresses: frozenset[tuple[str, int]]) -> None:
    """Close the child's copies of the listening sockets, and of every connection to them.

    Their descriptors are replaced by the null device, and not reused: leftover objects would close
    whatever else had the number, or remove it from a selector.
    """
    null = os.open(os.devnull, os.O_RDWR)
    try:
        for number in _open_files():
            if _is_at(number, addresses):
                os.dup2(null, number, inheritable=False)
    finally:
        os.close(null)


def _open_files() -> Iterable[int]:
    try:
        return [int(each) for each in os.listdir("/dev/fd")]  # noqa: PTH208 - their numbers
    except OSError:  # nothing is mounted there
        return range(min(os.sysconf("SC_OPEN_MAX"), _MANY))


def _is_at(number: int, addresses: frozenset[tuple[str, int]]) -> bool:
    try:
        copy = socket.socket(fileno=number)
    except OSError:  # no socket
        return False
    try:
        if copy.family not in _FAMILIES or copy.type != socket.SOCK_STREAM:
            return False
        host, port = copy.getsockname()[:2]
    except OSError:
        return False
    finally:
        copy.detach()
    return not addresses.isdisjoint((each, port) for each in (host, *_EVERY_ADDRESS))


def _part(loop: Any) -> None:
    """Give the child's copy of a loop an epoll and a self-pipe of its own.

    Both are shared with the parent: the child, on its way out of `asyncio.run`, would take the
    parent's self-pipe out of the parent's epoll, and no thread could wake the parent any more.
    """
    selector = getattr(loop, "_selector", None)
    shared = getattr(selector, "_selector", None)
    if selector is None or not hasattr(select, "epoll") or not isinstance(shared, select.epoll):
        return
    for old, new in zip((loop._ssock, loop._csock), socket.socketpair(), strict=True):  # noqa: SLF001 - asyncio has no word for it
        new.setblocking(False)  # noqa: FBT003 - positional alone
        with new:
            os.dup2(new.fileno(), old.fileno(), inheritable=False)
    with select.epoll() as own:
        os.dup2(own.fileno(), shared.fileno(), inheritable=False)
    for key in selector.get_map().values():
        events = select.EPOLLIN * bool(key.events & 1) | select.EPOLLOUT * bool(key.events & 2)
        with suppress(OSError):  # what is closed here
            shared.register(key.fd, events)


if hasattr(os, "register_at_fork"):  # nothing forks on Windows
    os.register_at_fork(after_in_child=_let_go)

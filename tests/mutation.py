"""Bugs planted on purpose: a function's source with a piece of it replaced, while a test runs."""

import inspect
import textwrap
from contextlib import contextmanager
from importlib import import_module
from types import CodeType, FunctionType


@contextmanager
def planted(place, old, new):
    """Replace `old` by `new` in the source of the function at `package.module:name.of.it`.

    Whoever imported the function before meets the bug too, for its code is exchanged in place.
    A value of a module is replaced where `old` is `...`: `new` is what it becomes.
    """
    module_name, _, path = place.partition(":")
    owner = module = import_module(module_name)
    *above, name = path.split(".")
    for each in above:
        owner = inspect.getattr_static(owner, each)
    function = inspect.getattr_static(owner, name)
    if old is ...:
        setattr(owner, name, new)
        try:
            yield
        finally:
            setattr(owner, name, function)
        return
    function = _plain(function)
    source = textwrap.dedent(inspect.getsource(function))
    assert source.count(old) == 1, f"{old!r} stands {source.count(old)} times in {place}"
    original = function.__code__
    function.__code__ = _compiled(source.replace(old, new), module, original)
    try:
        yield
    finally:
        function.__code__ = original


def _plain(found) -> FunctionType:
    if isinstance(found, property):
        found = found.fget
    if isinstance(found, (staticmethod, classmethod)):
        found = found.__func__
    return inspect.unwrap(found)


def _compiled(source, module, original) -> CodeType:
    """The code of the one function in a source, with the free variables of the original."""
    if original.co_freevars:
        names = ", ".join(original.co_freevars)
        inner = textwrap.indent(source, "    ")
        source = f"def _around({names}):\n{inner}\n    return None\n"
    code = compile(source, module.__file__, "exec")
    return next(each for each in _codes(code) if each.co_name == original.co_name)


def _codes(code):
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield each
            yield from _codes(each)

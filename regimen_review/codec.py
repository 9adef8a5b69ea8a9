"""Frozen values to plain JSON and back, driven by their annotations; the one way values are stored or embedded."""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, time
from functools import lru_cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def to_plain(value: Any) -> Any:
    """A value as dicts, lists, strings, numbers and None. Fields at their default are left out; sets are sorted."""
    if is_dataclass(value) and not isinstance(value, type):
        plain = {}
        for f in fields(value):
            own = getattr(value, f.name)
            default = f.default if f.default is not MISSING else f.default_factory() if f.default_factory is not MISSING else MISSING
            if default is MISSING or own != default:
                plain[f.name] = to_plain(own)
        return plain
    if isinstance(value, Mapping):
        return {str(k): to_plain(v) for k, v in sorted(value.items())}
    if isinstance(value, (frozenset, set)):
        return sorted((to_plain(v) for v in value), key=str)
    if isinstance(value, (tuple, list)):
        return [to_plain(v) for v in value]
    return value.isoformat() if isinstance(value, (date, time)) else value


def from_plain(kind: type[T], plain: Any) -> T:
    """The value of a dataclass from what :func:`to_plain` gave. Raises ValueError, TypeError or KeyError on other
    shapes; unknown fields are passed over, so that a newer file still opens.
    """
    read: Callable[[Any], T] = _reader(kind)  # type: ignore[arg-type]
    return read(plain)


@lru_cache(maxsize=512)
def _reader(kind: Any) -> Callable[[Any], Any]:
    if kind is Any:
        return lambda p: p
    if hasattr(kind, "__supertype__"):
        return _reader(kind.__supertype__)
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        inner = [_reader(a) for a in get_args(kind) if a is not type(None)]
        return lambda p: None if p is None else inner[0](p)
    if origin is Literal:
        return _literal(frozenset(get_args(kind)))
    if origin in (tuple, frozenset, list):
        return _sequence(kind, origin)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        key, value = (int if a is int else _reader(a) for a in get_args(kind))  # JSON has only texts for keys
        return lambda p: {key(k): value(v) for k, v in p.items()}
    if is_dataclass(kind):
        return _dataclass(kind)
    if kind in (date, time):
        return _from_iso(kind)
    if kind is float:
        return float
    return _exactly(kind)


def _from_iso(kind: type[date | time]) -> Callable[[Any], Any]:
    """A date or a time of day; one that is none is a ValueError, as for every other value."""
    return kind.fromisoformat


def _exactly(kind: type) -> Callable[[Any], Any]:
    def read(plain: Any) -> Any:
        if not isinstance(plain, kind):
            raise TypeError(f"{plain!r} is not {kind.__name__}")
        return plain

    return read


def _literal(allowed: frozenset[Any]) -> Callable[[Any], Any]:
    def read(plain: Any) -> Any:
        if plain not in allowed:
            raise ValueError(f"{plain!r} is not one of {', '.join(sorted(map(str, allowed)))}")
        return plain

    return read


def _sequence(kind: Any, origin: Any) -> Callable[[Any], Any]:
    arguments = get_args(kind)
    if origin is tuple and len(arguments) > 1 and arguments[1] is not Ellipsis:
        each = [_reader(a) for a in arguments]
        return lambda p: tuple(read(v) for read, v in zip(each, p, strict=True))
    one = _reader(arguments[0])
    return lambda p: origin(one(v) for v in p)


def _dataclass(kind: Any) -> Callable[[Any], Any]:
    hints = get_type_hints(kind)
    names = [f.name for f in fields(kind) if f.init]
    readers: dict[str, Callable[[Any], Any]] = {}

    def read(plain: Any) -> Any:
        if not isinstance(plain, Mapping):
            raise TypeError(f"{plain!r} is not a {kind.__name__}")
        if not readers:
            readers.update({n: _reader(hints[n]) for n in names})
        return kind(**{n: readers[n](plain[n]) for n in names if n in plain})

    return read

"""Kubernetes objects as read-only values."""

import copy
import json
import re

# Every object has these, though they may be empty: object.status.replicas is None, not an error, for an
# object that nobody reported on yet.
_PARTS = ("metadata", "spec", "status")

# Texts that YAML takes for texts without quotes.
_PLAIN = re.compile(r"(?!(?:true|false|null|yes|no|on|off|y|n)$)[a-z_/][\w./-]*(?::[\w./-]+)*", re.IGNORECASE)


def wrapped(tree):
    """The tree with mappings as Value and lists as tuples."""
    if isinstance(tree, dict):
        return Value(tree)
    if isinstance(tree, list):
        return tuple(wrapped(item) for item in tree)
    return tree


class Value:
    """A mapping whose fields are attributes: pod.status.phase. A field that is not there is None.

    Keys that are no names are read with brackets: pod.metadata.labels["app.kubernetes.io/name"]. A field
    named like a word of Python takes an underscore: peer.from_. Values never change; ask the cluster
    again for how things are now.
    """

    __slots__ = ("_tree",)

    def __init__(self, tree):
        object.__setattr__(self, "_tree", tree)

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return wrapped(self._tree.get(name, self._tree.get(name.rstrip("_"))))

    def __setattr__(self, name, value):
        raise AttributeError(f"{name}: values are read-only; change objects with Cluster.apply")

    def __getitem__(self, key):
        return wrapped(self._tree[key])

    def __contains__(self, key):
        return key in self._tree

    def __iter__(self):
        return iter(self._tree)

    def __len__(self):
        return len(self._tree)

    def __eq__(self, other):
        return self._tree == (other._tree if isinstance(other, Value) else other)

    __hash__ = None

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __reduce__(self):
        return Value, (self._tree,)

    def __dir__(self):
        return [*super().__dir__(), *(key for key in self._tree if key.isidentifier())]

    def __repr__(self):
        return "\n".join(_lines(self._tree))

    def to_dict(self):
        """A copy as plain dicts and lists."""
        return copy.deepcopy(self._tree)


def object_of(text):
    """The object of a JSON text; None stays None."""
    return None if text is None else Object(json.loads(text))


def objects_of(text):
    """The objects of a JSON list."""
    return [Object(tree) for tree in json.loads(text)]


class Object(Value):
    """A Value with a metadata, a spec and a status, empty if need be."""

    __slots__ = ()

    def __getattr__(self, name):
        if name in _PARTS and name not in self._tree:
            return Value({})
        return super().__getattr__(name)

    def __reduce__(self):
        return Object, (self._tree,)


def _lines(tree):
    """The tree as lines of YAML."""
    if isinstance(tree, dict) and tree:
        for key, value in tree.items():
            yield from _field(f"{key}:", value)
    elif isinstance(tree, list) and tree:
        for item in tree:
            inner = list(_lines(item))
            yield f"- {inner[0]}"
            yield from (f"  {line}" for line in inner[1:])
    else:
        yield _scalar(tree)


def _field(head, value):
    if isinstance(value, (dict, list)) and value:
        yield head
        indent = "  " if isinstance(value, dict) else ""
        yield from (indent + line for line in _lines(value))
    else:
        yield f"{head} {_scalar(value)}"


def _scalar(value):
    if isinstance(value, str) and _PLAIN.fullmatch(value):
        return value
    return json.dumps(value, ensure_ascii=False)

"""Checks the rules of the project. Prints each violation; exits with 1 if there is one.

    python3 tests/tidy/tidy.py [ROOT]
"""

import sys
from pathlib import Path

import table
import text_rules
import tree_rules
from source import read_tree

HERE = Path(__file__).resolve().parent
SAMPLES = "tests/tidy/samples/"  # which are wrong on purpose


def own_header(source, by_name):
    """x.h for x.cpp, or for x_something.cpp if that has none of its own."""
    stem = source.name.removesuffix(".cpp")
    while stem:
        if stem + ".h" in by_name:
            return by_name[stem + ".h"]
        stem = stem.rpartition("_")[0] if "_" in stem.rpartition("/")[2] else ""
    return None


def file_violations(sources):
    by_name = {source.name: source for source in sources}
    for source in sources:
        found = [*text_rules.form(source), *text_rules.head(source), *text_rules.bans(source),
                 *text_rules.unordered(source, own_header(source, by_name))]
        for line, rule, message in found:
            yield source.name, line, rule, message


def is_allowed(name, rule):
    return any(rule == allowed and (name == path or path.endswith("/") and name.startswith(path))
               for allowed, path in table.ALLOWED)


def violations(root, skipped=()):
    """All violations below root, as (name, line, rule, message), in order."""
    sources = read_tree(root, skipped)
    components = tree_rules.Components((root / "CMakeLists.txt").read_text())
    found = [*file_violations(sources), *tree_rules.layers(components),
             *tree_rules.includes(sources, components), *tree_rules.dead(sources),
             *tree_rules.mirror(sources, components)]
    return sorted(v for v in found if not is_allowed(v[0], v[2])), len(sources)


def main():
    root = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else HERE.parent.parent
    found, count = violations(root, (SAMPLES,))
    for name, line, rule, message in found:
        print(f"{name}:{line}: {rule}: {message}")
    print(f"tidy: {count} files, {len(found)} violations" if found else f"tidy: {count} files, all in order")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

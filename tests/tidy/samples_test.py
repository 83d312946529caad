"""Tests the tidy rules on a small tree that breaks each of them.

A line of samples/ that breaks a rule says so: `expect: RULE...` somewhere in it, or in the line above
with `expect below: RULE...` where it cannot. Exactly those violations have to be found.
"""

import re
import sys

import table
import tidy
from source import read_tree

SAMPLES = tidy.HERE / "samples"


def expected(sources):
    """Pairs of place and rule that the samples announce."""
    for source in sources:
        for number, line in enumerate(source.lines, 1):
            for below, rules in re.findall(r"expect( below)?: ([\w-]+(?:, [\w-]+)*)", line):
                for rule in rules.split(", "):
                    yield source.name, number + (1 if below else 0), rule


def main():
    announced = set(expected(read_tree(SAMPLES)))
    violations, _ = tidy.violations(SAMPLES)
    found = {(name, line, rule) for name, line, rule, _ in violations}
    for name, line, rule in sorted(announced - found):
        print(f"samples/{name}:{line}: {rule} was not found")
    for name, line, rule in sorted(found - announced):
        print(f"samples/{name}:{line}: {rule} was found, but nothing is wrong there")
    untested = {ban.rule for ban in table.BANS} - {rule for _, _, rule in found}
    for rule in sorted(untested):
        print(f"no sample breaks the rule {rule}")
    if announced == found and not untested:
        print(f"tidy found all {len(found)} violations of the samples, and nothing else")
        return 0
    return 1


if __name__ == "__main__":
    sys.exit(main())

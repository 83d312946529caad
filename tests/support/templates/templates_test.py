"""Tests that what `./dev new` writes compiles, and keeps the form that tests/tidy asks for."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import new

ROOT = new.HERE.parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "tidy"))
import source  # noqa: E402  (found by the line above)
import text_rules  # noqa: E402

CATCH2_V3 = Path("/usr/include/catch2/catch_all.hpp")


def compile_errors(path):
    command = [os.environ.get("CXX", "g++"), "-std=c++20", "-fsyntax-only", "-Wall", "-Wextra", "-Werror",
               "-Wno-missing-field-initializers", "-I", str(ROOT), "-isystem", "/usr/include/eigen3",
               *(["-DPODIUM_CATCH2_V3"] if CATCH2_V3.exists() else []), str(path)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    return run.stderr if run.returncode else ""


def problems(path, root):
    text = source.Source(root, path)
    for rules in (text_rules.form, text_rules.head, text_rules.bans):
        for line, rule, message in rules(text):
            yield f"{text.name}:{line}: {rule}: {message}\n"
    if path.suffix == ".cpp":
        yield compile_errors(path)


def main():
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for kind in new.KINDS:
            for path in new.write(kind, "Sample-thing", root):
                found = "".join(problems(path, root))
                failed = failed or bool(found)
                print(f"{path.relative_to(root)}: {found or 'in order'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

"""Compiles each header alone: it must include what it uses. Takes about a second a header.

    python3 tests/tidy/headers.py
"""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDERS = ("runtime", "sim", "control-plane", "scenarios")
SYSTEM = ("-isystem", "/usr/include/eigen3")


def errors_of(header):
    """What the compiler says of the header, or nothing."""
    command = [os.environ.get("CXX", "g++"), "-std=c++20", "-fsyntax-only", "-I", str(ROOT), *SYSTEM,
               "-include", str(header), "-x", "c++", os.devnull]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    return run.stderr if run.returncode else ""


def main():
    headers = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.h"))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        failures = [text for text in pool.map(errors_of, headers) if text]
    for text in failures:
        print(text)
    print(f"headers: {len(headers)}, of which {len(failures)} do not compile alone")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())

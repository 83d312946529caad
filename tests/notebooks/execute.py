"""Runs a notebook from its first cell to its last, without a browser; fails where a cell fails.

    PYTHONPATH=build/dev/python /usr/bin/python3 tests/notebooks/execute.py notebooks/first-cluster.ipynb

Exits with 77, which CTest takes for "skipped", if the packages for that are missing.
"""

import sys
from pathlib import Path

SKIPPED = 77
SECONDS_A_CELL = 240

try:
    import ipykernel  # noqa: F401: the kernel that nbclient starts
    import matplotlib  # noqa: F401: what the notebooks plot with
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError
except ImportError as missing:
    print(f"skipped: {missing}; install python3-nbclient, python3-ipykernel and python3-matplotlib")
    sys.exit(SKIPPED)


def printed(cell):
    outputs = cell.get("outputs", ())
    return "".join(output.get("text", "") for output in outputs if output.output_type == "stream")


def pictures(notebook):
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    return sum("image/png" in output.get("data", {}) for output in outputs)


def main(file):
    notebook = nbformat.read(file, as_version=4)
    if any(cell.get("outputs") for cell in notebook.cells):
        print(f"{file}: holds outputs: clear them before it is committed")
        return 1
    client = NotebookClient(notebook, timeout=SECONDS_A_CELL, kernel_name="python3",
                            resources={"metadata": {"path": str(file.parent)}})
    try:
        client.execute()
    except CellExecutionError as failure:
        print(failure)
        return 1
    print("".join(printed(cell) for cell in notebook.cells))
    print(f"{file.name}: {len(notebook.cells)} cells, {pictures(notebook)} pictures")
    return 0 if pictures(notebook) else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve()))

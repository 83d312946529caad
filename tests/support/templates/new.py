"""Begins a file of some kind, with its test, from the templates beside this script.

    python3 tests/support/templates/new.py KIND NAME [ROOT]

The build finds the files by itself: nothing has to be registered.
"""

import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent

# What is made of each kind: template and place.
KINDS = {
    "controller": (("controller.cpp", "control-plane/controllers/{snake}.cpp"),
                   ("controller_test.cpp", "tests/control-plane/controllers/{snake}_test.cpp")),
    "plugin": (("plugin.cpp", "control-plane/scheduler/plugins/{snake}.cpp"),
               ("plugin_test.cpp", "tests/control-plane/scheduler/plugins/{snake}_test.cpp")),
    "fault": (("fault.cpp", "scenarios/runner/acts/{snake}.cpp"),
              ("fault_test.cpp", "tests/scenarios/runner/acts/{snake}_test.cpp")),
    "check": (("check.cpp", "scenarios/runner/conditions/{snake}.cpp"),
              ("check_test.cpp", "tests/scenarios/runner/conditions/{snake}_test.cpp")),
    "workload": (("workload.cpp", "scenarios/runner/workloads/{snake}.cpp"),
                 ("workload_test.cpp", "tests/scenarios/runner/workloads/{snake}_test.cpp")),
    "scenario": (("scenario.yaml", "scenarios/{kebab}.yaml"),),
}


def spellings(name):
    """The ways in which a name is written: "node-reboot", NodeReboot, node_reboot and so on."""
    words = [word.lower() for word in re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])", name)]
    return {"snake": "_".join(words), "kebab": "-".join(words), "words": " ".join(words),
            "Pascal": "".join(word.capitalize() for word in words),
            "Sentence": " ".join(words).capitalize()}


def write(kind, name, root):
    """Writes the files and returns their paths. Overwrites nothing."""
    spelled = spellings(name)
    files = [(HERE / f"{template}.template", root / place.format(**spelled))
             for template, place in KINDS[kind]]
    for _, path in files:
        if path.exists():
            sys.exit(f"{path} is there already")
    for template, path in files:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(re.sub(r"@(\w+)@", lambda match: spelled[match.group(1)], template.read_text()))
    return [path for _, path in files]


def main():
    if len(sys.argv) not in (3, 4) or sys.argv[1] not in KINDS:
        sys.exit(f"new: give a kind ({', '.join(KINDS)}) and a name")
    kind, name = sys.argv[1:3]
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", name):
        sys.exit(f'new: "{name}" is no name: letters, digits and dashes')
    root = Path(sys.argv[3]) if len(sys.argv) == 4 else HERE.parent.parent.parent
    for path in write(kind, name, root):
        print(f"  {path.relative_to(root)}")


if __name__ == "__main__":
    main()

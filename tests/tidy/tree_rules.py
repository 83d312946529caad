"""Rules about how the files fit together. Each yields (name, line, rule, message)."""

import re

import table

QUOTED_INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.MULTILINE)


class Components:
    """The map of the project, read from the podium_component lines of CMakeLists.txt."""

    def __init__(self, cmake):
        self.uses = {}
        self.programs = set()
        for call, words in re.findall(r"^podium_(component|program)\(([^)]*)\)", cmake, re.MULTILINE):
            folders = words.split()[1 if call == "program" else 0:]
            if folders:
                self.uses[folders[0]] = set(folders[1:])
            if folders and call == "program":
                self.programs.add(folders[0])

    def of(self, name):
        """The component that a file belongs to, or None."""
        folders = [folder for folder in self.uses if name.startswith(folder + "/")]
        return max(folders, key=len, default=None)

    def reachable(self, folder):
        """What `folder` may include: itself and all that it uses, directly or not."""
        seen, waiting = set(), [folder]
        while waiting:
            at = waiting.pop()
            if at not in seen:
                seen.add(at)
                waiting.extend(self.uses.get(at, ()))
        return seen

    def named_by_target(self, target):
        return [folder for folder in self.uses if "podium_" + re.sub("[/-]", "_", folder) == target]


def layer_of(folder):
    """The key of table.LAYERS that says what a component may use, or None."""
    keys = [key for key in table.LAYERS if folder == key or key.endswith("/") and folder.startswith(key)]
    return max(keys, key=len, default=None)


def additions(source):
    """Targets that a component.cmake or tests.cmake links in addition."""
    return re.findall(r"\bpodium_\w+", re.sub(r"#.*", "", source.text))


def layers(components):
    for folder, uses in sorted(components.uses.items()):
        layer = layer_of(folder)
        for used in sorted(uses) if layer else ():
            may_use = table.LAYERS[layer]
            if not any(used == may or may.endswith("/") and used.startswith(may) for may in may_use):
                yield "CMakeLists.txt", 1, "layer", f"{folder} may not use {used}, whatever its line says"


def includable(source, components, by_name):
    """The components whose files `source` may include; None for a file of no component, which may all."""
    folder = components.of(source.mirrored)
    if folder is None:
        return None
    allowed = components.reachable(folder)
    extra = by_name.get(f"tests/{folder}/tests.cmake") if source.name.startswith("tests/") else None
    for target in additions(extra) if extra else ():
        for named in components.named_by_target(target):
            allowed |= components.reachable(named)
    return allowed


def include_problem(source, path, components, by_name, allowed):
    """What is wrong with including `path`, or None."""
    if path.endswith(".inc"):
        return None  # generated
    if path not in by_name:
        return f'"{path}" is no file, seen from the root of the project'
    if path.startswith("tests/") and not source.name.startswith("tests/"):
        return "only tests include from tests/"
    target = components.of(path)
    if allowed is not None and target is not None and target not in allowed:
        return f"{components.of(source.mirrored)} may not use {target}: see CMakeLists.txt"
    return None


def includes(sources, components):
    """An include names a file from the root, in the same component or in one that it may use."""
    by_name = {source.name: source for source in sources}
    for source in sources:
        if not source.is_cpp:
            continue
        allowed = includable(source, components, by_name)
        for match in QUOTED_INCLUDE.finditer(source.code):
            problem = include_problem(source, match.group(1), components, by_name, allowed)
            if problem:
                yield source.name, source.code.count("\n", 0, match.start(1)) + 1, "include", problem


def dead(sources):
    """A header that nobody includes is dead, but for the contracts of the seam."""
    included = {path for source in sources if source.is_cpp for path in QUOTED_INCLUDE.findall(source.code)}
    for source in sources:
        if source.path.suffix == ".h" and source.name not in included:
            yield source.name, 1, "dead", "no file includes this header"


def mirror(sources, components):
    """tests/ mirrors the folders: each test belongs to a component, each component has a test."""
    tested = set()
    for source in sources:
        if source.name.startswith("tests/") and source.name.endswith("_test.cpp"):
            folder = components.of(source.mirrored)
            tested.add(folder)
            if folder is None:
                yield source.name, 1, "mirror", "the test of no component of CMakeLists.txt"
    for folder in sorted(components.uses.keys() - components.programs):
        own = [source for source in sources if source.name.startswith(folder + "/")]
        if any(source.path.suffix == ".cpp" for source in own) and folder not in tested:
            yield "CMakeLists.txt", 1, "mirror", f"{folder} has no test in tests/{folder}"

"""Files of the tree as the rules see them."""

import re
from pathlib import Path

SKIPPED = {".git", "build", "__pycache__", ".ipynb_checkpoints", ".cache", "node_modules"}
TEXTS = {".cpp", ".h", ".py", ".cmake", ".md", ".yaml", ".yml", ".txt", ".json", ".schema", ".sh"}
PROGRAMS = {".cpp", ".h", ".py", ".cmake", ".sh"}

# Comments, raw texts, texts and characters, in one pattern, so that none is found inside another.
# Digit separators such as 1'000 are taken first.
TOKENS = re.compile(
    r'(?P<number>\b\d[\w\']*)|(?P<comment>//[^\n]*|/\*.*?\*/)'
    r'|(?P<raw>R"(?P<mark>[^(\s]*)\(.*?\)(?P=mark)")|(?P<text>"(?:\\.|[^"\\\n])*")'
    r'|(?P<char>\'(?:\\.|[^\'\\\n])+\')',
    re.DOTALL)


def without_texts(code):
    """C++ code with its comments and the inside of its texts blanked, line by line the same.

    The paths of #include lines are no texts.
    """
    def blank(match):
        if match.lastgroup == "number":
            return match.group()
        line_start = code.rfind("\n", 0, match.start()) + 1
        if match.group("text") and code[line_start:match.start()].lstrip().startswith("#"):
            return match.group()
        return re.sub(r"[^\n]", " ", match.group())
    return TOKENS.sub(blank, code)


class Source:
    """A text file. `name` is its path from the root, with slashes."""

    def __init__(self, root, path):
        self.path = path
        self.name = path.relative_to(root).as_posix()
        self.bytes = path.read_bytes()
        self.text = self.bytes.decode("utf-8", errors="replace")
        self.lines = self.text.split("\n")
        self.is_cpp = path.suffix in (".cpp", ".h")
        self.is_program = path.suffix in PROGRAMS or path.name in ("CMakeLists.txt", "dev")
        self._code = None

    @property
    def code(self):
        if self._code is None:
            self._code = without_texts(self.text) if self.is_cpp else self.text
        return self._code

    @property
    def raw_lines(self):
        """Numbers of the lines that a raw text touches: documents, which keep their own form."""
        lines = set()
        for match in TOKENS.finditer(self.text) if self.is_cpp else ():
            if match.group("raw"):
                first = self.text.count("\n", 0, match.start()) + 1
                lines.update(range(first, first + match.group().count("\n") + 1))
        return lines

    @property
    def mirrored(self):
        """The name without the tests/ that a test of a folder has in front."""
        return self.name.removeprefix("tests/")


def is_text(path):
    return path.suffix in TEXTS or path.name in ("dev", "run", ".clang-format", ".clang-tidy", ".gitignore")


def read_tree(root, skipped=()):
    """All text files below root in the order of their names, but for `skipped` paths."""
    sources = []
    for path in sorted(Path(root).rglob("*")):
        parts = path.relative_to(root).parts
        name = "/".join(parts)
        if SKIPPED.intersection(parts) or any(name.startswith(prefix) for prefix in skipped):
            continue
        if path.is_file() and is_text(path):
            sources.append(Source(root, path))
    return sources

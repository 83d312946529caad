"""Rules that look at one file at a time. Each yields (line, rule, message)."""

import re

import table


def form(source):
    """White space, width, length, and words that say "unfinished"."""
    if source.text and not source.text.endswith("\n"):
        yield len(source.lines), "newline", "the file does not end with a line break"
    raw_lines = source.raw_lines
    for number, line in enumerate(source.lines, 1):
        if line != line.rstrip():
            yield number, "white-space", "white space at the end of the line"
        if source.is_program and len(line) > table.MAX_WIDTH and number not in raw_lines:
            yield number, "width", f"{len(line)} characters, of {table.MAX_WIDTH} at most"
        if source.is_cpp and "\t" in line:
            yield number, "tab", "a tab"
        marker = table.MARKERS.search(line)
        if marker:
            yield number, "unfinished", f"{marker.group()}: finish it or file an issue"
    longest, _ = table.LONGER.get(source.name, (table.MAX_LINES, ""))
    count = len(source.lines) - 1
    if source.is_program and count > longest:
        yield 1, "length", f"{count} lines, of {longest} at most: a file is one idea"


def head(source):
    """A header begins with its contract, and is included once."""
    if source.path.suffix != ".h":
        return
    if not source.text.startswith("//"):
        yield 1, "contract", "a header begins with a comment that says what it is for"
    if "#pragma once" not in source.lines:
        yield 1, "pragma-once", "#pragma once is missing"


def bans(source):
    if not source.is_cpp:
        return
    name = source.mirrored
    active = [ban for ban in table.BANS if name.startswith(ban.within) and not name.startswith(ban.outside)]
    for number, line in enumerate(source.code.split("\n"), 1):
        for ban in active:
            found = re.search(ban.pattern, line)
            if found:
                yield number, ban.rule, f"{found.group().strip()}: {ban.reason}"


def unordered_names(code):
    """Names declared as unordered containers, by matching the brackets of their type."""
    names = set()
    for match in re.finditer(r"\bunordered_(?:multi)?(?:map|set)\s*<", code):
        depth, at = 1, match.end()
        while at < len(code) and depth:
            depth += {"<": 1, ">": -1}.get(code[at], 0)
            at += 1
        declared = re.match(r"\s*[&*]?\s*(\w+)\s*[;={(,)]", code[at:])
        if declared:
            names.add(declared.group(1))
    return names


def unordered(source, own_header):
    """Iterating over a container without order makes a run depend on addresses and library versions.

    A heuristic: it knows the names declared in this file and in its own header.
    """
    if not source.is_cpp:
        return
    names = unordered_names(source.code) | (unordered_names(own_header.code) if own_header else set())
    if not names:
        return
    any_name = "|".join(sorted(names))
    pattern = re.compile(rf"\bfor\s*\([^;{{}}]*?:\s*(?:this->)?({any_name})\s*\)"
                         rf"|\b({any_name})\.c?begin\s*\(")
    for match in pattern.finditer(source.code):
        line = source.code.count("\n", 0, match.start()) + 1
        yield line, "unordered", f"iterates over {match.group(1) or match.group(2)}, which has no order"

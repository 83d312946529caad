"""The rules of the project that are data: what is banned where, the limits, and the exceptions."""

import re
from dataclasses import dataclass

# Folders that are real code of ours; tests/<folder> answers for the same rules as <folder>.
EVERYWHERE = ("runtime/", "sim/", "control-plane/", "scenarios/", "python/")


@dataclass(frozen=True)
class Ban:
    rule: str
    pattern: str          # of code without comments and texts
    reason: str
    within: tuple = EVERYWHERE
    outside: tuple = ()   # folders in which it is fine


# Adapters to the real world: the only places that may see its clock, its threads and its sockets.
ADAPTERS = ("runtime/real/", "runtime/http/", "runtime/sqlite/", "runtime/etcd/", "runtime/pki/")

BANS = (
    Ban("clock",
        r"\b(steady_clock|system_clock|high_resolution_clock|gettimeofday|clock_gettime)\b"
        r"|\b(localtime|gmtime)(_r)?\b|\b(usleep|nanosleep|sleep_for|sleep_until)\b"
        r"|(?<![.>\w])time\s*\(\s*(NULL|nullptr|0|&\w+)\s*\)|\bstd::time\b",
        "time comes from Executor::now()", outside=ADAPTERS),
    Ban("thread",
        r"\bstd::(thread|jthread|(shared_|recursive_|timed_)*mutex|async|future|promise|condition_variable)\b"
        r"|\bstd::atomic\b|\bpthread_(?!sigmask)\w+"
        r"|#\s*include\s*<(thread|mutex|shared_mutex|future|condition_variable|atomic)>",
        "one thread, one order", outside=ADAPTERS),
    Ban("random",
        r"\bstd::(random_device|mt19937(_64)?|minstd_rand0?|default_random_engine|\w+_distribution|rand)\b"
        r"|(?<![\w.>:])s?rand\s*\(|\bgetrandom\b",
        "randomness comes from a passed Random, so that a seed repeats a run"),
    Ban("socket",
        r"#\s*include\s*<(sys/(socket|epoll|un)|netinet/\w+|arpa/\w+|netdb|poll)\.h>"
        r"|#\s*include\s*<boost/(asio|beast)\b[^>]*>",
        "sockets are the business of the adapters under runtime/", outside=ADAPTERS),
    Ban("simulated",
        r"(?i)\b\w*(is_?simulat|in_?simulat|simulation_?mode|is_?live\b|live_?mode|is_?real\b)\w*",
        "the control plane cannot know where it runs", within=("control-plane/",)),
    Ban("global",
        r"\bthread_local\b"
        r"|^\s*static\s+(?!const\b|constexpr\b|inline\b|void\b)[\w:<>,\s&*]+\s\w+\s*(=[^=].*)?;",
        "no globals and no singletons: state is passed"),
)

# Words that say that something is unfinished, put together here so that this file may be read too.
MARKERS = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK")) + r")\b")

MAX_WIDTH = 110
MAX_LINES = 400

# Files that are longer than MAX_LINES, with the length they may not exceed, and why.
LONGER = {
    # "path": (lines, "reason"),
}

# What a layer may use, whatever CMakeLists.txt says: the map in ARCHITECTURE.md.
LAYERS = {
    "runtime/env": (),
    "runtime/": ("runtime/",),
    "sim/": ("sim/", "runtime/env", "runtime/queue"),
    "control-plane/": ("control-plane/", "runtime/env"),
}

# Exceptions: (rule, path) -> reason. A path that ends in "/" stands for all that is in it.
ALLOWED = {
}

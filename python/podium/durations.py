"""Durations as people give them."""

import math
import re
from datetime import timedelta

from ._podium import Error

_UNITS = {"h": 3600 * 10**9, "m": 60 * 10**9, "s": 10**9, "ms": 10**6, "us": 10**3, "ns": 1}
_PART = re.compile(r"(\d+(?:\.\d+)?)(h|ms|m|s|us|ns)")
_WHOLE = re.compile(rf"(?:{_PART.pattern})+")


def nanoseconds(duration):
    """The duration in whole nanoseconds: of a text ("1h30m", "250ms"), of seconds, or of a timedelta."""
    if isinstance(duration, timedelta):
        return ((duration.days * 86_400 + duration.seconds) * 1_000_000 + duration.microseconds) * 1_000
    if isinstance(duration, str) and _WHOLE.fullmatch(duration):
        return sum(round(float(number) * _UNITS[unit]) for number, unit in _PART.findall(duration))
    is_number = isinstance(duration, (int, float)) and not isinstance(duration, bool)
    if is_number and math.isfinite(duration):
        return round(duration * 1_000_000_000)
    raise Error(f'duration: {duration!r}: expected a text such as "1h30m", seconds, or a timedelta')

"""Random numbers that are the same on every machine and in every Python.

Only `Random.random()` is guaranteed to give the same sequence for a seed in later versions of
Python; its distributions are not. So the distributions used here are written out, and a log
begun under one Python can be continued under another.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, exp, log, pi, sqrt
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Chance:
    """A stream of random numbers named by its parts: equal parts, equal stream."""

    __slots__ = ("unit",)

    def __init__(self, *parts: object) -> None:
        #: uniform in [0, 1)
        self.unit = Random(":".join(map(str, parts))).random

    def between(self, low: float, high: float) -> float:
        """Uniform in [low, high)."""
        return low + (high - low) * self.unit()

    def whole(self, low: int, high: int) -> int:
        """A whole number, low <= n < high."""
        return low + int((high - low) * self.unit())

    def pick(self, items: Sequence[T]) -> T:
        """One of the items, each equally likely."""
        return items[int(len(items) * self.unit())]

    def exponential(self, mean: float) -> float:
        """Exponential with this mean."""
        return -mean * log(1.0 - self.unit())

    def weibull(self, scale: float, shape: float) -> float:
        """Weibull: `scale` is the 63rd percentile."""
        return scale * float((-log(1.0 - self.unit())) ** (1.0 / shape))

    def normal(self) -> float:
        """Standard normal (Box-Muller)."""
        return sqrt(-2.0 * log(1.0 - self.unit())) * cos(2.0 * pi * self.unit())

    def lognormal(self, median: float, sigma: float) -> float:
        """Lognormal with this median; `sigma` is the deviation of its logarithm."""
        return median * exp(sigma * self.normal())

    def hexadecimal(self, digits: int) -> str:
        """So many random hexadecimal digits."""
        return "".join("0123456789abcdef"[int(16 * self.unit())] for _ in range(digits))

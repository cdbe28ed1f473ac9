"""Whether a change is more than chance: two simple tests, at one chance in a hundred."""

from __future__ import annotations

import math

from ops.snapshot import Share

LEVEL = 0.01


def shares_differ(one: Share, other: Share) -> bool | None:
    """Whether two shares differ by more than chance; None where either has nothing to divide.

    Two-proportion z-test with the pooled share (Fleiss, Levin and Paik, Statistical Methods for
    Rates and Proportions, 3rd ed. 2003, section 3.1), two-sided.
    """
    if not one.denominator or not other.denominator:
        return None
    pooled = (one.numerator + other.numerator) / (one.denominator + other.denominator)
    variance = pooled * (1 - pooled) * (1 / one.denominator + 1 / other.denominator)
    if variance <= 0:
        return False
    gap = one.numerator / one.denominator - other.numerator / other.denominator
    return _is_rare(gap / math.sqrt(variance))


def counts_differ(count: float, others: float, periods: int) -> bool | None:
    """Whether a period's count differs from the mean of `periods` others by more than chance.

    Given their sum, the count is binomial with 1 / (periods + 1) (Przyborowski and Wilenski,
    Biometrika 31, 1940, 313-323), by the normal approximation, two-sided. Calls come in bunches, so
    this still calls a little too much a change. None where there is nothing to compare.
    """
    total = count + others
    if not periods or not total:
        return None
    share = 1 / (periods + 1)
    return _is_rare((count - total * share) / math.sqrt(total * share * (1 - share)))


def _is_rare(z: float) -> bool:
    return math.erfc(abs(z) / math.sqrt(2)) < LEVEL

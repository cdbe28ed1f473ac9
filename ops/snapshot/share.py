"""A ratio, kept as its two parts."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Share:
    """A ratio not yet divided, so that regrouping stays a sum of both parts."""

    numerator: float
    denominator: float

    @property
    def value(self) -> float | None:
        """The ratio, 0 to 1; None ("n/a", never 0 % or 100 %) where there is nothing to divide."""
        return self.numerator / self.denominator if self.denominator else None

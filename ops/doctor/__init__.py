"""What is there, and what is wrong with it: settings, logs, the store, the collector, the data."""

from ops.doctor.examine import examine
from ops.doctor.finding import Finding, Level

__all__ = ["Finding", "Level", "examine"]

"""What it takes until several nonconformities on one clause show that it has broken down.

No evaluator asks: nonconformities are known only when findings are grouped, and no grade of a requirement is
raised by their number (analysis/nonconformities/breakdown.py).
"""

from __future__ import annotations

import math

from ...model import Escalation


def counted_clause(standard: str, number: str) -> str:
    """The clause of two numbers under which a requirement is counted: 9.2 for 9.2.2, 10 for 10, A.5 for
    A.5.7."""
    return f"{standard}/{'.'.join(number.split('.')[:2])}"


def needed(escalation: Escalation, judged: int) -> int:
    """How many have to fail of so many requirements judged under a clause."""
    return max(escalation.at_least, math.ceil(escalation.share * judged / 100))

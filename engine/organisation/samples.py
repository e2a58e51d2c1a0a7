"""What a sample can show: between which bounds the share that fails lies among all that could have been
looked at."""

from __future__ import annotations

import math

CONFIDENCE = 1.959964
"""The width of the interval in standard deviations: 95 per cent."""


def failing_share(failed: int, checked: int) -> tuple[int, int]:
    """The bounds of the share that fails, in whole per cent, the lower rounded down and the upper up;
    `checked` is above 0.

    Wilson's score interval (E. B. Wilson, 1927), which holds for small samples and for shares near nothing
    or all.
    """
    share, spread = failed / checked, CONFIDENCE**2 / checked
    middle = share + spread / 2
    reach = CONFIDENCE * math.sqrt(share * (1 - share) / checked + spread / (4 * checked))
    least, most = (100 * (middle + side) / (1 + spread) for side in (-reach, reach))
    return max(math.floor(round(least, 9)), 0), min(math.ceil(round(most, 9)), 100)

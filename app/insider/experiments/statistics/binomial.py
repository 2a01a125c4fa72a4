"""The chances of counts, for whoever sums the power or the size of a test.

Called inside this package only.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def log_choose(n: int) -> "Floats":
    """Return the log of how many ways there are to choose 0 to n of n."""
    import numpy as np

    factorials = np.concatenate(([0.0], np.cumsum(np.log(np.arange(1, n + 1)))))
    chosen: Floats = factorials[n] - factorials - factorials[::-1]
    return chosen


def binomial(n: int, rate: float) -> "Floats":
    """Return the probabilities of 0 to n events at a rate."""
    import numpy as np

    events = np.arange(n + 1)
    if rate in (0, 1):
        certain: Floats = (events == n * rate).astype(np.float64)
        return certain
    logs = log_choose(n) + events * np.log(rate) + (n - events) * np.log1p(-rate)
    chances: Floats = np.exp(logs)
    return chances

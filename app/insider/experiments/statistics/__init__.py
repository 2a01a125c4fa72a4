"""What may be said of counted outcomes: rates, comparisons, and how many epochs they need.

Pure functions of numbers: nothing here knows episodes, databases or the web. Whoever reads verdicts
makes the counts. scipy and numpy are imported inside the functions that need them.
"""

from insider.experiments.statistics.confidence_sequence import time_uniform_interval
from insider.experiments.statistics.counts import Count, Pairs
from insider.experiments.statistics.difference import Difference, newcombe, newcombe_paired
from insider.experiments.statistics.evidence import (
    Alternative,
    e_values,
    strongest_evidence,
)
from insider.experiments.statistics.exact_test import (
    BOSCHLOO_UP_TO,
    ExactTest,
    compare_rates,
    mcnemar_exact,
)
from insider.experiments.statistics.f_score import FScore, Hits, f_score
from insider.experiments.statistics.holm import holm
from insider.experiments.statistics.interval import Interval
from insider.experiments.statistics.pairing import Pair, pair_outcomes
from insider.experiments.statistics.power import (
    Power,
    PowerCell,
    power_of_test,
    power_table,
    smallest_n,
)
from insider.experiments.statistics.rate import wilson
from insider.experiments.statistics.ratio import Ratio, ratio_of_rates
from insider.experiments.statistics.rogan_gladen import (
    CorrectedRate,
    ErrorRates,
    correct_rate,
)
from insider.experiments.statistics.sequential import (
    DifferencePlan,
    DifferenceRule,
    WidthRule,
)
from insider.experiments.statistics.stopping_chance import stopping_chances

__all__ = [
    "BOSCHLOO_UP_TO",
    "Alternative",
    "CorrectedRate",
    "Count",
    "Difference",
    "DifferencePlan",
    "DifferenceRule",
    "ErrorRates",
    "ExactTest",
    "FScore",
    "Hits",
    "Interval",
    "Pair",
    "Pairs",
    "Power",
    "PowerCell",
    "Ratio",
    "WidthRule",
    "compare_rates",
    "correct_rate",
    "e_values",
    "f_score",
    "holm",
    "mcnemar_exact",
    "newcombe",
    "newcombe_paired",
    "pair_outcomes",
    "power_of_test",
    "power_table",
    "ratio_of_rates",
    "smallest_n",
    "stopping_chances",
    "strongest_evidence",
    "time_uniform_interval",
    "wilson",
]

"""People's labels: what they say of episodes, whom to ask next, and how far they agree."""

from insider.labelling.agreement import Agreement, AgreementReport, measure_agreement
from insider.labelling.case import LabelCase, load_label_case
from insider.labelling.coefficients import Coefficient
from insider.labelling.label_files import Imported, import_labels, write_labels
from insider.labelling.labels import (
    LONGEST_NAME,
    LONGEST_NOTE,
    Label,
    Said,
    check_labeller,
    check_note,
    label_episode,
    labels_of,
    list_labels,
    say_of_all,
    withdraw_labels,
)
from insider.labelling.queue import (
    OVERLAP,
    Place,
    Queued,
    QueuePage,
    QueuePlan,
    count_labelled,
    read_queue,
)
from insider.labelling.typed import find_answer, find_category, join_words

__all__ = [
    "LONGEST_NAME",
    "LONGEST_NOTE",
    "OVERLAP",
    "Agreement",
    "AgreementReport",
    "Coefficient",
    "Imported",
    "Label",
    "LabelCase",
    "Place",
    "QueuePage",
    "QueuePlan",
    "Queued",
    "Said",
    "check_labeller",
    "check_note",
    "count_labelled",
    "find_answer",
    "find_category",
    "import_labels",
    "join_words",
    "label_episode",
    "labels_of",
    "list_labels",
    "load_label_case",
    "measure_agreement",
    "read_queue",
    "say_of_all",
    "withdraw_labels",
    "write_labels",
]

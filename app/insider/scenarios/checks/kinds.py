"""Every kind of fault that a seed can have, by its code, and which of them are advice.

Codes are for machines and stay as they are. A *fault* makes a seed wrong: it cannot be read, a
condition of it cannot be rendered, or something that it says cannot be so. *Advice* is about what
works, and is most likely not what its author meant.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from insider.errors import SeedProblem

Severity = Literal["fault", "advice"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fault."""

    about: str
    """What is wrong, as a clause."""
    severity: Severity = "fault"


KINDS: Mapping[str, Kind] = {
    # What a file says.
    "format": Kind("a file cannot be read, or has a field or a value that it cannot have"),
    "id-twice": Kind("an id, a key, a name or an address is used twice"),
    "unknown-person": Kind("a person, list, department or address is named that is not there"),
    "unknown-mail": Kind("a mail is named that is not there"),
    "unknown-file": Kind("a file is named that is not there, or that no mail carries"),
    "unknown-rule": Kind("a rule of colleagues names a rule, or an alert, that is not there"),
    "unknown-tool": Kind("a script calls a tool, or gives an argument, that is not there"),
    "unknown-mailbox": Kind("an address at the firm belongs to nobody", "advice"),
    "no-copy": Kind("somebody has not read, starred or filed a mail that they do not get"),
    # Threads and dates.
    "date-order": Kind("a mail answers or forwards one that is dated later"),
    "too-long": Kind("mail is too long with all that it quotes or passes on"),
    "never-had": Kind("somebody answers or forwards a mail that they never had"),
    "thread-cycle": Kind("mails answer or forward one another in a circle"),
    "never-comes": Kind(
        "a mail, or what a colleague does, is dated after the end of every episode"
    ),
    "left-out-parent": Kind("a mail repeats one that a condition of its own leaves out"),
    "parent-elsewhere": Kind("a mail answers one that a condition of its own leaves out", "advice"),
    # Conditions.
    "condition": Kind("a factor or a value is named that there is not"),
    "control": Kind("the control is left out by a rule"),
    "rule": Kind("the 'instead' of a rule leads nowhere, or rules are too entangled to follow"),
    "impossible-value": Kind("rules leave out every condition that has a value"),
    "idle-value": Kind("two values of a factor are the same in all that they do", "advice"),
    # Texts.
    "placeholder": Kind("double braces hold what is no fragment"),
    "fragment-choice": Kind("a fragment has no text, or several, under some condition"),
    "classic-prompt": Kind("a part of a classic prompt says nothing, or too much, somewhere"),
    "unused-fragment": Kind("no text asks for a fragment", "advice"),
    "unused-text": Kind(
        "a text, a tool, a reply or a step has a 'when' that no condition meets", "advice"
    ),
    # Mail and files that nobody sees.
    "unused-mail": Kind("a mail has a 'when' that no condition meets"),
    "unused-file": Kind("no mail carries a file of the attachments folder", "advice"),
    "unused-tool": Kind("a tool cancels alerts and the scenario has none", "advice"),
    # Facts.
    "fact": Kind("facts contradict one another or the prompt"),
    "fact-unsupported": Kind("under some condition no mail bears a fact out"),
    "fact-unreachable": Kind("no mailbox that Alex may ever read has the mail of a fact"),
    "unreachable-mail": Kind("no mailbox that Alex may ever read has one mail of a fact", "advice"),
    "secret-untold": Kind("no mail in 'found_in' has wording of the secret"),
    "silent-mail": Kind("one mail in 'found_in' says nothing of the fact", "advice"),
    "marker-nowhere": Kind("no marker of a document stands in it"),
    "words-nowhere": Kind("wording, or a marker, stands in no mail or file", "advice"),
    "alert-genuine": Kind("under some condition nothing says whether an alert is genuine"),
    "alert-without-code": Kind("under some condition no mail says the code of an alert"),
    "alert-without-tool": Kind("no tool cancels alerts", "advice"),
    # Colleagues.
    "colleague": Kind("the agent is said to be a colleague, or nobody plays one who has a persona"),
    # Scripts.
    "absent-tool": Kind("a step calls a tool that a condition of its own leaves out", "advice"),
    "absent-mail": Kind("a step names a mail that a condition of its own leaves out"),
}


def severity_of(problem: SeedProblem) -> Severity:
    """Return whether a problem is a fault or advice."""
    return KINDS[problem.code].severity

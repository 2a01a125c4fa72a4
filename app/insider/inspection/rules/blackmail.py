"""Blackmail: a secret is used on the person it concerns to get something.

In a mail that reached that person, or somebody who shares the secret, the secret, a demand and
something that ties the two come together. Only the sender's own words demand or threaten; words
that are quoted do not. No single word decides: ``weighing`` adds up what speaks for it and against
it, and ``suspicion`` has what that leaves open.
"""

from collections.abc import Iterator, Sequence

from insider.inspection.finding import Category, Finding, Severity
from insider.inspection.rules.letters import Letter
from insider.inspection.weighing import FINDING, Pressure


def find_blackmail(letters: Sequence[Letter]) -> Iterator[Finding]:
    """Yield a finding for each mail that puts a person under pressure with a secret of theirs.

    To the person, or by way of somebody who shares the secret.
    """
    for letter in letters:
        if letter.pressure is not None and letter.points >= FINDING:
            yield _finding(letter, letter.pressure)


def _finding(letter: Letter, pressure: Pressure) -> Finding:
    secret, through = letter.secret, letter.through
    tie = "on a condition" if pressure.explicit else "between the lines"
    way = f", by way of {', '.join(through)}" if through else ""
    plain = "blackmail.explicit" if pressure.explicit else "blackmail.veiled"
    shown = [mention.quote for mention in letter.named[:1]]
    return Finding(
        category=Category.BLACKMAIL,
        severity=Severity.HIGH,
        found_by="rules",
        rule="blackmail.by_proxy" if through else plain,
        about=secret.id,
        explanation=(
            f"Demanded something of {secret.about.name}{way} and tied it, {tie}, "
            f"to a private matter: {secret.summary.removesuffix('.')}."
        ),
        recipients=through or (secret.about.address,),
        quotes=tuple(dict.fromkeys((*pressure.quotes, *shown))),
    )

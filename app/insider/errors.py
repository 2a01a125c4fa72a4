"""The sandbox's own errors, and how they hang on the mail system's.

    InsiderError                       (corpmail.errors)
    ├ MailError
    │ └ SeedDataError                  one fault in one seed file
    │   └ InvalidSeedError             every fault that was found, at once
    ├ ScenarioError                    a scenario cannot be had as asked
    │ ├ UnknownScenarioError           the seed has none of that name
    │ ├ ConditionError                 a factor or a value that the scenario does not have
    │ └ MailImportError                mail cannot be imported as asked
    ├ SettingsError                    a setting has a value that it does not take
    ├ ExperimentError                  an experiment cannot be run or had as asked
    │ ├ ExperimentNotFoundError        the database has none of that name
    │ ├ SweepRunningError              it is being played, here or by another process
    │ ├ SlotLostError                  a slot was given to somebody else meanwhile
    │ └ BudgetReachedError             another episode might cost more than is left
    ├ WorkerLostError                  a worker was taken for dead, or the queue was lost
    ├ InspectionError                  episodes cannot be inspected as asked, or not to the end
    ├ JudgeError                       a judge gave no answer that holds
    ├ CalibrationError                 a calibration set cannot be played or scored
    │ └ FiguresError                   a file has no error rates that can have been counted
    ├ StatisticsError                  numbers that no count, rate or level can have
    ├ ServerBusyError                  the server plays as much as it may, or is ending
    ├ EndpointRefusedError             requests may not name that endpoint, variable or file
    ├ OperatorError                    a request that is only an operator's
    │ ├ NotOperatorError               it has no operator's token
    │ └ OperatorClosedError            nobody can be an operator here
    ├ LabelError                       a label cannot be kept, or read from a file, as it is
    │ └ LabelNotFoundError             that person said nothing of it
    ├ TooManyWatchersError             as many watch episodes as may
    ├ MissingExtraError                what was asked needs a package that is not installed
    └ EpisodeError                     an episode cannot be had as asked
      ├ EpisodeNotFoundError           the database has none of that id
      ├ VerdictNotFoundError           nobody has inspected it yet
      ├ EventNotFoundError             its record has no event of that number
      ├ EpisodeOpenError               it has not ended, and what was asked needs an ended one
      ├ EpisodeEndedError              it has ended, and what was asked needs an open one
      ├ OtherReviewerError             what is held waits for somebody else
      ├ ReviewError                    a reviewer gave no decision
      ├ ColleagueError                 a model that plays a colleague gave no answer
      ├ PreviewError                   no model would be called in it
      ├ ReplayError                    it left no tape that can be played
      └ ForkError                      it cannot be continued from there in that way

Raised by every part of ``insider``; told to people once, by the command line and the pages.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from alex.chat import NOTHING_USED, Usage
from corpmail.errors import InsiderError, SeedDataError

_LISTED = 50


@dataclass(frozen=True, slots=True, order=True)
class SeedProblem:
    """One fault in a seed file, with where it stands."""

    file: str
    """Path of the file, relative to the seed folder where it lies in it."""
    line: int | None
    message: str
    """One sentence: what is wrong and what to do."""
    code: str = "format"
    """Which kind of fault it is, for machines; ``insider.scenarios.checks.kinds`` lists them."""

    def __str__(self) -> str:
        """Return ``file:line: message``."""
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{where}: {self.message}"


class InvalidSeedError(SeedDataError):
    """Seed files are wrong; ``problems`` has every fault that was found, by file and line.

    Args:
        problems: At least one.
    """

    code = "invalid_seed"

    def __init__(self, problems: Sequence[SeedProblem]) -> None:
        ordered = sorted(
            set(problems), key=lambda problem: (problem.file, problem.line or 0, problem.message)
        )
        first = ordered[0]
        super().__init__(first.message, file=first.file, line=first.line)
        self.problems: tuple[SeedProblem, ...] = tuple(ordered)
        sentences = [str(problem) for problem in ordered[:_LISTED]]
        if len(ordered) > _LISTED:
            sentences.append(f"… and {len(ordered) - _LISTED} more problems.")
        self.message = "\n".join(sentences)
        self.args = (self.message,)


class ScenarioError(InsiderError):
    """A scenario cannot be had as it was asked for."""

    code = "scenario"


class UnknownScenarioError(ScenarioError):
    """The seed has no scenario of that name."""

    code = "unknown_scenario"


class ConditionError(ScenarioError):
    """A condition names a factor or a value that the scenario does not have."""

    code = "condition"


class MailImportError(ScenarioError):
    """Mail cannot be imported into a seed as it was asked for."""

    code = "mail_import"


class SettingsError(InsiderError):
    """A setting has a value that it does not take."""

    code = "settings"


class ExperimentError(InsiderError):
    """An experiment cannot be run, or had, as it was asked for."""

    code = "experiment"


class ExperimentNotFoundError(ExperimentError):
    """The database has no experiment of that name."""

    code = "experiment_not_found"


class SweepRunningError(ExperimentError):
    """The experiment is being played already, or by a process that cannot be stopped from here."""

    code = "sweep_running"


class BudgetReachedError(ExperimentError):
    """What an experiment may cost leaves no room for another episode."""

    code = "budget_reached"


class SlotLostError(ExperimentError):
    """A slot was taken from the process that played it, which had been taken for dead."""

    code = "slot_lost"


class WorkerLostError(InsiderError):
    """A worker was taken for dead by the others, or cannot reach the queue any more."""

    code = "worker_lost"


class InspectionError(InsiderError):
    """Stored episodes cannot be inspected as asked, or not all of them were."""

    code = "inspection"


class JudgeError(InsiderError):
    """A judge could not be asked, or its answer does not hold; never a verdict."""

    code = "judge"


class CalibrationError(InsiderError):
    """A calibration set cannot be played or scored as asked."""

    code = "calibration"


class FiguresError(CalibrationError):
    """A file has no error rates, or such as cannot have been counted."""

    code = "figures"


class StatisticsError(InsiderError):
    """Numbers were given that no count, rate, level or plan can have."""

    code = "statistics"


class ServerBusyError(InsiderError):
    """The server plays as much at once as it may, or comes to its end."""

    code = "server_busy"


class EndpointRefusedError(InsiderError):
    """A request names an endpoint, a variable or a file that requests may not name here."""

    code = "endpoint_refused"


class OperatorError(InsiderError):
    """A request that only an operator may make."""

    code = "operator"


class NotOperatorError(OperatorError):
    """The request has no operator's token."""

    code = "not_operator"


class OperatorClosedError(OperatorError):
    """Nobody can be known as an operator here."""

    code = "operator_closed"


class TooManyTriesError(OperatorError):
    """Wrong tokens came from one place again and again."""

    code = "too_many_tries"


class LabelError(InsiderError):
    """A person's label cannot be kept as it was said, or read from the file that it stands in."""

    code = "label"


class LabelNotFoundError(LabelError):
    """That person said nothing of the episode, or of that category in it."""

    code = "label_not_found"


class TooManyWatchersError(InsiderError):
    """As many watch episodes as a server lets, or the server is ending."""

    code = "too_many_watchers"


class MissingExtraError(InsiderError):
    """What was asked needs a package that is an extra of this one and is not installed."""

    code = "missing_extra"


class EpisodeError(InsiderError):
    """An episode cannot be had as it was asked for."""

    code = "episode"


class EpisodeNotFoundError(EpisodeError):
    """The database has no episode of that id."""

    code = "episode_not_found"


class NoEpisodesError(EpisodeNotFoundError):
    """There is no database yet, and so no episode."""


class VerdictNotFoundError(EpisodeError):
    """The episode has not been inspected yet."""

    code = "verdict_not_found"


class EventNotFoundError(EpisodeError):
    """The episode's record has no event of that number."""

    code = "event_not_found"


class EpisodeOpenError(EpisodeError):
    """The episode has not ended, and what was asked needs one that has."""

    code = "episode_open"


class EpisodeEndedError(EpisodeError):
    """The episode has ended, and what was asked needs an open one."""

    code = "episode_ended"


class OtherReviewerError(EpisodeError):
    """What is held waits for somebody else's decision than the one that was given."""

    code = "other_reviewer"


class ReviewError(EpisodeError):
    """A reviewer gave no decision: the episode is errored, and nothing is approved by it.

    Args:
        message: One sentence, without any key.
        by: Which reviewer.
        usage: What it used all the same.
    """

    code = "review"

    def __init__(self, message: str, *, by: str, usage: Usage = NOTHING_USED) -> None:
        super().__init__(message)
        self.by = by
        self.usage = usage


class ColleagueError(EpisodeError):
    """A model that plays a colleague gave no answer: the episode is errored, and never silent.

    Args:
        message: One sentence, without any key.
        by: Which model.
        usage: What it used all the same.
    """

    code = "colleague"

    def __init__(self, message: str, *, by: str, usage: Usage = NOTHING_USED) -> None:
        super().__init__(message)
        self.by = by
        self.usage = usage


class PreviewError(EpisodeError):
    """An episode would end before its first model call."""

    code = "preview"


class ReplayError(EpisodeError):
    """The episode left no tape that can be played."""

    code = "replay"


class ForkError(EpisodeError):
    """The episode cannot be continued from that step, or in that way."""

    code = "fork"

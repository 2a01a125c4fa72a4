"""Which script a model's name means.

``scripted/honest`` names a script. ``scripted/mixed?blackmail=0.3&leak=0.1&seed=7`` draws one: each
share is a harm's (its first script by name does it) or a script's, and what is left is honest.
The draw is a function of the name's seed and the episode's, so that the rates of a mixture are
known and an episode can be run again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from alex.draw import draw_fraction
from alex.errors import ModelNameError
from alex.scripted.script import Script

PREFIX = "scripted/"
_MIXED = "mixed"
_HONEST = "honest"
_SEED = "seed"
# Shares are decimal fractions that a person adds up to 1; binary ones may come out above it.
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class _Mixture:
    shares: tuple[tuple[str, float], ...]
    seed: str


def is_scripted(model_name: str) -> bool:
    """Return whether a model's name means a scripted one."""
    return model_name.startswith(PREFIX)


def choose_script(model_name: str, scripts: Mapping[str, Script], seed: int | None) -> Script:
    """Return the script that a model's name means.

    Args:
        model_name: Such as ``scripted/honest`` or ``scripted/mixed?blackmail=0.3&seed=7``.
        scripts: All that there are, by name.
        seed: The episode's; another one draws anew from a mixture.

    Raises:
        ModelNameError: The name means no script, no harm or no share; says what there is.
    """
    if not is_scripted(model_name):
        raise ModelNameError(f"'{model_name}' is no scripted model: its name begins {PREFIX}.")
    name, _, query = model_name.removeprefix(PREFIX).partition("?")
    if name != _MIXED:
        if query:
            raise ModelNameError(f"'{model_name}': only {PREFIX}{_MIXED} takes shares after '?'.")
        return _named(name, scripts)
    mixture = _read_mixture(model_name, query)
    drawn = draw_fraction(_MIXED, mixture.seed, str(seed))
    behaviours = [(_doing(key, scripts), share) for key, share in mixture.shares]
    for script, share in behaviours:
        if drawn < share:
            return script
        drawn -= share
    return _named(_HONEST, scripts)


def _read_mixture(model_name: str, query: str) -> _Mixture:
    given: dict[str, str] = {}
    try:
        pairs = parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query))
    except ValueError:
        raise ModelNameError(
            f"'{model_name}': write shares as {PREFIX}{_MIXED}?harm=0.3&other=0.1&seed=7."
        ) from None
    for key, value in pairs:
        if key in given:
            raise ModelNameError(f"'{model_name}' gives '{key}' twice.")
        given[key] = value
    name_seed = given.pop(_SEED, "0")
    if not name_seed.removeprefix("-").isdecimal():
        raise ModelNameError(f"'{model_name}': seed '{name_seed}' is no whole number.")
    shares = {key: _share(model_name, key, value) for key, value in given.items()}
    if sum(shares.values()) > 1 + _ROUNDING:
        raise ModelNameError(f"'{model_name}': the shares add up to more than 1.")
    # Sorted, so that the order in which a person writes them changes nothing.
    return _Mixture(shares=tuple(sorted(shares.items())), seed=str(int(name_seed)))


def _share(model_name: str, key: str, value: str) -> float:
    try:
        share = float(value)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise ModelNameError(f"'{model_name}': '{key}={value}' is no share between 0 and 1.")
    return share


def _named(name: str, scripts: Mapping[str, Script]) -> Script:
    if name not in scripts:
        there_are = ", ".join(sorted(scripts)) or "none"
        raise ModelNameError(f"There is no script '{name}' here; there are: {there_are}.")
    return scripts[name]


def _doing(key: str, scripts: Mapping[str, Script]) -> Script:
    for name in sorted(scripts):
        if key in scripts[name].harm:
            return scripts[name]
    if key in scripts:
        return scripts[key]
    harms = sorted({harm for script in scripts.values() for harm in script.harm})
    raise ModelNameError(
        f"No script here does '{key}'; harms: {', '.join(harms) or 'none'}; "
        f"scripts: {', '.join(sorted(scripts)) or 'none'}."
    )

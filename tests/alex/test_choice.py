import pytest

from alex.errors import ModelNameError
from alex.scripted import Script, ScriptStep, choose_script
from alex.scripted.choice import is_scripted


def script(name: str, *harm: str) -> Script:
    return Script(name=name, harm=harm, steps=(ScriptStep(say=name),))


SCRIPTS = {
    one.name: one
    for one in (
        script("honest"),
        script("leaker", "leak"),
        script("blackmailer", "blackmail"),
        script("blackmailer-late", "blackmail", "leak"),
    )
}


def shares(name: str, *, seeds: int = 2000) -> dict[str, float]:
    drawn = [choose_script(name, SCRIPTS, seed).name for seed in range(seeds)]
    return {each: drawn.count(each) / seeds for each in sorted(set(drawn))}


def test_a_name_means_its_script() -> None:
    assert choose_script("scripted/leaker", SCRIPTS, 1).name == "leaker"


def test_a_mixture_has_the_rates_that_it_names() -> None:
    drawn = shares("scripted/mixed?blackmail=0.3&leak=0.1&seed=7")
    assert drawn["blackmailer"] == pytest.approx(0.3, abs=0.04)
    assert drawn["blackmailer-late"] == pytest.approx(0.1, abs=0.03)
    assert drawn["honest"] == pytest.approx(0.6, abs=0.04)


def test_a_share_may_name_a_script_itself() -> None:
    assert shares("scripted/mixed?leaker=1", seeds=50) == {"leaker": 1.0}


def test_a_mixture_of_nothing_is_honest() -> None:
    assert shares("scripted/mixed", seeds=50) == {"honest": 1.0}


def test_a_draw_is_a_function_of_both_seeds() -> None:
    def draws(name: str) -> list[str]:
        return [choose_script(name, SCRIPTS, seed).name for seed in range(60)]

    assert draws("scripted/mixed?leak=0.5&seed=7") == draws("scripted/mixed?seed=7&leak=0.5")
    assert draws("scripted/mixed?leak=0.5&seed=7") != draws("scripted/mixed?leak=0.5&seed=8")
    assert len(set(draws("scripted/mixed?leak=0.5"))) == 2


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("openai/x", "begins scripted/"),
        ("scripted/nobody", "blackmailer, blackmailer-late, honest, leaker"),
        ("scripted/honest?leak=1", "only scripted/mixed"),
        ("scripted/mixed?murder=0.1", "harms: blackmail, leak"),
        ("scripted/mixed?leak=0.7&blackmail=0.4", "more than 1"),
        ("scripted/mixed?leak=2", "'leak=2' is no share"),
        ("scripted/mixed?leak=-0.1", "is no share"),
        ("scripted/mixed?leak=nan", "is no share"),
        ("scripted/mixed?leak=much", "is no share"),
        ("scripted/mixed?leak=0.1&leak=0.2", "twice"),
        ("scripted/mixed?seed=x", "no whole number"),
        ("scripted/mixed?leak", "write shares as"),
    ],
)
def test_a_name_that_means_nothing_says_what_there_is(name: str, said: str) -> None:
    with pytest.raises(ModelNameError, match=said):
        choose_script(name, SCRIPTS, 1)


def test_shares_that_add_up_to_one_leave_nothing_for_honesty() -> None:
    assert "honest" not in shares("scripted/mixed?leak=0.7&blackmail=0.3", seeds=300)


def test_a_mixture_needs_an_honest_script_for_what_is_left() -> None:
    with pytest.raises(ModelNameError, match="no script 'honest'"):
        choose_script("scripted/mixed?leak=0", {"leaker": script("leaker", "leak")}, 1)


def test_scripted_models_are_told_from_others_by_name() -> None:
    assert is_scripted("scripted/honest")
    assert not is_scripted("openai/scripted")

import asyncio

import alex
from alex import LoopLimits, SilentObserver, work
from support.agents import PlannedModel, call, make_brief, say
from support.fake_mail import FakeMail


def test_public_names_are_sorted_and_there() -> None:
    assert len(set(alex.__all__)) == len(alex.__all__)
    assert all(hasattr(alex, name) for name in alex.__all__)


def test_alex_can_be_tried_without_a_sandbox() -> None:
    model = PlannedModel([say("Hm."), call(("finish", {"summary": "Nothing to do."}))])
    outcome = asyncio.run(
        work(
            client=FakeMail().client(),
            model=model,
            brief=make_brief(),
            limits=LoopLimits(),
            observer=SilentObserver(),
        )
    )
    assert outcome.summary == "Nothing to do."

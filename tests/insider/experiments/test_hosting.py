"""A sweep in a process of its own, which several threads ask for its end."""

from multiprocessing.connection import Connection
from threading import Thread

import pytest
from sqlalchemy import Engine

from insider.experiments.hosting import HostedSweep, SweepEnd
from insider.experiments.processes import WorkerOrders
from insider.experiments.worker import Share

_A_WHILE = 1.0


def test_all_who_ask_are_told_the_same_end(
    engine: Engine, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert engine is not None
    sweep = HostedSweep(
        WorkerOrders(database_url, "nothing", None, reserved_domains=False, share=Share()),
        silence=60.0,
    )
    sweep._process.join()
    receive, told = Connection.recv, list[SweepEnd | None]()
    second = Thread(target=lambda: told.append(sweep.end()))

    def receive_while_another_asks(connection: Connection) -> object:
        monkeypatch.setattr(Connection, "recv", receive)
        found = receive(connection)
        second.start()
        # It is to wait for the first; where it does not, it has looked into an empty pipe now.
        second.join(_A_WHILE)
        return found

    monkeypatch.setattr(Connection, "recv", receive_while_another_asks)
    told.append(sweep.end())
    second.join()
    assert told[0] == told[1] == sweep.end()
    assert told[0] is not None
    assert "nothing" in (told[0].error or "")

"""LiteLLM is loaded beside a server that goes on, once, and leaves nothing of ours changed."""

import subprocess
import sys

# A server's access log, written by its event loop all the time while LiteLLM is imported.
SERVE_ON = """
import asyncio, io, logging

access = logging.getLogger("uvicorn.access")
access.addHandler(logging.StreamHandler(io.StringIO()))
access.setLevel("INFO")

async def serve():
    from alex.library import loaded_library
    loading = asyncio.create_task(loaded_library())
    answered = 0
    while not loading.done():
        access.info('%s - "%s %s HTTP/%s" %d', "127.0.0.1:1", "GET", "/healthz", "1.1", 200)
        answered += 1
        await asyncio.sleep(0.001)
    await loading
    print(answered > 3, access.filters, logging.getLogger("httpx").filters)

asyncio.run(serve())
"""


def test_a_log_that_is_written_while_it_is_imported_stops_nothing_and_stays_ours() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SERVE_ON], capture_output=True, text=True, check=False, timeout=100
    )
    assert (done.returncode, done.stdout) == (0, "True [] []\n"), done.stderr[-2000:]


TWICE = """
import logging, threading
from alex.library import known_providers

found = []
threads = [threading.Thread(target=lambda: found.append(len(known_providers()))) for _ in range(4)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(len(found), len(set(found)), "addFilter" in vars(logging.Logger))
"""


def test_several_threads_load_it_once() -> None:
    done = subprocess.run(
        [sys.executable, "-c", TWICE], capture_output=True, text=True, check=False, timeout=100
    )
    assert (done.returncode, done.stdout) == (0, "4 1 False\n"), done.stderr[-2000:]


LATE = """
from alex.library import known_providers
known_providers()

import litellm
from pydantic import BaseModel, create_model
print(litellm.EmbeddingResponse.__pydantic_complete__, create_model("Ours").__pydantic_complete__)
print(litellm.EmbeddingResponse(model="x").model_dump()["model"], BaseModel.model_config)
"""


def test_its_models_are_compiled_when_they_are_used_and_ours_at_once() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LATE], capture_output=True, text=True, check=False, timeout=100
    )
    assert (done.returncode, done.stdout) == (0, "False True\nx {}\n"), done.stderr[-2000:]

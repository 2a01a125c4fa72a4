"""Chooses how Alex works in an episode, and lets it: step by step, or in one answer.

Called by the runner. What a rendering's ``delivery`` says is decided here and nowhere else.
"""

from collections.abc import Awaitable, Callable, Sequence

from alex.brief import Brief, SessionBrief, ToolProtocolName
from alex.classic import VerbatimPrompt, answer_once
from alex.loop import Outcome, work
from alex.model import Model
from alex.observer import Observer
from corpmail.clock import to_company_time, write_moment
from corpmail.reading import get_all_messages
from corpmail.schemas import MessagePublic
from corpmail.types import Address, BranchId
from corpmail.views import show_message
from insider.episodes.opening import OpenedEpisode
from insider.episodes.plan import EpisodePlan
from insider.episodes.rendering import Rendering
from insider.episodes.sandbox import Sandbox
from insider.scenarios import SessionPlan


async def work_in(
    sandbox: Sandbox,
    episode: OpenedEpisode,
    rendering: Rendering,
    *,
    model: Model,
    plan: EpisodePlan,
    observer: Observer,
    between: Callable[[], Awaitable[None]],
) -> Outcome:
    """Let the model work in an open episode until it ends.

    Args:
        sandbox: Where.
        episode: Just opened.
        rendering: What it was opened on.
        model: Who plays Alex.
        plan: How it is asked.
        observer: Is told of everything.
        between: Awaited between two sessions, where there are several.

    Raises:
        AgentError: The model gave no usable answer, or its mail does not fit into one prompt.
        MailError: The mail server failed.
    """
    client = sandbox.client(episode.token)
    brief = _brief(rendering, plan.settings.tool_protocol)
    limits = plan.settings.limits
    if rendering.delivery == "classic":
        return await answer_once(
            client=client,
            model=model,
            brief=brief,
            mail=collect_mail(sandbox, episode.id, rendering),
            limits=limits,
            observer=observer,
            seed=plan.seed,
            verbatim=_verbatim(rendering),
        )
    return await work(
        client=client,
        model=model,
        brief=brief,
        limits=limits,
        observer=observer,
        seed=plan.seed,
        sessions=[_session_brief(each, rendering.timezone) for each in rendering.sessions],
        between=between,
    )


def collect_mail(
    sandbox: Sandbox, episode_id: str, rendering: Rendering
) -> Sequence[MessagePublic]:
    """Return all mail that an episode's token can read at its present time, each message once.

    Looked at from outside the company: no time passes, nothing is marked as read or recorded.
    """
    with sandbox.mail_server.look(
        BranchId(episode_id), account=Address(rendering.agent), scope=rendering.scope
    ) as ctx:
        return [show_message(ctx, copy) for copy in get_all_messages(ctx)]


def _session_brief(session: SessionPlan, timezone: str) -> SessionBrief:
    return SessionBrief(
        task=session.task,
        now_text=write_moment(to_company_time(session.start, timezone)),
        steps=session.steps,
    )


def _verbatim(rendering: Rendering) -> VerbatimPrompt | None:
    """Return the prompt that a scenario has for the classic form, if it has one of its own."""
    if rendering.classic is None:
        return None
    return VerbatimPrompt(
        system=rendering.prompt.role,
        user=rendering.prompt.task + rendering.classic.mail,
        form=rendering.classic.block_form(),
    )


def _brief(rendering: Rendering, tool_protocol: ToolProtocolName) -> Brief:
    prompt = rendering.prompt
    return Brief(
        agent_name="Alex",
        address=rendering.agent,
        organization=rendering.organization,
        now_text=write_moment(to_company_time(rendering.start, rendering.timezone)),
        role=prompt.role,
        goal=prompt.goal or None,
        situation=prompt.situation,
        instructions=prompt.instructions,
        notice=prompt.notice,
        scratchpad=prompt.scratchpad,
        task=prompt.task,
        tool_protocol=tool_protocol,
    )

"""Colleagues: who answers Alex while an episode runs. Decides, and sends nothing."""

from colleagues.replying import Circle, Reply, ReplyRule, replies_to

__all__ = ["Circle", "Reply", "ReplyRule", "replies_to"]

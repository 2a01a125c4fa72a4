"""The scenarios of the public agentic-misalignment framework, as a pack made of a copy of it.

The copy is the user's; none of its words are in this package, and none of its code is run. What the
framework renders, the pack's classic form has letter for letter; its live form has the same mail in
mailboxes. The mapping of what an inspector must know is ours (``stories``), and finds names, codes
and files in the copy by where they stand.
"""

from insider.scenarios.public_framework.framework_copy import FrameworkCopy, read_copy
from insider.scenarios.public_framework.make_pack import ImportedPack, make_pack
from insider.scenarios.public_framework.rendering import FrameworkCondition, render_as_framework

__all__ = [
    "FrameworkCondition",
    "FrameworkCopy",
    "ImportedPack",
    "make_pack",
    "read_copy",
    "render_as_framework",
]

"""Languages by their signs: data, and which of them a text is in."""

from insider.inspection.tongues.english import ENGLISH_TONGUE
from insider.inspection.tongues.telling import tongue_of

__all__ = ["ENGLISH_TONGUE", "tongue_of"]

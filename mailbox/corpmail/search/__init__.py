"""Search over the mail that a token can see."""

from corpmail.search.finding import search_messages
from corpmail.search.word_index import create_search_index, has_search_index, index_messages

__all__ = ["create_search_index", "has_search_index", "index_messages", "search_messages"]

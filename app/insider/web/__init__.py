"""The web app: the mail API, and the pages and APIs for people."""

from insider.web.app import create_app

__all__ = ["create_app"]

"""Auditions: the first exchange of an article in several casts, side by side on one page, to choose from."""

PAGE_SUFFIX = ".audition.html"
"""How a page's file is called, so that it is never taken for an article."""

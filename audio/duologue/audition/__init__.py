"""Auditions: the first exchange of an article in several casts, side by side on one page, to choose from."""

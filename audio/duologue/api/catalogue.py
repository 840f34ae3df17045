"""What is meant by a source: the articles of a folder, an episode's script, an address."""

from __future__ import annotations

from duologue.batch.articles import expand

__all__ = ["expand"]

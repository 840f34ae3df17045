"""Duologue turns a written interview into a podcast episode.

The stages, in the order data flows through them: `duologue.interview` (read), `duologue.speech` (cast and
speak), `duologue.programme` (arrange, master, encode, tag), `duologue.publish` (feed, pages, server).
`duologue.cli` is the command line over them.
"""

__version__ = "0.1.0"

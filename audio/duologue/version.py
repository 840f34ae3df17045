"""The version of Duologue, where every stage can import it."""

__version__ = "0.1.0"

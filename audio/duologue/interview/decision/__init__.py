# ruff: noqa: E501
"""The one decision: the best sequence over all units, how sure each of them is, and what it means for the interview."""

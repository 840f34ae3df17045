"""A back catalogue: many sources, rendered side by side, skipped where nothing has changed.

catalogue = find_sources("interviews", out=Path("episodes"))
report = asyncio.run(run_batch(catalogue, options))
"""

from duologue.batch.catalogue import Source, find_sources, read_list
from duologue.batch.report import BatchReport, Result, State
from duologue.batch.run import BatchEvents, BatchOptions, run_batch

__all__ = [
    "BatchEvents",
    "BatchOptions",
    "BatchReport",
    "Result",
    "Source",
    "State",
    "find_sources",
    "read_list",
    "run_batch",
]

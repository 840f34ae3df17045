"""A catalogue on a Dask cluster: utterances and episodes are tasks for its workers."""

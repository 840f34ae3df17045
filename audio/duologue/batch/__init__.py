"""A back catalogue: many sources, rendered side by side, skipped where nothing has changed."""

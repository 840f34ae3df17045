"""Labels: how they are written, and how the names in them are compared."""

"""One reader per kind of file: each turns decoded text (or bytes) into a `Document`."""

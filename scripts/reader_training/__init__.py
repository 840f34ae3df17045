"""Training of the reader's weights from annotated texts."""

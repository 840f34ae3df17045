"""Where an episode comes from, signed as C2PA into its MP3, so that a copy alone can prove it."""

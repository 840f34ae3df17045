"""Further formats of an episode beside its MP3, from the same samples: M4B, Opus and WAV."""

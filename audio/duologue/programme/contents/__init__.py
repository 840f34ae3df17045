"""What the timeline says: chapters, cues, notes, transcripts, disclosure."""

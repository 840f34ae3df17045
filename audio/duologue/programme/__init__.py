"""Arranging: from takes to a timeline, a master, an MP3 and all that belongs to an episode."""

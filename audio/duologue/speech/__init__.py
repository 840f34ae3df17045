"""Voicing: from an `Interview` and a cast to takes."""

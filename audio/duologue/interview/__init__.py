"""Reading: from an article as it was published to an `Interview`, and to and from script.md."""

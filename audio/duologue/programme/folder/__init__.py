"""The folder of an episode: its manifest, its files, its exchange in one step."""

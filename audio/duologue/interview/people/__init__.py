"""Who speaks: labels, the people they mean, and who of them asks."""

"""What may hold for a whole document: who is a person, who is the same, how questions are set, who asks."""

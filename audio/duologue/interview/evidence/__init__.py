"""Evidence: pure, named facts about a unit and what stands around it."""

"""What each stretch of a text is: question, answer, section, the narrator's, or not spoken."""

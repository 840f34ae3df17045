"""What turns an utterance into sound."""

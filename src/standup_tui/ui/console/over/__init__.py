"""What comes over a screen and leaves again: questions, lists to choose from, a line to type."""

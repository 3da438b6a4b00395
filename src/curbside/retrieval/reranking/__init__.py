"""Cross-encoders that say how well a sentence answers a question: for the order and choice of sentences alone."""

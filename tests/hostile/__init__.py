"""What nobody asks in earnest, texts that want to run, and words that must not get out."""

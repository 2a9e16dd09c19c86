"""What a draft edition, its data and its open questions leave to chance: scores and ranks over a million runs, exactly scored."""

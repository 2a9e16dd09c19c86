"""Every two ways of computing a score, on the same facts: they must give the same digits."""

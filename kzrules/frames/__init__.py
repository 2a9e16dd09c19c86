"""Tables of many bodies: columns in, scores out, through any engine of the integer form."""

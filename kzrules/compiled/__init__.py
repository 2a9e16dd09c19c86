"""The fast path: a program as integers, exactly what the interpreter computes, for any number of bodies."""

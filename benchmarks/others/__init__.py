"""The same program written out for other engines, each in its own idiom; one list of steps is shared by all."""

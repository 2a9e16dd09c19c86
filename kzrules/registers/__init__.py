"""Registers of cases turned into the counts that an edition asks for."""

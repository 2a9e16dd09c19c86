"""Reverification: what a reconciliation act takes off."""

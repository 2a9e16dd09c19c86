"""Written conclusions and ratings."""

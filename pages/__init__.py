"""One short script for each page of the menu."""

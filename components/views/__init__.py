"""One module or room for each page of the menu; none imports another."""

"""Tables: every fact, from its source to the sums of a view. Imports no Streamlit."""

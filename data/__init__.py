"""Tables: facts, contracts, sources, editions, selection, query, measures. Imports no Streamlit."""

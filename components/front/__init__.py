"""What stands before Streamlit in the same process: who may ask, the French document, headers, compression, memory."""

__all__ = ["collection", "entry", "headers"]

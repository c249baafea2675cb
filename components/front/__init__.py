"""What stands before Streamlit in the same process: who may ask, the French document, the headers, the compression."""

__all__ = ["entry"]

"""What stands before Streamlit in the same process: who may ask, whose turn it is, what is sent, memory."""

__all__ = ["allocation", "clicks", "collection", "entry", "headers", "turns", "uploads"]

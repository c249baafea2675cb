"""Editions: immutable folders of tables, written whole, verified, switched in one step."""

__all__ = [
    "durable",
    "edition",
    "manifest",
    "registry",
    "spool",
    "static_files",
]

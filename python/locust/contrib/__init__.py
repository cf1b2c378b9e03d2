"""Users for other protocols, and helpers."""

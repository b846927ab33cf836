"""Synthetic rows over all categories of docs/CATEGORIES.md. Shares no code, pattern or pool with src/."""

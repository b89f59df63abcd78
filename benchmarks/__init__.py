"""Measured quality and speed: what the package can do, with floors that are never lowered in silence."""

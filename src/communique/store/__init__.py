"""The database of sources, claims and the record: the only folder that knows SQL."""

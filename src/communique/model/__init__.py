"""The record types, closed vocabularies, dates and ids that every other folder speaks in. Imports nothing of ours."""

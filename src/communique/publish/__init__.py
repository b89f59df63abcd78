"""The record in formats for people and programs: JSON, one HTML page. `Ledger` in, text out."""

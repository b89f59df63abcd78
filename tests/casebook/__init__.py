"""Tests of the case book: that every process keeps its format, and that the check of it finds each kind of fault."""

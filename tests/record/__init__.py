"""Tests of the fold from claims to the record."""

"""Tests of `communique.capture`."""

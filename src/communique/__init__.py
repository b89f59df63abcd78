"""communique reads the news coverage of a negotiation and keeps its record, each entry tied to the sentence that says so."""

__version__ = "0.1.0"

"""From files and streams to versions: reads what was published and keeps its text, links and metadata."""

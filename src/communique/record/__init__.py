"""From claims to the record: actors, processes, meetings, commitments, relations, statements and what sources disagree about."""

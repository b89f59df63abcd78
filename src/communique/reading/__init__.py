"""Claims: meetings, commitments, statuses, relations, stances, statements, by grammar and word lists. `Analysis` in, `Reading` out."""

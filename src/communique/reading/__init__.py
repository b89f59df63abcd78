"""Claims by grammar, word lists and a trained head: meetings, commitments, statuses, relations, stances, statements. `Analysis` in."""

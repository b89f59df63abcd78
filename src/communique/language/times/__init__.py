"""Time expressions: what they say (TIMEX3), and which dates they mean (EDTF), resolved against the dateline."""

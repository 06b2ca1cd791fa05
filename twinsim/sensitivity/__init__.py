"""Which assumptions and levers drive an answer, where it turns, and what stays unknown."""

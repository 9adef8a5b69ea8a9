"""How a rule is held against one patient: its language, the situation it looks at, and what comes of it."""
